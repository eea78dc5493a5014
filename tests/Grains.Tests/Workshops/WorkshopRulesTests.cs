using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Tests.Compatibility;
using Scheduling.Grains.Tests.Rules;
using Scheduling.Grains.Workshops;

namespace Scheduling.Grains.Tests.Workshops;

public sealed class WorkshopRulesTests
{
    private static readonly Instant Begun = Sample.Booking.Period.Start;
    private static readonly RequestKey Key = RequestKey.Of("caller", "k", "op", "input");

    [Fact]
    public void Register_MoreThanPlaces_TheRestWaitsInOrderOfArrival()
    {
        var record = Sample.With(11);

        Assert.Equal(["a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8"], record.Who(AttendeeStatus.Registered));
        Assert.Equal(["a9", "a10", "a11"], record.Who(AttendeeStatus.Waiting));
        Assert.Equal(new WorkshopCounts { Registered = 8, Waiting = 3 }, record.Counts);
        Assert.Equal([1, 2, 3], record.Attendees.Select(record.ToView).Select(view => view.Position).Where(place => place is not null));
    }

    [Fact]
    public void Register_SameReferenceAgain_ChangesNothing()
    {
        var record = Sample.With(9);

        Assert.Same(record, record.Register("a1").Record);
        Assert.Same(record, record.Register("a9").Record);
        Assert.Equal(2, record.Register("a9", network: Some.OtherNetwork).Record.Counts.Waiting);
    }

    [Fact]
    public void Register_AfterCancelling_IsAtTheEndOfTheQueue()
    {
        var record = Sample.With(10).Cancel("a9").Record;

        Assert.Equal(["a10", "a9"], record.Register("a9").Record.Who(AttendeeStatus.Waiting));
    }

    [Fact]
    public void Register_RepeatedWithItsKeyAfterCancelling_StaysCancelled()
    {
        var record = new WorkshopRecord().Register("x", key: Key).Record.Cancel("x").Record;

        var (again, refusals) = record.Register("x", key: Key);

        Assert.Empty(refusals);
        Assert.Equal(["x"], again.Who(AttendeeStatus.Cancelled));
        Assert.Equal(RefusalCode.IdempotencyMismatch, Assert.Single(record.Register("y", key: Key with { Fingerprint = "y" }).Refusals).Code);
    }

    [Fact]
    public void Register_TooManyWait_IsRefusedByQuota()
    {
        var booking = Sample.Booking with { Places = 1 };
        var record = Sample.With(1 + WorkshopRules.WaitingMax, booking);

        var (after, refusals) = record.Register("one-more", booking);

        Assert.Equal("Quota waiting 1000 1001", Some.Line(Assert.Single(refusals)));
        Assert.Same(record, after);
    }

    [Theory]
    [InlineData(BookingStatus.Cancelled)]
    [InlineData(BookingStatus.Declined)]
    [InlineData(BookingStatus.Expired)]
    [InlineData(BookingStatus.NoShow)]
    [InlineData(BookingStatus.Completed)]
    public void Change_WorkshopDoesNotStand_IsRefusedAndNobodyMovesUp(BookingStatus status)
    {
        var (record, ended) = (Sample.With(9), Sample.Booking with { Status = status, Places = 9 });

        Assert.Equal(RefusalCode.WrongState, Assert.Single(record.Register("x", ended).Refusals).Code);
        Assert.Equal(RefusalCode.WrongState, Assert.Single(record.Cancel("a1", ended).Refusals).Code);
        Assert.Equal(RefusalCode.WrongState, Assert.Single(record.SetPlaces(20, ended).Refusals).Code);
        Assert.Same(record, record.Register("x", ended).Record);
    }

    [Fact]
    public void Change_WorkshopIsOver_IsRefused()
    {
        var over = Sample.Booking.Period.End;

        Assert.Equal(RefusalCode.WrongState, Assert.Single(Sample.With(1).Register("x", now: over).Refusals).Code);
        Assert.Equal(RefusalCode.WrongState, Assert.Single(Sample.With(1).Cancel("a1", now: over).Refusals).Code);
        Assert.Empty(Sample.With(1).Register("x", now: over - Duration.FromSeconds(1)).Refusals);
    }

