using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Changes;
using Scheduling.Grains.Common;
using Scheduling.Grains.Directory;
using Scheduling.Grains.Feeds;
using Scheduling.Grains.Keys;
using Scheduling.Grains.Occupancy;
using Scheduling.Grains.Organizations;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Venues;
using Scheduling.Grains.Waitlists;

namespace Scheduling.Grains.Tests.Compatibility;

/// <summary>
/// One value of every stored type as it is today, with no member left empty. What earlier versions stored is in the
/// fixtures, not here.
/// </summary>
internal static partial class Samples
{
    private static readonly AdvisorId Lead = EntityIds.Of<AdvisorId>("0123456789abcdef");
    private static readonly OrganizationId Network = OrganizationId.OfNetwork("laposte00000000a");
    private static readonly OrganizationId Town = OrganizationId.OfMunicipality("36005");
    private static readonly RoomId Room = EntityIds.Of<RoomId>("salle0000000000a");
    private static readonly VenueId Venue = EntityIds.Of<VenueId>("mairie000000000a");
    private static readonly Instant Start = Instant.FromUtc(2027, 3, 28, 1, 30) + Duration.FromMilliseconds(123);
    private static readonly Period Period = new(Start, Start + Duration.FromHours(2));
    private static readonly BookingId Booking = BookingId.New(Lead, IsoWeek.Of(Start), "b000000000000001");
    private static readonly WaitlistEntryId Waiting = WaitlistEntryId.New(Room, "w000000000000001");
    private static readonly RequestKey Key = RequestKey.Of("subject", "key", "bookRoom", "input");
    private static readonly GeoPoint Location = new(46.7411, 1.8331);

    private static readonly ImmutableArray<WeeklyHours> Hours =
    [
        new(IsoDayOfWeek.Monday, new LocalTime(9, 0), new LocalTime(12, 30)),
        new(IsoDayOfWeek.Sunday, new LocalTime(22, 0), new LocalTime(2, 0)),
    ];

    private static readonly Actor Actor = new()
    {
        Subject = "manager@example.org",
        Roles = [Role.Manager, Role.Advisor],
        Organization = Network,
        Advisor = Lead,
    };

    private static readonly Closure Closure = new()
    {
        Id = EntityIds.Of<ClosureId>("fermeture000000a"),
        Period = Period,
        Reason = "Travaux",
    };

    private static readonly Claim Claim = new()
    {
        Id = EntityIds.Of<ClaimId>("c000000000000001"),
        Booking = Booking,
        Network = Network,
        Period = Period,
        Held = Period.Widen(Duration.FromMinutes(30), Duration.FromMinutes(15)),
        Seats = 8,
        MadeAt = Start - Duration.FromDays(3),
        IsPending = true,
        OpenToJoin = true,
        Place = Location,
        Venue = Venue,
        Presence = new ClaimPresence { Version = 4, CheckedInAt = Start, CheckedOutAt = Start + Duration.FromHours(1), People = 7 },
    };

    private static readonly ClaimRef ClaimRef = new() { Calendar = Room.Value, Id = Claim.Id, Period = Period };

    private static readonly VenueDetails Building = new()
    {
        Name = "Mairie d'Ardentes",
        Address = new Address { Street = "Place de la République", PostalCode = "36120", City = "Ardentes", InseeCode = "36005" },
        Location = Location,
        TimeZone = "Europe/Paris",
        OpeningHours = Hours,
        MaxOccupancy = 60,
        OpeningHoursText = "Mo-Fr 09:00-12:30; PH off",
        ClosedOnPublicHolidays = true,
        OpensOnDaysOff = true,
    };

