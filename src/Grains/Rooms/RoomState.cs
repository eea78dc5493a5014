using Scheduling.Grains.Calendars;
using Scheduling.Grains.Changes;
using Scheduling.Grains.Common;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains.Rooms;

/// <summary>A room's settings, as stored.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.room-state")]
internal sealed record RoomState
{
    /// <summary>What its owner says of it; null until published.</summary>
    [Id(0)] public RoomDetails? Details { get; init; }

    /// <summary>The venue's terms that it enforces.</summary>
    [Id(1)] public VenueTerms? Terms { get; init; }

    /// <summary>The key it was published with.</summary>
    [Id(2)] public RequestKey? Key { get; init; }

    /// <summary>New settings on their way, one change at a time.</summary>
    [Id(3)] public PendingRoomUpdate? Update { get; init; }

    /// <summary>Changes that were made with a key lately.</summary>
    [Id(4)] public ImmutableArray<MadeChange> Made { get; init; } = [];

    /// <summary>Hours that held before those of the terms, oldest first; at most <see cref="FormerHours.Max"/>.</summary>
    [Id(5)] public ImmutableArray<FormerHours> FormerHours { get; init; } = [];

    /// <summary>When it was published; null for rooms that were stored before this was kept.</summary>
    [Id(6)] public Instant? PublishedAt { get; init; }

    /// <summary>True while the leads of bookings in it have not surely heard that it is another owner's.</summary>
    [Id(7)] public bool OwnerIsNews { get; init; }

    /// <summary>What its calendar holds now: a smaller capacity on its way counts already.</summary>
    public Capacity Capacity => Update is { Next.Capacity: var next }
        ? new Capacity(Math.Min(Details!.Capacity.Total, next.Total), Details.Capacity.BySeats && next.BySeats)
        : Details!.Capacity;

    /// <summary>With other terms of the venue, from now on.</summary>
    public RoomState Taking(VenueTerms terms, Instant now)
    {
        var taken = this with { Terms = terms };
        // Before it is published nobody asks when it was open.
        if (Details is null || Terms is null)
            return taken;
        taken = taken with { OwnerIsNews = OwnerIsNews || Terms.Owner != terms.Owner };
        var former = Rooms.FormerHours.Of(Terms, now);
        return former.AreThoseOf(terms)
            ? taken
            : taken with { FormerHours = [.. FormerHours.Add(former).TakeLast(Rooms.FormerHours.Max)] };
    }
}

/// <summary>New settings on their way.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.pending-room-update")]
internal sealed record PendingRoomUpdate : IPendingChange<PendingRoomUpdate>
{
    /// <inheritdoc/>
    [Id(0)] public required string ChangeId { get; init; }

    /// <summary>The settings as they will be.</summary>
    [Id(1)] public required RoomDetails Next { get; init; }

    /// <inheritdoc/>
    [Id(2)] public required bool CancelBookings { get; init; }

    /// <inheritdoc/>
    [Id(3)] public required Actor Actor { get; init; }

    /// <inheritdoc/>
    [Id(4)] public RequestKey? Key { get; init; }

    /// <inheritdoc/>
    [Id(5)] public string? Reason { get; init; }

    /// <inheritdoc/>
    [Id(6)] public ImmutableArray<BookingId> Bookings { get; init; } = [];

    public static string Operation => nameof(UpdateRoom);

    public PendingRoomUpdate WithBookings(ImmutableArray<BookingId> bookings) => this with { Bookings = bookings };
}
