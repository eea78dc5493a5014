using Scheduling.Grains.Bookings;

namespace Scheduling.Grains.Tests.Life;

/// <summary>What comes of an operation on a booking, by its status and by who calls.</summary>
internal static class LifeTable
{
    /// <summary>Everybody there is, in the order of the columns; <see cref="LifeScene.CallerOf"/> says who they are.</summary>
    public static readonly string[] Callers =
        ["lead", "cohost", "network", "conetwork", "owner", "other", "stranger", "admin", "both"];

    private const string Offer = "Offer";

    // An operation, the statuses of the row, and for each caller: ok, no (FORBIDDEN), late (WRONG_STATE) or none (NOT_FOUND).
    // An Offer is pending too, until its lead takes what a waiting list found; there is nobody in it but the lead.
    private const string Rows =
        """
                                                            lead cohost network conetwork owner other stranger admin both
        cancelBooking      Pending Confirmed InProgress   : ok   no     ok      no        ok    no    no       ok    ok
        cancelBooking      Completed Cancelled Declined   : late no     late    no        late  no    no       late  late
        cancelBooking      Expired NoShow                 : late no     late    no        late  no    no       late  late
        decideBooking      Pending                        : no   no     no      no        ok    no    no       ok    no
        decideBooking      Confirmed InProgress Completed : no   no     no      no        late  no    no       late  no
        decideBooking      Cancelled Declined             : no   no     no      no        late  no    no       late  no
        decideBooking      Expired NoShow                 : no   no     no      no        late  no    no       late  no
        rescheduleBooking  Pending Confirmed              : ok   no     ok      no        no    no    no       ok    ok
        rescheduleBooking  InProgress Completed Cancelled : late no     late    no        no    no    no       late  late
        rescheduleBooking  Declined Expired NoShow        : late no     late    no        no    no    no       late  late
        changeBooking      Pending Confirmed              : ok   no     ok      no        no    no    no       ok    ok
        changeBooking      InProgress Completed Cancelled : late no     late    no        no    no    no       late  late
        changeBooking      Declined Expired NoShow        : late no     late    no        no    no    no       late  late
        registerAttendee   Pending Confirmed InProgress   : ok   ok     ok      ok        ok    ok    no       ok    ok
        registerAttendee   Completed Cancelled Declined   : late late   late    late      late  late  no       late  late
        registerAttendee   Expired NoShow                 : late late   late    late      late  late  no       late  late
        cancelRegistration Pending Confirmed InProgress   : ok   ok     ok      ok        ok    ok    no       ok    ok
        cancelRegistration Completed Cancelled Declined   : late late   late    late      late  late  no       late  late
        cancelRegistration Expired NoShow                 : late late   late    late      late  late  no       late  late
        forgetAttendee     Pending Confirmed InProgress   : ok   ok     ok      ok        ok    ok    no       ok    ok
        forgetAttendee     Completed Cancelled Declined   : ok   ok     ok      ok        ok    ok    no       ok    ok
        forgetAttendee     Expired NoShow                 : ok   ok     ok      ok        ok    ok    no       ok    ok
        recordAttendance   Confirmed InProgress Completed : ok   ok     ok      no        no    no    no       ok    ok
        recordAttendance   Pending Cancelled Declined     : late late   late    no        no    no    no       late  late
        recordAttendance   Expired NoShow                 : late late   late    no        no    no    no       late  late
        setPlaces          Pending Confirmed InProgress   : ok   no     ok      no        no    no    no       ok    ok
        setPlaces          Completed Cancelled Declined   : late no     late    no        no    no    no       late  late
        setPlaces          Expired NoShow                 : late no     late    no        no    no    no       late  late
        answerInvitation  Pending                         : no    ok     no      ok        no    no    no       ok    no
        answerInvitation  Confirmed InProgress Completed  : no    late   no      late      no    no    no       late  no
        answerInvitation  Cancelled Declined              : no    late   no      late      no    no    no       late  no
        answerInvitation  Expired NoShow                  : no    late   no      late      no    no    no       late  no
        leaveBooking      Confirmed                       : no    ok     no      ok        no    no    no       ok    no
        leaveBooking      Pending InProgress Completed    : no    late   no      late      no    no    no       late  no
        leaveBooking      Cancelled Declined Expired NoShow: no    late   no      late      no    no    no       late  no
        answerJoinRequest Pending Confirmed               : ok    no     ok      no        no    no    no       ok    ok
        answerJoinRequest InProgress Completed Cancelled  : late  no     late    no        no    no    no       late  late
        answerJoinRequest Declined Expired NoShow         : late  no     late    no        no    no    no       late  late
        answerOffer       Pending Confirmed InProgress    : late  no     late    no        no    no    no       late  late
        answerOffer       Completed Cancelled Declined    : late  no     late    no        no    no    no       late  late
        answerOffer       Expired NoShow                  : late  no     late    no        no    no    no       late  late
        checkIn           Confirmed InProgress            : ok    ok     ok      ok        ok    no    no       ok    ok
        checkIn           Pending Completed Cancelled     : late  late   late    late      late  no    no       late  late
        checkIn           Declined Expired NoShow         : late  late   late    late      late  no    no       late  late
        checkOut          InProgress                      : ok    ok     ok      ok        ok    no    no       ok    ok
        checkOut          Pending Confirmed Completed     : late  late   late    late      late  no    no       late  late
        checkOut          Cancelled Declined Expired NoShow: late late   late    late      late  no    no       late  late
        cancelBooking      Offer                          : ok   no     ok      no        ok    no    no       ok    ok
        decideBooking      Offer                          : no   no     no      no        late  no    no       late  no
        rescheduleBooking  Offer                          : late no     late    no        no    no    no       late  late
        changeBooking      Offer                          : late no     late    no        no    no    no       late  late
        registerAttendee   Offer                          : ok   ok     ok      ok        ok    ok    no       ok    ok
        cancelRegistration Offer                          : ok   ok     ok      ok        ok    ok    no       ok    ok
        forgetAttendee     Offer                          : ok   ok     ok      ok        ok    ok    no       ok    ok
        recordAttendance   Offer                          : late no     late    no        no    no    no       late  late
        setPlaces          Offer                          : ok   no     ok      no        no    no    no       ok    ok
        answerInvitation   Offer                          : none no     none    no        none  no    no       none  none
        leaveBooking       Offer                          : none no     none    no        none  no    no       none  none
        answerJoinRequest  Offer                          : ok   no     ok      no        no    no    no       ok    ok
        answerOffer        Offer                          : ok   no     ok      no        no    no    no       ok    ok
        checkIn            Offer                          : late no     late    no        late  no    no       late  late
        checkOut           Offer                          : late no     late    no        late  no    no       late  late
        """;

    /// <summary>What is expected, by operation, then by status and caller.</summary>
    public static ILookup<string, LifeCell> Cells { get; } = Rows.Split('\n').Skip(1).SelectMany(Read).ToLookup(cell => cell.Operation);

    private static IEnumerable<LifeCell> Read(string row)
    {
        var (left, right) = (Words(row.Split(':')[0]), Words(row.Split(':')[1]));
        return from status in left[1..]
               from cell in Callers.Zip(right)
               select new LifeCell(left[0], status == Offer ? BookingStatus.Pending : Enum.Parse<BookingStatus>(status), status == Offer, cell.First, cell.Second);
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>One cell of the table.</summary>
internal sealed record LifeCell(string Operation, BookingStatus Status, bool IsOffer, string Caller, string Expected);