    private static readonly RoomDetails Council = new()
    {
        Name = "Salle du conseil",
        Seats = 8,
        Equipment = ["écran", "wifi"],
        Sharing = RoomSharing.BySeats,
        Policy = new BookingPolicy
        {
            Approval = ApprovalMode.OnRequest,
            MinimumNotice = Duration.FromHours(2),
            MaximumAdvance = Duration.FromDays(90),
            MinimumDuration = Duration.FromMinutes(30),
            MaximumDuration = Duration.FromHours(8),
            SetupBuffer = Duration.FromMinutes(30),
            TeardownBuffer = Duration.FromMinutes(15),
            DecisionDeadline = Duration.FromHours(48),
            NoShowRelease = Duration.FromMinutes(20),
        },
    };

    private static readonly Unavailability Absence = new()
    {
        Id = EntityIds.Of<UnavailabilityId>("absence00000000a"),
        Period = Period,
        Reason = "Congés",
    };

    private static readonly MadeChange Made = new()
    {
        Key = Key,
        At = Start,
        Cancelled = [Booking],
        Closure = Closure,
        Unavailability = Absence,
    };

    private static readonly BookingNews News = new()
    {
        Booking = Booking,
        Version = 2,
        At = Start,
        Status = BookingStatus.Cancelled,
        By = "dominique",
        TimeZone = "Europe/Paris",
    };

    private static readonly SeriesId Series = SeriesId.New(Lead, "s000000000000001");

    private static readonly BookingRecord Record = new()
    {
        Id = Booking,
        Room = Room,
        Facts = new RoomFacts { Venue = Venue, Owner = Town, TimeZone = "Europe/Paris", VenueCountsPeople = true, DecisionDeadline = Duration.FromHours(48), AnswerDeadline = Duration.FromHours(24), NoShowRelease = Duration.FromMinutes(20), Location = Location, TermsRevision = 7 },
        Network = Network,
        CoHosts = [EntityIds.Of<AdvisorId>("fedcba9876543210")],
        Period = Period,
        Seats = 8,
        Title = "Atelier",
        Purpose = BookingPurpose.DropIn,
        Status = BookingStatus.Cancelled,
        Version = 2,
        History =
        [
            new BookingEvent { At = Claim.MadeAt, Status = BookingStatus.Confirmed, By = "camille", Note = "Première" },
            new BookingEvent { At = Start, Status = BookingStatus.Cancelled, By = "dominique", Note = "Malade" },
        ],
        Claims = [ClaimRef],
        Releases = [ClaimRef],
        Key = Key,
        ChangeKeys = [Key],
        Awaiting = [BookingStep.CoHostConsent],
        Deadline = Start,
        Confirmations = [ClaimRef],
        IsListedAsRequest = true,
        Presence = new Presence { CheckedInAt = Start, People = 7, CheckedOutAt = Start + Duration.FromHours(1), HeldUntil = Start + Duration.FromHours(1) },
        News =
        [
            new NewsItem
            {
                Version = 2,
                At = Start,
                Status = BookingStatus.Cancelled,
                By = "dominique",
                Feeds = [FeedId.Of(Lead)],
                NetworksOf = [EntityIds.Of<AdvisorId>("fedcba9876543210")],
            },
        ],
        Series = Series,
        Offer = new WaitlistOffer { Entry = Waiting, Hold = Duration.FromHours(2), IsAccepted = true },
        Invitations = [Agreement.Invitation],
        JoinRequests = [Agreement.Request(Start, Key)],
        OpenToJoin = true,
        AskedBy = ["dominique"],
        FormerOwners = [Town],
        Places = 12,
    };

