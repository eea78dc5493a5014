namespace Scheduling.Cluster.Tests.Checking;

/// <summary>The checker finds what is planted, names it, and lets pass what may happen.</summary>
public sealed class CheckerTests
{
    private const string Room = "room-a";
    private const string Hall = "hall";

    [Fact]
    public void Check_TwoAcknowledgedBookingsOfOneTime_IsADoubleBooking()
    {
        var violation = Assert.Single(Check(Book("a", 9, 11, 0, 10), Book("b", 10, 12, 20, 30), Book("c", 14, 15, 40, 50)));

        Assert.Equal(Room, violation.Calendar);
        Assert.Equal(["a", "b"], violation.Acts.Select(act => act.Booking));
        Assert.Contains("[10, 12)", violation.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_TwoAtOnce_IsADoubleBooking() => Assert.Single(Check(Book("a", 9, 11, 0, 100), Book("b", 10, 12, 20, 30)));

    [Fact]
    public void Check_SeatsBeyondTheRoom_AreADoubleBooking() =>
        Assert.Single(Check(Seats("a", 9, 11, 5, 0), Seats("b", 9, 10, 5, 20), Seats("c", 9, 12, 3, 40)));

    [Fact]
    public void Check_SeatsThatFitAtEveryMoment_Pass() =>
        Assert.Empty(Check(Seats("a", 9, 10, 8, 0), Seats("b", 10, 11, 8, 20), Seats("c", 9, 12, 4, 40)));

    [Fact]
    public void Check_AcknowledgedBookingThatIsNotThere_IsLost()
    {
        var violation = Assert.Single(Check(Book("a", 9, 11, 0, 10), Book("b", 12, 13, 0, 10), Inventory(90, ("b", 12, 13))));

        Assert.Equal(["a", ""], violation.Acts.Select(act => act.Booking));
    }

    [Fact]
    public void Check_CancelledBookingThatIsThere_IsALostCancellation() =>
        Assert.Single(Check(Book("a", 9, 11, 0, 10), End("a", 20, 30), Inventory(90, ("a", 9, 11))));

    [Fact]
    public void Check_ReadAfterAnAcknowledgedBooking_MustShowIt()
    {
        var violation = Assert.Single(Check(Book("a", 9, 11, 0, 10), Read(20, 30, (8, 20, 0))));

        Assert.Equal([ActKind.Book, ActKind.Read], violation.Acts.Select(act => act.Kind));
    }

    [Fact]
    public void Check_ReadDuringABooking_MayShowItOrNot()
    {
        Assert.Empty(Check(Book("a", 9, 11, 0, 50), Read(20, 30, (8, 20, 0))));
        Assert.Empty(Check(Book("a", 9, 11, 0, 50), Read(20, 30, (8, 9, 0), (9, 11, 4), (11, 20, 0))));
    }

    [Fact]
    public void Check_ReadsThatGoBack_AreStale() =>
        Assert.Single(Check(Book("a", 9, 11, 0, 100), Accepted("a", 20, 30), Read(40, 50, (8, 20, 0))));

    [Fact]
    public void Check_ReadOfWhatNobodyAskedFor_IsAPhantom() =>
        Assert.Single(Check(Book("a", 9, 11, 0, 10), Read(20, 30, (8, 9, 0), (9, 11, 5), (11, 20, 0))));

    [Fact]
    public void Check_UnknownOutcome_MayHaveHappenedOrNotOrLater()
    {
        var unknown = Book("a", 9, 11, 0, Act.Never) with { Told = Told.Unknown };

        Assert.Empty(Check(unknown, Inventory(90)));
        Assert.Empty(Check(unknown, Inventory(90, ("a", 9, 11))));
        Assert.Empty(Check(unknown, Book("b", 9, 11, 20, 30), End("b", 40, 50), Inventory(90, ("a", 9, 11))));
        Assert.Single(Check(unknown, Book("b", 9, 11, 20, 30), Inventory(90, ("a", 9, 11), ("b", 9, 11))));
    }

    [Fact]
    public void Check_SlotGivenBackBeforeItIsTaken_Passes()
    {
        Assert.Empty(Check(Book("a", 9, 11, 0, 10), End("a", 20, 30), Book("b", 9, 11, 40, 50), Inventory(90, ("b", 9, 11))));
        Assert.Empty(Check(Book("a", 9, 11, 0, 10), End("a", 20, 60), Book("b", 9, 11, 25, 50), Inventory(90, ("b", 9, 11))));
        Assert.Single(Check(Book("a", 9, 11, 0, 10), End("a", 60, 70), Book("b", 9, 11, 25, 50)));
    }

    [Fact]
    public void Check_Move_GivesBackAndTakesInOne()
    {
        var move = Move("a", (9, 11), (10, 12), 20, 30);

        Assert.Empty(Check(Book("a", 9, 11, 0, 10), move, Book("b", 9, 10, 40, 50), Inventory(90, ("a", 10, 12), ("b", 9, 10))));
        Assert.Single(Check(Book("a", 9, 11, 0, 10), move, Inventory(90, ("a", 9, 11))));
        Assert.Single(Check(Book("a", 9, 11, 0, 10), Book("b", 11, 12, 0, 10), move));
        Assert.Single(Check(Book("a", 9, 11, 0, 10), End("a", 12, 14), move));
    }

    [Fact]
    public void Check_MoveToAnotherRoom_IsHeldAgainstBoth()
    {
        var move = Move("a", (9, 11), (9, 11), 20, 30) with { To = [Stay(Hall, 9, 11, 4)] };

        Assert.Empty(Check(Book("a", 9, 11, 0, 10), move, Book("b", 9, 11, 40, 50)));
        Assert.Equal(Hall, Assert.Single(Check(Book("a", 9, 11, 0, 10), Seats("b", 9, 11, 9, 0), move)).Calendar);
        Assert.Empty(Check(Book("a", 9, 11, 0, 10), move, End("a", 25, 60), Inventory(90)));
    }

    [Fact]
    public void Check_WrongStateOfABookingThatStands_IsNotExplained()
    {
        var ended = new Act { Kind = ActKind.Ended, Booking = "a", Calendar = Room, Invoked = 40, Returned = 50 };

        Assert.Single(Check(Book("a", 9, 11, 0, 10), ended));
        Assert.Empty(Check(Book("a", 9, 11, 0, 10), End("a", 20, 30), ended));
        Assert.Empty(Check(Book("a", 9, 11, 0, 10), End("a", 20, Act.Never) with { Told = Told.Unknown }, ended));
    }

    [Fact]
    public void Check_Refusal_NeedsSomethingThatStandsOrIsUndecidedOrJustEnded()
    {
        var refused = Book("b", 9, 11, 20, 30) with { Told = Told.Refused, TakenOn = [Room] };
        var long_ = Refusals.Remembered + 1_000;
        var late = refused with { Invoked = long_, Returned = long_ + 10 };

        Assert.Equal("b", Assert.Single(Check(refused)).Acts[0].Booking);
        Assert.Empty(Check(refused, Book("a", 10, 12, 0, 10)));
        Assert.Empty(Check(refused, Book("a", 10, 12, 25, 60) with { Told = Told.Refused }));
        Assert.Empty(Check(late, Book("a", 10, 12, 0, Act.Never) with { Told = Told.Unknown }));
        Assert.Empty(Check(refused, Book("a", 10, 12, 0, 10), End("a", 12, 14)));
        Assert.Single(Check(late, Book("a", 10, 12, 0, 10), End("a", 12, 14)));
        Assert.Single(Check(refused, Book("a", 11, 12, 0, 10)));
    }

    [Fact]
    public void Check_RefusalWhileSomethingIsBroken_MayBeOfWhatWasLeftBehind()
    {
        var late = Book("b", 9, 11, 2 * Refusals.Remembered, 3 * Refusals.Remembered) with { Told = Told.Refused, TakenOn = [Room] };
        Act[] acts = [Book("a", 10, 12, 0, 10), End("a", 12, 14), late];

        Assert.Single(Check(acts));
        Assert.Empty(Checker.Check(new History(Capacities, acts, [(late.Invoked - 5, late.Invoked + 5)])));
    }

    [Fact]
    public void Check_HistoriesOfAModel_AreExplainedAndNoLongerWhenSomethingIsPlanted()
    {
        var first = Faults.Seed.Value;
        for (var seed = first; seed < first + 200; seed++)
        {
            var history = new ModelRun(seed).Make(operations: 150);
            var found = Checker.Check(history);
            Assert.True(found.Count == 0, $"Seed {seed}: {string.Join('\n', found)}");

            foreach (var (name, planted) in Plants.Of(history))
                Assert.True(Checker.Check(planted).Count > 0, $"Seed {seed}: {name} was not found.");
        }
    }

    private static Dictionary<string, int> Capacities => new() { [Room] = 1, [Hall] = 12 };

    private static IReadOnlyList<Violation> Check(params Act[] acts) => Checker.Check(new History(Capacities, acts, []));

    private static Stay Stay(string calendar, long start, long end, int seats) => new(calendar, start, end, calendar == Room ? 1 : seats, seats);

    private static Act Book(string booking, long start, long end, long invoked, long returned) =>
        new() { Kind = ActKind.Book, Booking = booking, To = [Stay(Room, start, end, 4)], Invoked = invoked, Returned = returned };

    private static Act Seats(string booking, long start, long end, int seats, long invoked) =>
        new() { Kind = ActKind.Book, Booking = booking, To = [Stay(Hall, start, end, seats)], Invoked = invoked, Returned = invoked + 10 };

    private static Act Move(string booking, (long Start, long End) from, (long Start, long End) to, long invoked, long returned) => new()
    {
        Kind = ActKind.Move,
        Booking = booking,
        From = [Stay(Room, from.Start, from.End, 4)],
        To = [Stay(Room, to.Start, to.End, 4)],
        Invoked = invoked,
        Returned = returned,
    };

    private static Act End(string booking, long invoked, long returned) =>
        new() { Kind = ActKind.End, Booking = booking, Invoked = invoked, Returned = returned };

    private static Act Accepted(string booking, long invoked, long returned) =>
        new() { Kind = ActKind.Stands, Booking = booking, Calendar = Room, Invoked = invoked, Returned = returned };

    private static Act Read(long invoked, long returned, params (long Start, long End, int Seats)[] shown) => new()
    {
        Kind = ActKind.Read,
        Calendar = Room,
        Invoked = invoked,
        Returned = returned,
        Shown = [.. shown.Select(stretch => new Stretch(stretch.Start, stretch.End, stretch.Seats))],
    };

    private static Act Inventory(long at, params (string Booking, long Start, long End)[] found) => new()
    {
        Kind = ActKind.Inventory,
        Calendar = Room,
        Invoked = at,
        Returned = at,
        Found = [.. found.Select(entry => (entry.Booking, Stay(Room, entry.Start, entry.End, 4)))],
    };
}
