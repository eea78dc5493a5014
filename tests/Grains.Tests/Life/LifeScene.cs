using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Tests.Cluster;
using Scheduling.Grains.Waitlists;
using Scheduling.Grains.Workshops;

namespace Scheduling.Grains.Tests.Life;

/// <summary>
/// A lead whose bookings are of every status, one for each cell of the table: put into the store as they would lie there, so
/// that no story is needed to come by them.
/// </summary>
internal sealed class LifeScene
{
    /// <summary>What every network calls its attendee of each workshop.</summary>
    public const string Attendee = "attendee";

    private static readonly OrganizationId s_other = OrganizationId.OfNetwork("other");

    // The first half of the week is for the bookings, the rest for where they may move to.
    private const int HoursToMove = 84;

    private readonly GrainCluster _cluster;
    private readonly Dictionary<LifeCell, LifeCall> _calls = [];

    private LifeScene(GrainCluster cluster) => _cluster = cluster;

    /// <summary>Asked to join every booking.</summary>
    public static AdvisorId Asker { get; } = EntityIds.Of<AdvisorId>("asker");

    public required RoomId Room { get; init; }

    public required VenueId Venue { get; init; }

    public required OrganizationId Owner { get; init; }

    public required OrganizationId Network { get; init; }

    public required OrganizationId CoNetwork { get; init; }

    public required AdvisorId Lead { get; init; }

    public required AdvisorId CoHost { get; init; }

    /// <summary>Stores a booking for each of these cells.</summary>
    public static async Task<LifeScene> NewAsync(GrainCluster cluster, IReadOnlyList<LifeCell> cells, bool haveBegun)
    {
        var (owner, network, coNetwork) = (await cluster.NewNetworkAsync("Owner"), await cluster.NewNetworkAsync(), await cluster.NewNetworkAsync());
        var venue = await cluster.NewVenueAsync(owner);
        var scene = new LifeScene(cluster)
        {
            Owner = owner,
            Venue = venue,
            Room = await cluster.NewRoomAsync(venue),
            Network = network,
            CoNetwork = coNetwork,
            Lead = await cluster.NewAdvisorAsync(network),
            CoHost = await cluster.NewAdvisorAsync(coNetwork),
        };
        await scene.StoreAsync(cells, haveBegun);
        return scene;
    }

    /// <summary>The call that a cell speaks of.</summary>
    public LifeCall CallOf(LifeCell cell) => _calls[cell];

    private Actor CallerOf(string who) => who switch
    {
        "lead" => Actor(who, Role.Advisor) with { Advisor = Lead },
        "cohost" => Actor(who, Role.Advisor) with { Advisor = CoHost },
        "network" => Actor(who, Role.Manager) with { Organization = Network },
        "conetwork" => Actor(who, Role.Manager) with { Organization = CoNetwork },
        "owner" => Actor(who, Role.Manager) with { Organization = Owner },
        "other" => Actor(who, Role.Manager) with { Organization = s_other },
        "stranger" => Actor(who, Role.Advisor) with { Advisor = EntityIds.Of<AdvisorId>("stranger") },
        "admin" => GrainCluster.Admin,
        // The lead, who also manages what owns the room.
        "both" => Actor("lead", Role.Advisor, Role.Manager) with { Advisor = Lead, Organization = Owner },
        _ => throw new ArgumentOutOfRangeException(nameof(who), who, "No such caller."),
    };

    private async Task StoreAsync(IReadOnlyList<LifeCell> cells, bool haveBegun)
    {
        var anHourAgo = SystemClock.Instance.GetCurrentInstant() - Duration.FromHours(1);
        var week = IsoWeek.Of(haveBegun ? anHourAgo : A.Monday);
        var bookings = ImmutableArray.CreateBuilder<BookingRecord>();
        for (var i = 0; i < cells.Count; i++)
        {
            var period = haveBegun ? new Period(anHourAgo, anHourAgo + Duration.FromHours(3)) : A.Hours(i, i + 1);
            var booking = Booking(BookingId.New(Lead, week, $"b{i}"), cells[i].Status, period);
            bookings.Add(cells[i].IsOffer ? OfferOf(booking) : booking);
            _calls[cells[i]] = new LifeCall(
                _cluster.Grains.Get(Lead), bookings[i].Id, CallerOf(cells[i].Caller), Network, A.Hours(HoursToMove + i, HoursToMove + i + 1), CoHost);
            await WriteAsync($"attendees-{week}-b{i}", Attendees());
        }

        await WriteAsync("weeks", new WeekIndex { Weeks = [week.Number] });
        await WriteAsync($"week-{week}", new AdvisorPage { Bookings = bookings.ToImmutable() });
        await _cluster.ReactivateAsync(_cluster.Grains.Get(Lead));
    }

    private WorkshopRecord Attendees()
    {
        OrganizationId[] networks = [Network, CoNetwork, Owner, s_other];
        return new WorkshopRecord
        {
            Places = 8,
            Attendees =
            [
                .. networks.Select((network, i) => new AttendeeRecord
                {
                    Number = i,
                    Network = network,
                    Reference = Attendee,
                    Status = AttendeeStatus.Registered,
                    RegisteredAt = SystemClock.Instance.GetCurrentInstant(),
                }),
            ],
            Numbers = networks.Length,
        };
    }

    private Task WriteAsync<T>(string name, T value) =>
        _cluster.Storage.WriteStateAsync(name, GrainId.Create("advisor", Lead.Value), new GrainState<T>(value));

    private BookingRecord Booking(BookingId id, BookingStatus status, Period period) => new()
    {
        Id = id,
        Room = Room,
        Facts = new RoomFacts { Venue = Venue, Owner = Owner, TimeZone = "Europe/Paris", VenueCountsPeople = false },
        Network = Network,
        CoHosts = [CoHost],
        Period = period,
        Seats = 4,
        Purpose = BookingPurpose.Workshop,
        Status = status,
        Version = 1,
        History = [new BookingEvent { At = SystemClock.Instance.GetCurrentInstant(), Status = status, By = "lead" }],
        Claims = [],
        Awaiting = status == BookingStatus.Pending ? [BookingStep.OwnerDecision, BookingStep.CoHostConsent] : [],
        Invitations =
        [
            new Invitation
            {
                Advisor = CoHost,
                Network = CoNetwork,
                Answer = status == BookingStatus.Pending ? InvitationAnswer.Pending : InvitationAnswer.Accepted,
            },
        ],
        JoinRequests = [new JoinRequest { Advisor = Asker, Network = CoNetwork, By = "asker", At = SystemClock.Instance.GetCurrentInstant() }],
        Presence = status == BookingStatus.InProgress ? new Presence { CheckedInAt = period.Start, People = 4 } : null,
    };

    // Of a waiting list, which offers to one advisor alone.
    private BookingRecord OfferOf(BookingRecord booking) => booking with
    {
        CoHosts = [],
        Invitations = [],
        Awaiting = [BookingStep.WaitlistOffer],
        Offer = new WaitlistOffer { Entry = WaitlistEntryId.New(Room, "entry"), Hold = Duration.FromDays(1) },
    };

    private static Actor Actor(string subject, params Role[] roles) => new() { Subject = subject, Roles = [.. roles] };
}