    public static ImmutableArray<object> All { get; } =
    [
        new OrganizationState { Name = "La Poste", Key = Key, Travel = TravelRules.Default, ChangeKeys = [Key] },
        new KnownKeys { ByKey = ImmutableDictionary<string, KnownKey>.Empty.Add(Key.Key, new KnownKey(Key.Fingerprint, Start)), EarlierPages = 2 },
        new OrganizationRequests
        {
            Open = ImmutableDictionary<BookingId, Instant>.Empty.Add(Booking, Start),
            Versions = ImmutableDictionary<BookingId, long>.Empty.Add(Booking, 3),
        },
        new MemberPage { Members = [Venue.Value, "venue-other"] },
        new VenueState
        {
            Details = Building,
            Owner = Town,
            Key = Key,
            Rooms = [Room],
            Closures = [new ClosureRecord { Closure = Closure, Key = Key, Cancelled = [Booking] }],
            Pending = [new PendingClosure { Closure = Closure, CancelBookings = true, Actor = Actor, Key = Key, Bookings = [Booking] }],
            Revision = 7,
            ToldRevision = 6,
            Update = new PendingVenueUpdate
            {
                ChangeId = "change00000000a",
                Next = Building,
                CancelBookings = true,
                Actor = Actor,
                Key = Key,
                Reason = "Travaux",
                Bookings = [Booking],
            },
            Made = [Made],
        },
        new RoomState
        {
            Details = Council,
            Terms = new VenueTerms
            {
                Venue = Venue,
                Owner = Town,
                Revision = 7,
                TimeZone = "Europe/Paris",
                OpeningHours = Hours,
                Closures = [Closure],
                Location = Location,
                InseeCode = "36005",
                CountsPeople = true,
                PostalCode = "36120",
                OpensOnDaysOff = true,
                Ahead = Building.Ahead,
            },
            Key = Key,
            Update = new PendingRoomUpdate
            {
                ChangeId = "change00000000b",
                Next = Council,
                CancelBookings = true,
                Actor = Actor,
                Key = Key,
                Reason = "Travaux",
                Bookings = [Booking],
            },
            Made = [Made],
            OwnerIsNews = true,
            FormerHours = [new FormerHours { Until = Start, OpeningHours = Hours, TimeZone = "Europe/Paris", DaysOffOf = "36" }],
            PublishedAt = Start,
        },
        WaitlistSample(),
        new OccupancyVersionsState { Reserved = 3_000_000 },
        new ClaimsPage { Claims = [Claim] },
        new WeekIndex { Weeks = [2986, 2987] },
        new AdvisorState
        {
            Name = "Camille",
            Network = Network,
            TimeZone = "Indian/Reunion",
            WorkingHours = Hours,
            Key = Key,
            Absences = [new AbsenceRecord { Unavailability = Absence, Key = Key, Cancelled = [Booking] }],
            PendingAbsences = [new PendingAbsence { Unavailability = Absence, CancelBookings = true, Actor = Actor, Key = Key, Bookings = [Booking] }],
            Update = new PendingAdvisorUpdate
            {
                ChangeId = "change00000000c",
                Name = "Camille",
                WorkingHours = Hours,
                CancelBookings = true,
                Actor = Actor,
                Key = Key,
                Reason = "Temps partiel",
                Bookings = [Booking],
            },
            Made = [Made],
            AcceptsFrom = Agreement.Policy,
        },
        Agreement.Asked(Booking, Start, Key),
        new AdvisorPage
        {
            Claims = [Claim],
            Bookings = [Record],
            Tombstones = 3,
            Provisional = [Record],
        },
        SeriesOf(Network, Start, Key),
        new RecentKeys { ByKey = ImmutableDictionary<string, RecentKey>.Empty.Add(Key.Key, new RecentKey(Booking, Start)), EarlierPages = 2 },
        new DirectoryCellState
        {
            Rooms = ImmutableDictionary<RoomId, ListedRoom>.Empty.Add(Room, new ListedRoom
            {
                Id = Room,
                Name = "Salle du conseil",
                Seats = 8,
                Equipment = ["écran", "wifi"],
                Location = Location,
                InseeCode = "36005",
                TimeZone = "Europe/Paris",
                OpeningHours = Hours,
                Approval = ApprovalMode.OnRequest,
                DaysOffOf = "36",
            }),
        },
        new FeedEnd { LastPage = 3, PageLength = 12 },
        new FeedPage { Since = Start, Entries = [News], PageLength = 12 },
        Workshop(Network, Start, Key),
        new DirectoryIndexState { Cells = ["geo_186_7", "insee-36005"] },
    ];
}
