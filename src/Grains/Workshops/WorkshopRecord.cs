using Scheduling.Grains.Common;

namespace Scheduling.Grains.Workshops;

/// <summary>The attendees of one workshop, as stored beside the booking of its lead.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.workshop-record")]
internal sealed record WorkshopRecord
{
    /// <summary>In order of arrival; each network's reference once. With places, waiting and cancelled at most 3,000.</summary>
    [Id(0)] public ImmutableArray<AttendeeRecord> Attendees { get; init; } = [];

    /// <summary>Its story, oldest first; the newest <see cref="WorkshopRules.HistoryMax"/>.</summary>
    [Id(1)] public ImmutableArray<WorkshopEvent> History { get; init; } = [];

    /// <summary>How many had a place and were forgotten from the start on; nobody waits here.</summary>
    [Id(2)] public WorkshopCounts Forgotten { get; init; } = new();

    /// <summary>How many places there are since somebody said so; null while it is as booked.</summary>
    [Id(3)] public int? Places { get; init; }

    /// <summary>The keys of changes of the places, newest last; at most <see cref="WorkshopRules.KeysMax"/>.</summary>
    [Id(4)] public ImmutableArray<RequestKey> Keys { get; init; } = [];

    /// <summary>How many numbers were given to attendees and steps.</summary>
    [Id(5)] public long Numbers { get; init; }

    /// <summary>How many attendees there are, the forgotten ones included where they count.</summary>
    public WorkshopCounts Counts
    {
        get
        {
            // In one pass: with every registration it is asked for several times.
            var (registered, waiting, attended, absent, excused) =
                (Forgotten.Registered, 0, Forgotten.Attended, Forgotten.Absent, Forgotten.Excused);
            foreach (var attendee in Attendees)
            {
                if (attendee.HasPlace)
                    registered++;
                switch (attendee.Status)
                {
                    case AttendeeStatus.Waiting: waiting++; break;
                    case AttendeeStatus.Attended: attended++; break;
                    case AttendeeStatus.Absent: absent++; break;
                    case AttendeeStatus.Excused: excused++; break;
                }
            }

            return new() { Registered = registered, Waiting = waiting, Attended = attended, Absent = absent, Excused = excused };
        }
    }

    /// <summary>A network's attendee, if there is one.</summary>
    public AttendeeRecord? Find(OrganizationId network, string reference) => Attendees.FirstOrDefault(attendee => attendee.Is(network, reference));

    /// <summary>An attendee as others see it.</summary>
    public AttendeeView ToView(AttendeeRecord attendee) => new()
    {
        Network = attendee.Network,
        Reference = attendee.Reference,
        Status = attendee.Status,
        RegisteredAt = attendee.RegisteredAt,
        Position = attendee.Status == AttendeeStatus.Waiting
            ? Attendees.Count(other => other.Status == AttendeeStatus.Waiting && other.Number <= attendee.Number)
            : null,
    };
}

/// <summary>An attendee, as stored.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.attendee-record")]
internal sealed record AttendeeRecord
{
    /// <summary>The order of arrival.</summary>
    [Id(0)] public required long Number { get; init; }

    /// <summary>Whose.</summary>
    [Id(1)] public required OrganizationId Network { get; init; }

    /// <summary>What that network calls them.</summary>
    [Id(2)] public required string Reference { get; init; }

    /// <summary>Where they stand.</summary>
    [Id(3)] public required AttendeeStatus Status { get; init; }

    /// <summary>When they were registered.</summary>
    [Id(4)] public required Instant RegisteredAt { get; init; }

    /// <summary>
    /// The keys of what was done with them, newest last; at most <see cref="WorkshopRules.KeysMax"/>. Here and not with
    /// the workshop, because a key's fingerprint may give a short reference away: they go when the attendee is forgotten.
    /// </summary>
    [Id(5)] public ImmutableArray<RequestKey> Keys { get; init; } = [];

    /// <summary>True while they take one of the places.</summary>
    public bool HasPlace => Status is not (AttendeeStatus.Waiting or AttendeeStatus.Cancelled);

    /// <summary>True for this network's attendee of this reference.</summary>
    public bool Is(OrganizationId network, string reference) =>
        Network == network && string.Equals(Reference, reference, StringComparison.Ordinal);
}

/// <summary>What a rule makes of a workshop: its next state, refusals, or neither, when it is so already.</summary>
internal readonly record struct WorkshopDecision(WorkshopRecord? Next, ImmutableArray<Refusal> Refusals)
{
    /// <summary>It is so already.</summary>
    public static WorkshopDecision None => new(Next: null, []);

    public static implicit operator WorkshopDecision(WorkshopRecord next) => new(next, []);

    public static implicit operator WorkshopDecision(Refusal refusal) => new(Next: null, [refusal]);

    public static implicit operator WorkshopDecision(ImmutableArray<Refusal> refusals) => new(Next: null, refusals);
}
