namespace Scheduling.Silo.Tests.Access;

/// <summary>
/// Who may do what: operations by callers. A row's first word is a field of the schema, what follows says which case
/// of it; <see cref="Probes"/> says what is asked. A column is one of <see cref="Callers"/>.
/// </summary>
/// <remarks>
/// ok: it is done, or shown. no: FORBIDDEN. 401: UNAUTHENTICATED. none: answered with nothing. shut: not open to
/// anybody yet (WRONG_STATE, NOT_AVAILABLE).
/// </remarks>
internal static class Matrix
{
    private const int NameWidth = 33;

    private const string Table =
        """
                                         anon old  ADM  town twn2 net  net2 lead peer adv2 co   scrn none both holl clms
        introspection                    401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        Query.viewer                     401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        Viewer.advisor                   401  401  none none none none none ok   ok   ok   ok   none none ok   none none
        Viewer.organization              401  401  none ok   ok   ok   ok   none none none none none none ok   none none

        Query.municipality               401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        Query.network                    401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        Query.venue                      401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        Query.room                       401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        Query.availableRooms             401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        Query.node (town hall)           401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        Query.node (network)             401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        Query.node (venue)               401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        Query.node (room)                401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        Municipality.venues              401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        Network.venues                   401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        Venue.rooms                      401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        Venue.closures                   401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        Room.calendar                    401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        Venue.occupancy                  401  401  shut shut shut shut shut shut shut shut shut shut shut shut shut shut
        Room.occupancy                   401  401  shut shut shut shut shut shut shut shut shut shut shut shut shut shut
        Subscription.occupancyChanged    401  401  shut shut shut shut shut shut shut shut shut shut shut shut shut shut

        Query.advisor                    401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   no   no   ok   no   no
        Query.node (advisor)             401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   no   no   ok   no   no
        Network.advisors                 401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   no   no   ok   no   no
        Advisor.freeBusy                 401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   no   no   ok   no   no
        Advisor.bookings (the lead's)    401  401  ok   no   no   ok   no   ok   no   no   no   no   no   no   no   no
        Advisor.bookings (the co-host's) 401  401  ok   no   no   ok   no   no   no   no   ok   no   no   no   no   no
        Query.booking                    401  401  ok   ok   no   ok   no   ok   no   no   ok   no   no   ok   no   no
        Query.booking (network's room)   401  401  ok   no   no   ok   ok   no   no   ok   no   no   no   ok   no   no
        Query.node (booking)             401  401  ok   ok   no   ok   no   ok   no   no   ok   no   no   ok   no   no
        Room.bookings                    401  401  ok   ok   no   no   no   no   no   no   no   no   no   ok   no   no
        Room.bookings (network's room)   401  401  ok   no   no   ok   no   no   no   no   no   no   no   no   no   no
        Municipality.bookingRequests     401  401  ok   ok   no   no   no   no   no   no   no   no   no   ok   no   no
        Network.bookingRequests          401  401  ok   no   no   ok   no   no   no   no   no   no   no   no   no   no

        Mutation.registerMunicipality    401  401  ok   no   no   no   no   no   no   no   no   no   no   no   no   no
        Mutation.registerNetwork         401  401  ok   no   no   no   no   no   no   no   no   no   no   no   no   no
        Mutation.registerAdvisor         401  401  ok   no   no   ok   no   no   no   no   no   no   no   no   no   no
        Mutation.publishVenue            401  401  ok   ok   no   no   no   no   no   no   no   no   no   ok   no   no
        Mutation.publishVenue (network)  401  401  ok   no   no   ok   no   no   no   no   no   no   no   no   no   no
        Mutation.publishRoom             401  401  ok   ok   no   no   no   no   no   no   no   no   no   ok   no   no
        Mutation.publishRoom (network)   401  401  ok   no   no   ok   no   no   no   no   no   no   no   no   no   no
        Mutation.closeVenue              401  401  ok   ok   no   no   no   no   no   no   no   no   no   ok   no   no
        Mutation.closeVenue (network)    401  401  ok   no   no   ok   no   no   no   no   no   no   no   no   no   no
        Mutation.bookRoom                401  401  ok   no   no   ok   no   ok   no   no   no   no   no   no   no   no
        Mutation.bookRoom (adv2 leads)   401  401  ok   no   no   no   ok   no   no   ok   no   no   no   ok   no   no
        Mutation.cancelBooking           401  401  ok   ok   no   ok   no   ok   no   no   no   no   no   ok   no   no
        Mutation.cancelBooking (network) 401  401  ok   no   no   ok   ok   no   no   ok   no   no   no   ok   no   no
        Mutation.rescheduleBooking       401  401  shut shut shut shut shut shut shut shut shut shut shut shut shut shut
        Mutation.decideBooking           401  401  ok   ok   no   no   no   no   no   no   no   no   no   ok   no   no
        Mutation.answerInvitation        401  401  shut shut shut shut shut shut shut shut shut shut shut shut shut shut
        Mutation.checkIn                 401  401  shut shut shut shut shut shut shut shut shut shut shut shut shut shut
        Mutation.checkOut                401  401  shut shut shut shut shut shut shut shut shut shut shut shut shut shut

        GET /health/live                 ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        GET /health/ready                ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        GET /graphql (a browser)         ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        GET /metrics (direct, local)     ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        GET /metrics (by a proxy)        401  401  ok   no   no   no   no   no   no   no   no   no   no   no   no   no
        GET /orleans                     401  401  ok   no   no   no   no   no   no   no   no   no   no   no   no   no
        """;

    /// <summary>What goes with its object: whoever may see the object sees this, so it is decided above.</summary>
    private const string PlainFields =
        """
        Municipality id inseeCode name
        Network id name
        Advisor id name network timeZone workingHours
        Venue address id location maxOccupancy name openingHours owner timeZone
        Room equipment id name policy seats sharing venue
        Booking advisor awaiting coHosts createdAt history id period purpose room seats seriesId status title version
        Viewer roles subject
        """;

    /// <summary>Types that only carry what an operation gives, besides payloads, connections and their edges.</summary>
    private const string CarrierTypes =
        """
        Address Alternative BookingEvent BookingPolicy Closure FreeBusy GeoPoint InvalidInput PageInfo Period Refusal
        RoomOccupancy RuleRefusal SlotConflict VenueOccupancy WeeklyHours
        """;

    private static readonly string[] Lines = Table.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The callers, in order.</summary>
    public static IReadOnlyList<string> Columns { get; } = Words(Lines[0]);

    /// <summary>What each caller gets, by row.</summary>
    public static IReadOnlyDictionary<string, Dictionary<string, string>> Rows { get; } = Lines[1..].ToDictionary(
        line => line[..NameWidth].TrimEnd(), line => Columns.Zip(Words(line[NameWidth..])).ToDictionary());

    /// <summary>Fields that have no row because they go with their object: <c>Room.name</c>.</summary>
    public static IReadOnlySet<string> Plain { get; } = PlainFields.Split('\n').Select(Words)
        .SelectMany(words => words[1..].Select(field => $"{words[0]}.{field}")).ToHashSet();

    /// <summary>True for a type whose fields decide nothing by themselves.</summary>
    public static bool IsCarrier(string type) =>
        type.EndsWith("Payload", StringComparison.Ordinal) || type.EndsWith("Connection", StringComparison.Ordinal)
        || type.EndsWith("Edge", StringComparison.Ordinal) || Words(CarrierTypes).Contains(type);

    private static string[] Words(string text) =>
        text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
