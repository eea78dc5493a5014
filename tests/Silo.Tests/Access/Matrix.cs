namespace Scheduling.Silo.Tests.Access;

/// <summary>
/// Who may do what: operations by callers. A row's first word is a field of the schema, what follows says which case
/// of it; <see cref="Probes"/> says what is asked. A column is one of <see cref="Callers"/>.
/// </summary>
/// <remarks>
/// ok: it is done, or shown. no: FORBIDDEN. 401: UNAUTHENTICATED. none: answered with nothing. shut: not open at
/// this time (WRONG_STATE): attendance before its workshop has begun.
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
        Network.travelRules              401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        Venue.rooms                      401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        Venue.daysOff                    401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        Venue.closures                   401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        Room.calendar                    401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        Query.utilization                401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        Query.utilization (network)      401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        Venue.occupancy                  401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        Room.occupancy                   401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        Municipality.occupancy           401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        Subscription.occupancyChanged    401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok

        Query.advisor                    401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   no   no   ok   no   no
        Query.node (advisor)             401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   no   no   ok   no   no
        Network.advisors                 401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   no   no   ok   no   no
        Advisor.freeBusy                 401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   no   no   ok   no   no
        Advisor.unavailabilities         401  401  ok   no   no   ok   no   ok   no   no   no   no   no   no   no   no
        Advisor.bookings (the lead's)    401  401  ok   no   no   ok   no   ok   no   no   no   no   no   no   no   no
        Advisor.bookings (the co-host's) 401  401  ok   no   no   ok   no   no   no   no   ok   no   no   no   no   no
        Advisor.invitations              401  401  ok   no   no   no   ok   no   no   ok   no   no   no   ok   no   no
        Advisor.joinRequests             401  401  ok   no   no   no   ok   no   no   ok   no   no   no   ok   no   no
        Advisor.invitationPolicy         401  401  ok   no   no   no   ok   no   no   ok   no   no   no   ok   no   no
        Query.booking                    401  401  ok   ok   no   ok   no   ok   no   no   ok   no   no   ok   no   no
        Query.booking (network's room)   401  401  ok   no   no   ok   ok   no   no   ok   no   no   no   ok   no   no
        Query.node (booking)             401  401  ok   ok   no   ok   no   ok   no   no   ok   no   no   ok   no   no
        Room.bookings                    401  401  ok   ok   no   no   no   no   no   no   no   no   no   ok   no   no
        Room.bookings (network's room)   401  401  ok   no   no   ok   no   no   no   no   no   no   no   no   no   no
        Query.workshop                   401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   no   no   ok   no   no
        Booking.workshop                 401  401  ok   ok   no   ok   no   ok   no   no   ok   no   no   ok   no   no
        Workshop.attendees               401  401  ok   none none ok   none ok   ok   none ok   no   no   none no   no
        Workshop.history                 401  401  ok   none none ok   none ok   ok   none ok   no   no   none no   no
        Query.bookingChanges (lead's)    401  401  ok   no   no   ok   no   ok   no   no   no   no   no   no   no   no
        Query.bookingChanges (co-host's) 401  401  ok   no   no   ok   no   no   no   no   ok   no   no   no   no   no
        Query.bookingChanges (town's)    401  401  ok   ok   no   no   no   no   no   no   no   no   no   ok   no   no
        Query.bookingChanges (network's) 401  401  ok   no   no   ok   no   no   no   no   no   no   no   no   no   no
        Subscription.bookingChanged      401  401  ok   no   no   ok   no   ok   no   no   no   no   no   no   no   no
        Subscription.bookingChanged town 401  401  ok   ok   no   no   no   no   no   no   no   no   no   ok   no   no
        Municipality.bookingRequests     401  401  ok   ok   no   no   no   no   no   no   no   no   no   ok   no   no
        Network.bookingRequests          401  401  ok   no   no   ok   no   no   no   no   no   no   no   no   no   no

        Query.waitlistEntry              401  401  ok   ok   no   ok   no   ok   ok   no   ok   no   no   ok   no   no
        Query.node (waitlist entry)      401  401  ok   ok   no   ok   no   ok   ok   no   ok   no   no   ok   no   no
        WaitlistEntry.advisor            401  401  ok   none no   ok   no   none ok   no   none no   no   none no   no
        WaitlistEntry.title              401  401  ok   none no   ok   no   none ok   no   none no   no   none no   no
        Room.waitlist                    401  401  ok   ok   none ok   none ok   ok   none ok   no   no   ok   no   no

        Mutation.registerMunicipality    401  401  ok   no   no   no   no   no   no   no   no   no   no   no   no   no
        Mutation.registerNetwork         401  401  ok   no   no   no   no   no   no   no   no   no   no   no   no   no
        Mutation.registerAdvisor         401  401  ok   no   no   ok   no   no   no   no   no   no   no   no   no   no
        Mutation.publishVenue            401  401  ok   ok   no   no   no   no   no   no   no   no   no   ok   no   no
        Mutation.publishVenue (network)  401  401  ok   no   no   ok   no   no   no   no   no   no   no   no   no   no
        Mutation.publishRoom             401  401  ok   ok   no   no   no   no   no   no   no   no   no   ok   no   no
        Mutation.publishRoom (network)   401  401  ok   no   no   ok   no   no   no   no   no   no   no   no   no   no
        Mutation.closeVenue              401  401  ok   ok   no   no   no   no   no   no   no   no   no   ok   no   no
        Mutation.closeVenue (network)    401  401  ok   no   no   ok   no   no   no   no   no   no   no   no   no   no
        Mutation.removeClosure           401  401  ok   ok   no   no   no   no   no   no   no   no   no   ok   no   no
        Mutation.updateVenue             401  401  ok   ok   no   no   no   no   no   no   no   no   no   ok   no   no
        Mutation.updateVenue (network)   401  401  ok   no   no   ok   no   no   no   no   no   no   no   no   no   no
        Mutation.updateRoom              401  401  ok   ok   no   no   no   no   no   no   no   no   no   ok   no   no
        Mutation.updateRoom (network)    401  401  ok   no   no   ok   no   no   no   no   no   no   no   no   no   no
        Mutation.updateAdvisor           401  401  ok   no   no   ok   no   no   ok   no   no   no   no   no   no   no
        Mutation.addUnavailability       401  401  ok   no   no   ok   no   ok   no   no   no   no   no   no   no   no
        Mutation.removeUnavailability    401  401  ok   no   no   ok   no   ok   no   no   no   no   no   no   no   no
        Mutation.bookRoom                401  401  ok   no   no   ok   no   ok   no   no   no   no   no   no   no   no
        Mutation.bookRoom (adv2 leads)   401  401  ok   no   no   no   ok   no   no   ok   no   no   no   ok   no   no
        Mutation.cancelBooking           401  401  ok   ok   no   ok   no   ok   no   no   no   no   no   ok   no   no
        Mutation.cancelBooking (network) 401  401  ok   no   no   ok   ok   no   no   ok   no   no   no   ok   no   no
        Mutation.rescheduleBooking       401  401  ok   no   no   ok   no   ok   no   no   no   no   no   no   no   no
        Mutation.changeBooking           401  401  ok   no   no   ok   no   ok   no   no   no   no   no   no   no   no
        Mutation.decideBooking           401  401  ok   ok   no   no   no   no   no   no   no   no   no   ok   no   no
        Mutation.answerInvitation        401  401  ok   no   no   no   ok   no   no   ok   no   no   no   ok   no   no
        Mutation.leaveBooking            401  401  ok   no   no   ok   no   no   no   no   ok   no   no   no   no   no
        Mutation.setInvitationPolicy     401  401  ok   no   no   no   ok   no   no   ok   no   no   no   ok   no   no
        Mutation.askToJoin               401  401  ok   no   no   no   ok   no   no   ok   no   no   no   ok   no   no
        Mutation.answerJoinRequest       401  401  ok   no   no   ok   no   ok   no   no   no   no   no   no   no   no
        Mutation.checkIn                 401  401  ok   ok   no   ok   no   ok   no   no   ok   no   no   ok   no   no
        Mutation.checkOut                401  401  ok   ok   no   ok   no   ok   no   no   ok   no   no   ok   no   no
        Mutation.setTravelRules          401  401  ok   no   no   ok   no   no   no   no   no   no   no   no   no   no
        Query.series                     401  401  ok   ok   no   ok   no   ok   no   no   ok   no   no   ok   no   no
        Query.node (series)              401  401  ok   ok   no   ok   no   ok   no   no   ok   no   no   ok   no   no
        Mutation.bookSeries              401  401  ok   no   no   ok   no   ok   no   no   no   no   no   no   no   no
        Mutation.retrySeries             401  401  ok   no   no   ok   no   ok   no   no   no   no   no   no   no   no
        Mutation.cancelSeries            401  401  ok   ok   no   ok   no   ok   no   no   no   no   no   ok   no   no
        Mutation.rescheduleSeries        401  401  ok   no   no   ok   no   ok   no   no   no   no   no   no   no   no
        Mutation.decideSeries            401  401  ok   ok   no   no   no   no   no   no   no   no   no   ok   no   no
        Mutation.registerAttendee        401  401  ok   no   no   ok   no   ok   ok   no   ok   no   no   no   no   no
        Mutation.registerAttendee (net2) 401  401  ok   no   no   no   ok   no   no   ok   no   no   no   ok   no   no
        Mutation.cancelRegistration      401  401  ok   no   no   ok   no   ok   ok   no   ok   no   no   no   no   no
        Mutation.forgetAttendee          401  401  ok   no   no   ok   no   ok   ok   no   ok   no   no   no   no   no
        Mutation.recordAttendance        401  401  shut no   no   shut no   shut no   no   shut no   no   no   no   no
        Mutation.setPlaces               401  401  ok   no   no   ok   no   ok   no   no   no   no   no   no   no   no
        Mutation.joinWaitlist            401  401  ok   no   no   ok   no   ok   no   no   no   no   no   no   no   no
        Mutation.leaveWaitlist           401  401  ok   no   no   ok   no   ok   no   no   no   no   no   no   no   no
        Mutation.answerOffer             401  401  ok   no   no   ok   no   ok   no   no   no   no   no   no   no   no

        GET /health/live                 ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        GET /health/ready                ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        GET /graphql (a browser)         ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        GET /metrics (direct, local)     ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        GET /metrics (by a proxy)        401  401  ok   no   no   no   no   no   no   no   no   no   no   no   no   no
        GET /export/utilization.csv      401  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
        GET /orleans                     401  401  ok   no   no   no   no   no   no   no   no   no   no   no   no   no
        """;

    /// <summary>What goes with its object: whoever may see the object sees this, so it is decided above.</summary>
    private const string PlainFields =
        """
        Municipality id inseeCode name
        Network id name
        Advisor id name network timeZone workingHours
        Venue address id location maxOccupancy name openingHours opensOnDaysOff owner timeZone
        Room equipment id name policy seats sharing venue
        Booking advisor answerBy awaiting checkedInAt checkedOutAt coHosts createdAt history id invitations joinRequests openToJoin peoplePresent period purpose room seats seriesId status title version waitlistEntryId
        Series advisor coHosts createdAt dates duration except firstDate id purpose room rule seats startsAt title
        Viewer roles subject
        Workshop absent attended bookingId excused period places registered room status title waiting
        WaitlistEntry answerBy bookOutright booking id joinedAt length network offerHold position purpose reason room seats status window
        """;

    /// <summary>Types that only carry what an operation gives, besides payloads, connections and their edges.</summary>
    private const string CarrierTypes =
        """
        Address
        Alternative
        Attendee
        BookingChange
        BookingEvent
        BookingPolicy
        Closure
        DayOff
        FreeBusy
        GeoPoint
        InvalidInput
        Invitation
        InvitationPolicy
        JoinRequest
        MunicipalityOccupancy
        PageInfo
        Period
        Refusal
        RoomOccupancy
        RuleRefusal
        SeriesDate
        SeriesRefusal
        SlotConflict
        TravelRules
        Unavailability
        Utilization
        UtilizationRow
        VenueOccupancy
        WeeklyHours
        WorkshopEvent
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