    [Fact]
    public void Cancel_Registered_PromotesWhoeverWaitsLongest()
    {
        var record = Sample.With(10).Cancel("a3").Record;

        Assert.Equal(["a10"], record.Who(AttendeeStatus.Waiting));
        Assert.Contains("a9", record.Who(AttendeeStatus.Registered));
        Assert.Equal(
            [(WorkshopStep.Cancelled, "caller", "a3", "a3 is ill"), (WorkshopStep.Promoted, "system", "a9", null)],
            record.History[^2..].Select(step => (step.What, step.By, step.Reference!, step.Note)));
    }

    [Fact]
    public void Cancel_UnknownOrCancelled_IsRefused()
    {
        var record = Sample.With(1).Cancel("a1").Record;

        Assert.Equal(RefusalCode.WrongState, Assert.Single(record.Cancel("a1").Refusals).Code);
        Assert.Equal(RefusalCode.NotFound, Assert.Single(record.Cancel("nobody").Refusals).Code);
        Assert.Equal(RefusalCode.NotFound, Assert.Single(record.Cancel("a1", network: Some.OtherNetwork).Refusals).Code);
    }

    [Fact]
    public void SetPlaces_More_PromotesInOrderAndFewerPutsNobodyOut()
    {
        var record = Sample.With(12).SetPlaces(10).Record;

        Assert.Equal(["a11", "a12"], record.Who(AttendeeStatus.Waiting));
        Assert.Equal("Policy places 10 9", Some.Line(Assert.Single(record.SetPlaces(9).Refusals)));
        Assert.Equal(["a11", "a12"], record.Cancel("a1").Record.Cancel("a2").Record.Cancel("a9").Record.Cancel("a10").Record
            .SetPlaces(8).Record.Who(AttendeeStatus.Registered).TakeLast(2));
    }

    [Fact]
    public void Register_BookingHasMoreSeatsByNow_ThoseWhoWaitComeFirst()
    {
        var grown = Sample.Booking with { Seats = 10 };

        var record = Sample.With(9).Register("new", grown).Record.Register("last", grown).Record;

        Assert.Contains("a9", record.Who(AttendeeStatus.Registered));
        Assert.Contains("new", record.Who(AttendeeStatus.Registered));
        Assert.Equal(["last"], record.Who(AttendeeStatus.Waiting));
    }

    [Fact]
    public void Register_BookingHasFewerSeatsByNow_NobodyIsPutOutOrMovesUp()
    {
        var shrunk = Sample.Booking with { Seats = 4 };

        var record = Sample.With(8).Cancel("a1", shrunk).Record.Register("new", shrunk).Record;

        Assert.Equal(new WorkshopCounts { Registered = 7, Waiting = 1 }, record.Counts);
    }

    [Fact]
    public void Record_FromTheStartOn_CountsAndCanBeCorrected()
    {
        var record = Sample.With(9);
        var entries = new[] { ("a1", Attendance.Attended), ("a2", Attendance.Absent), ("a3", Attendance.Excused) };

        Assert.Equal(RefusalCode.WrongState, Assert.Single(record.Attend(Begun - Duration.Epsilon, Sample.Booking, null, entries).Refusals).Code);
        var recorded = record.Attend(Begun, Sample.Booking, null, entries).Record;
        var corrected = recorded.Attend(Begun + Duration.FromDays(30), Sample.Booking with { Status = BookingStatus.Completed }, null, ("a2", Attendance.Attended)).Record;

        Assert.Equal(new WorkshopCounts { Registered = 8, Waiting = 1, Attended = 1, Absent = 1, Excused = 1 }, recorded.Counts);
        Assert.Equal(new WorkshopCounts { Registered = 8, Waiting = 1, Attended = 2, Excused = 1 }, corrected.Counts);
    }

    [Fact]
    public void Record_OneOfThemWrong_RecordsNothingAndTellsEveryReason()
    {
        var record = Sample.With(9).Register("a1", network: Some.OtherNetwork).Record;

        var (after, refusals) = record.Attend(Begun, Sample.Booking, null,
            ("a2", Attendance.Attended), ("a2", Attendance.Attended), ("nobody", Attendance.Attended), ("a9", Attendance.Attended), ("a1", Attendance.Attended));

        Assert.Same(record, after);
        Assert.Equal(["InvalidInput attendances.1.reference", "NotFound", "WrongState", "InvalidInput attendances.4.networkId"], refusals.Select(Some.Line));
    }

    [Theory]
    [InlineData(BookingStatus.Cancelled)]
    [InlineData(BookingStatus.NoShow)]
    [InlineData(BookingStatus.Pending)]
    public void Record_WorkshopDidNotTakePlace_IsRefused(BookingStatus status) => Assert.Equal(RefusalCode.WrongState,
        Assert.Single(Sample.With(1).Attend(Begun, Sample.Booking with { Status = status }, null, ("a1", Attendance.Attended)).Refusals).Code);

    [Fact]
    public void Forget_BeforeTheWorkshop_FreesThePlaceAndLeavesNoTrace()
    {
        var record = Sample.With(8).Register("very-secret", key: Key).Record.Cancel("a1").Record;

        var forgotten = record.Forget("very-secret");

        Assert.Equal(new WorkshopCounts { Registered = 7 }, forgotten.Counts);
        Assert.DoesNotContain("very-secret", StoredText.Of(forgotten), StringComparison.Ordinal);
        Assert.DoesNotContain(Key.Fingerprint, StoredText.Of(forgotten), StringComparison.Ordinal);
        Assert.Same(forgotten, forgotten.Forget("very-secret"));
        Assert.Contains("a9", Sample.With(9).Forget("a2").Who(AttendeeStatus.Registered));
    }

    [Fact]
    public void Forget_FromTheStartOn_CountsStay()
    {
        var record = Sample.With(9)
            .Attend(Begun, Sample.Booking, Key, ("a1", Attendance.Attended), ("a2", Attendance.Absent), ("a3", Attendance.Excused)).Record;

        var forgotten = new[] { "a1", "a2", "a3", "a4" }.Aggregate(record, (last, name) => last.Forget(name, now: Begun));

        Assert.Equal(record.Counts, forgotten.Counts);
        Assert.Equal(["a5", "a6", "a7", "a8", "a9"], forgotten.Attendees.Select(attendee => attendee.Reference));
        Assert.DoesNotContain(forgotten.History, step => step.Reference is "a1" or "a2" or "a3" or "a4");
    }

    [Fact]
    public void Forget_OneOfSeveralRecordedTogether_TakesTheKeyOfThatCallFromAll()
    {
        var record = Sample.With(2).Attend(Begun, Sample.Booking, Key, ("a1", Attendance.Attended), ("a2", Attendance.Absent)).Record;

        var forgotten = record.Forget("a1", now: Begun);

        Assert.Empty(Assert.Single(forgotten.Attendees).Keys);
    }

    [Theory]
    [InlineData("A-17", true)]
    [InlineData("0", true)]
    [InlineData("lp_2027.004", true)]
    [InlineData("", false)]
    [InlineData("Jeanne Dupont", false)]
    [InlineData("jeanne@example.org", false)]
    [InlineData("é", false)]
    [InlineData("a\n", false)]
    public void Reference_OfAnyText_IsShortAndNoNameNorAddress(string reference, bool isOne) =>
        Assert.Equal(isOne, !WorkshopInputs.Reference("reference", reference).Any());

    [Fact]
    public void Reference_TooLong_IsRefused()
    {
        Assert.Empty(WorkshopInputs.Reference("reference", new string('x', 64)));
        Assert.Single(WorkshopInputs.Reference("reference", new string('x', 65)));
    }

    [Fact]
    public void Record_ManyCancelAndComeBack_StaysWithinItsBounds()
    {
        var record = new WorkshopRecord();
        for (var i = 0; i < 2_600; i++)
            record = record.Register($"a{i}").Record.Cancel($"a{i}").Record;

        Assert.Equal(WorkshopRules.CancelledMax, record.Attendees.Length);
        Assert.Equal("a1600", record.Attendees[0].Reference);
        Assert.Equal(WorkshopRules.HistoryMax, record.History.Length);
    }
}
