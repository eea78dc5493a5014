using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Series;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>Series: what is booked of them, what is told of the rest, and what becomes of their dates.</summary>
public sealed class SeriesTests(GrainCluster cluster)
{
    private static readonly SeriesDateOutcome[] ThreeBooked = [.. Enumerable.Repeat(SeriesDateOutcome.Booked, 3)];

    [Fact]
    public async Task BookSeries_AYearOfAFreeRoom_BooksEveryDateAtTheSameWallClockTime()
    {
        var scene = await SeriesScene.MakeAsync(cluster);

        var booked = await scene.BookedAsync(scene.Terms(count: 52));

        Assert.All(booked.Dates, date => Assert.Equal(SeriesDateOutcome.Booked, date.Outcome));
        Assert.Equal(Enumerable.Range(0, 52).Select(SeriesScene.Date), booked.Dates.Select(date => date.Period));
        Assert.Equal(Enumerable.Range(0, 52).Select(week => SeriesScene.FirstDate.PlusWeeks(week)), booked.Dates.Select(date => date.Date));
        Assert.All(booked.Dates, date => Assert.Equal((booked.Id, 1L), (date.Booking!.SeriesId!.Value, date.Booking.Version)));
        Assert.Equal(52, (await scene.StandingAsync()).Count);
        await cluster.ReactivateAsync(scene.Lead);
        var again = await scene.Lead.GetSeriesAsync(booked.Id, GrainCluster.Admin);
        Assert.Equal(booked.Dates.Select(date => date.Booking!.Id), again.Value!.Dates.Select(date => date.Booking!.Id));
    }

    [Fact]
    public async Task BookSeries_TwoYearsEveryWeek_TakesSeconds()
    {
        var scene = await SeriesScene.MakeAsync(cluster);

        var booked = await scene.BookedAsync(scene.Terms(count: RecurrenceRule.DatesMax)).WaitAsync(TimeSpan.FromSeconds(90), TestContext.Current.CancellationToken);

        Assert.Equal(RecurrenceRule.DatesMax, booked.Dates.Count(date => date.Outcome == SeriesDateOutcome.Booked));
    }

    [Fact]
    public async Task BookSeries_AllOrNothingAndADateIsTaken_BooksNoneAndTellsOfEach()
    {
        var scene = await SeriesScene.MakeAsync(cluster);
        var taken = await scene.TakeAsync(1);
        var command = scene.Ask(scene.Terms(), "k");

        var refused = await scene.Lead.BookSeriesAsync(command);

        var refusal = Assert.IsType<SeriesRefusal>(Assert.Single(refused.Refusals));
        Assert.Equal(RefusalCode.SlotTaken, refusal.Code);
        Assert.Equal([SeriesDateOutcome.NotTaken, SeriesDateOutcome.Refused, SeriesDateOutcome.NotTaken], refusal.Dates.Select(date => date.Outcome));
        Assert.IsType<ConflictRefusal>(Assert.Single(refusal.Dates[1].Refusals));
        Assert.Empty(await scene.StandingAsync());
        Assert.Equal([RefusalCode.NotFound], (await scene.Lead.GetSeriesAsync(command.Id, GrainCluster.Admin)).Codes());
        await cluster.CancelAsync(taken.Id);
        Assert.Equal(ThreeBooked, Outcomes(await scene.Lead.BookSeriesAsync(command)));
    }

    [Theory]
    [InlineData(OnConflict.Skip, null, true)]
    [InlineData(OnConflict.AcceptIfAtLeast, 2, true)]
    [InlineData(OnConflict.AcceptIfAtLeast, 3, false)]
    public async Task BookSeries_ADateIsTaken_BooksTheOthersWhenTheyAreEnough(OnConflict onConflict, int? atLeast, bool isEnough)
    {
        var scene = await SeriesScene.MakeAsync(cluster);
        await scene.TakeAsync(1);

        var outcome = await scene.Lead.BookSeriesAsync(scene.Ask(scene.Terms(onConflict: onConflict) with { AtLeast = atLeast }));

        Assert.Equal(isEnough ? 2 : 0, (await scene.StandingAsync()).Count);
        if (!isEnough)
        {
            Assert.IsType<SeriesRefusal>(Assert.Single(outcome.Refusals));
            return;
        }

        Assert.Equal([SeriesDateOutcome.Booked, SeriesDateOutcome.Refused, SeriesDateOutcome.Booked], Outcomes(outcome));
        Assert.Equal(RefusalCode.SlotTaken, Assert.Single(outcome.Value!.Dates[1].Refusals).Code);
    }

    [Fact]
    public async Task BookSeries_SkipAndNoDateIsFree_IsRefused()
    {
        var scene = await SeriesScene.MakeAsync(cluster);
        await scene.TakeAsync(0);

        var refused = await scene.Lead.BookSeriesAsync(scene.Ask(scene.Terms(count: 1, OnConflict.Skip)));

        Assert.IsType<SeriesRefusal>(Assert.Single(refused.Refusals));
    }

    [Fact]
    public async Task BookSeries_SameKey_IsTheSameSeriesAndAnotherInputIsAMismatch()
    {
        var scene = await SeriesScene.MakeAsync(cluster);
        var command = scene.Ask(scene.Terms(), "k");

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => scene.Lead.BookSeriesAsync(command)));
        await cluster.ReactivateAsync(scene.Lead);
        var later = await scene.Lead.BookSeriesAsync(command);
        var other = await scene.Lead.BookSeriesAsync(scene.Ask(scene.Terms(count: 4), "k", "other"));

        Assert.Single(answers.Append(later).Select(answer => string.Join(' ', answer.Value!.Dates.Select(date => date.Booking!.Id))).Distinct());
        Assert.Equal([RefusalCode.IdempotencyMismatch], other.Codes());
        Assert.Equal(3, (await scene.StandingAsync()).Count);
    }

    [Fact]
    public async Task BookSeries_TwoForTheSameDatesAtOnce_OneGetsThemAll()
    {
        var scene = await SeriesScene.MakeAsync(cluster);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => scene.Lead.BookSeriesAsync(scene.Ask(scene.Terms()))));

        Assert.Single(answers, answer => answer.Value is not null);
        Assert.Equal(3, (await scene.StandingAsync()).Count);
    }

    [Theory]
    [InlineData("FREQ=HOURLY;COUNT=3", "rule")]
    [InlineData("FREQ=WEEKLY;BYDAY=TU;COUNT=3", "rule")]
    public async Task BookSeries_RuleThatWillNotDo_IsInvalid(string rule, string field)
    {
        var scene = await SeriesScene.MakeAsync(cluster);

        var refused = await scene.Lead.BookSeriesAsync(scene.Ask(scene.Terms() with { Rule = rule }));

        Assert.Equal(field, Assert.IsType<InvalidInputRefusal>(Assert.Single(refused.Refusals)).Field);
    }

    [Fact]
    public async Task BookSeries_ByAStranger_IsForbidden()
    {
        var scene = await SeriesScene.MakeAsync(cluster);
        var booked = await scene.BookedAsync(scene.Terms());
        var stranger = new Actor { Subject = "x", Roles = [Role.Advisor], Advisor = await cluster.NewLeadAsync() };

        RefusalCode[][] codes =
        [
            (await scene.Lead.BookSeriesAsync(scene.Ask(scene.Terms()) with { Actor = stranger })).Codes(),
            (await scene.Lead.GetSeriesAsync(booked.Id, stranger)).Codes(),
            (await scene.Lead.CancelSeriesAsync(new CancelSeries { Actor = stranger, Series = booked.Id })).Codes(),
            (await scene.Lead.RetrySeriesAsync(new RetrySeries { Actor = stranger, Series = booked.Id })).Codes(),
            (await scene.Lead.RescheduleSeriesAsync(new RescheduleSeries { Actor = stranger, Series = booked.Id, Days = 1 })).Codes(),
            (await scene.Lead.DecideSeriesAsync(new DecideSeries { Actor = stranger, Series = booked.Id, Decision = Decision.Accept })).Codes(),
            // The owner sees and cancels, and neither moves it nor tries it again.
            (await scene.Lead.RetrySeriesAsync(new RetrySeries { Actor = scene.Manager, Series = booked.Id })).Codes(),
            (await scene.Lead.RescheduleSeriesAsync(new RescheduleSeries { Actor = scene.Manager, Series = booked.Id, Days = 1 })).Codes(),
        ];

        Assert.All(codes, code => Assert.Equal([RefusalCode.Forbidden], code));
        Assert.Equal(ThreeBooked, Outcomes(await scene.Lead.GetSeriesAsync(booked.Id, scene.Manager)));
    }

    [Fact]
    public async Task Series_OfNothing_IsNotFound()
    {
        var scene = await SeriesScene.MakeAsync(cluster);
        var none = SeriesId.New(scene.LeadId, "none");

        Assert.Equal([RefusalCode.NotFound], (await scene.Lead.GetSeriesAsync(none, GrainCluster.Admin)).Codes());
        Assert.Equal([RefusalCode.NotFound], (await scene.Lead.RetrySeriesAsync(new RetrySeries { Actor = GrainCluster.Admin, Series = none })).Codes());
        Assert.Equal([RefusalCode.NotFound], (await scene.Lead.CancelSeriesAsync(new CancelSeries { Actor = GrainCluster.Admin, Series = none })).Codes());
    }

    [Fact]
    public async Task BookSeries_RoomOnRequest_EveryDateWaitsAndTheOwnerDecidesOnAllAtOnce()
    {
        var scene = await SeriesScene.MakeAsync(cluster, ApprovalMode.OnRequest);

        var asked = await scene.BookedAsync(scene.Terms());
        var listed = await RequestsAsync(scene);
        var decided = await scene.Lead.DecideSeriesAsync(
            new DecideSeries { Actor = scene.Manager, Series = asked.Id, Decision = Decision.Accept, Note = "Bienvenue", Key = A.Key("yes") });

        Assert.All(asked.Dates, date => Assert.Equal(SeriesDateOutcome.Pending, date.Outcome));
        Assert.Equal(asked.Dates.Select(date => date.Booking!.Id).ToHashSet(), listed.ToHashSet());
        Assert.Equal(ThreeBooked, Outcomes(decided));
        Assert.All(decided.Value!.Dates, date => Assert.Equal("Bienvenue", date.Booking!.History[^1].Note));
        Assert.Empty(await RequestsAsync(scene));
    }

    [Fact]
    public async Task BookSeries_AllOrNothingRefusedOnRequest_LeavesNoRequest()
    {
        var scene = await SeriesScene.MakeAsync(cluster, ApprovalMode.OnRequest);
        var taken = await scene.TakeAsync(2);

        await scene.Lead.BookSeriesAsync(scene.Ask(scene.Terms()));

        Assert.Empty(await scene.StandingAsync());
        Assert.Equal([taken.Id], await RequestsAsync(scene));
    }

    [Fact]
    public async Task CancelSeries_ThisAndFollowing_LeavesTheEarlierOnesAndRepeatsWithItsKey()
    {
        var scene = await SeriesScene.MakeAsync(cluster);
        await scene.TakeAsync(3);
        var booked = await scene.BookedAsync(scene.Terms(count: 4, OnConflict.Skip));
        var cancel = new CancelSeries
        {
            Actor = GrainCluster.Admin,
            Series = booked.Id,
            From = SeriesScene.FirstDate.PlusWeeks(1),
            Reason = "Travaux",
            Key = A.Key("c"),
        };

        var cancelled = await scene.Lead.CancelSeriesAsync(cancel);

        Assert.Equal([SeriesDateOutcome.Booked, SeriesDateOutcome.Ended, SeriesDateOutcome.Ended, SeriesDateOutcome.Refused], Outcomes(cancelled));
        Assert.Equal("Travaux", cancelled.Value!.Dates[1].Booking!.History[^1].Note);
        Assert.Single(await scene.StandingAsync());
        // What is added later is none of the repeat's business.
        await cluster.CancelAsync((await cluster.Of(scene.Room).ClaimsAsync()).Single(claim => claim.Period == SeriesScene.Date(3)).Booking);
        var retried = await scene.Lead.RetrySeriesAsync(new RetrySeries { Actor = GrainCluster.Admin, Series = booked.Id });
        var repeated = await scene.Lead.CancelSeriesAsync(cancel);
        Assert.Equal([SeriesDateOutcome.Booked, SeriesDateOutcome.Ended, SeriesDateOutcome.Ended, SeriesDateOutcome.Booked], Outcomes(retried));
        Assert.Equal(Outcomes(retried), Outcomes(repeated));
    }

    [Fact]
    public async Task CancelSeries_All_GivesEveryDateBack()
    {
        var scene = await SeriesScene.MakeAsync(cluster);
        var booked = await scene.BookedAsync(scene.Terms());

        await scene.Lead.CancelSeriesAsync(new CancelSeries { Actor = scene.Manager, Series = booked.Id });

        Assert.Empty(await scene.StandingAsync());
        Assert.Equal(3, (await scene.BookedAsync(scene.Terms())).Dates.Length);
    }

    [Fact]
    public async Task CancelBooking_OneDate_LeavesTheOthers()
    {
        var scene = await SeriesScene.MakeAsync(cluster);
        var booked = await scene.BookedAsync(scene.Terms());

        await cluster.CancelAsync(booked.Dates[1].Booking!.Id);

        Assert.Equal([SeriesDateOutcome.Booked, SeriesDateOutcome.Ended, SeriesDateOutcome.Booked],
            Outcomes(await scene.Lead.GetSeriesAsync(booked.Id, GrainCluster.Admin)));
    }

    [Theory]
    // A week later, where the next date is until it has moved itself.
    [InlineData(7)]
    [InlineData(-7)]
    [InlineData(1)]
    public async Task RescheduleSeries_EveryDate_MovesByTheWallClock(int days)
    {
        var scene = await SeriesScene.MakeAsync(cluster);
        var booked = await scene.BookedAsync(scene.Terms(count: 8));
        var move = new RescheduleSeries
        {
            Actor = GrainCluster.Admin,
            Series = booked.Id,
            Days = days,
            StartsAt = new LocalTime(10, 0),
            Key = A.Key("m"),
        };

        var moved = await scene.Lead.RescheduleSeriesAsync(move);
        var repeated = await scene.Lead.RescheduleSeriesAsync(move);

        var expected = Enumerable.Range(0, 8).Select(n => SeriesScene.FirstDate.PlusWeeks(n).PlusDays(days).At(new LocalTime(10, 0))).ToList();
        Assert.All(moved.Value!.Dates, date => Assert.Empty(date.Refusals));
        Assert.Equal(expected, LocalStarts(moved.Value));
        Assert.Equal(expected, LocalStarts(repeated.Value!));
        Assert.Equal(8, (await scene.StandingAsync()).Count);
    }

    [Fact]
    public async Task RescheduleSeries_ADateIsTakenThere_MovesTheOthersAndSaysSo()
    {
        var scene = await SeriesScene.MakeAsync(cluster);
        var booked = await scene.BookedAsync(scene.Terms());
        var day = Duration.FromDays(1);
        await cluster.BookedAsync(await cluster.NewLeadAsync(),
            A.Booking(scene.Room, new Period(SeriesScene.Date(1).Start + day, SeriesScene.Date(1).End + day)));

        var moved = await scene.Lead.RescheduleSeriesAsync(new RescheduleSeries { Actor = GrainCluster.Admin, Series = booked.Id, Days = 1 });

        Assert.Equal([2L, 1L, 2L], moved.Value!.Dates.Select(date => date.Booking!.Version));
        Assert.Equal(SeriesScene.Date(1), moved.Value.Dates[1].Period);
        Assert.Equal(RefusalCode.SlotTaken, Assert.Single(moved.Value.Dates[1].Refusals).Code);
    }

    [Fact]
    public async Task RetrySeries_RefusedDateIsFreeByNow_BooksItAndOnlyIt()
    {
        var scene = await SeriesScene.MakeAsync(cluster);
        var (first, last) = (await scene.TakeAsync(0), await scene.TakeAsync(2));
        var booked = await scene.BookedAsync(scene.Terms(onConflict: OnConflict.Skip));
        await cluster.CancelAsync(first.Id);
        await cluster.CancelAsync(booked.Dates[1].Booking!.Id);
        var retry = new RetrySeries { Actor = GrainCluster.Admin, Series = booked.Id, Key = A.Key("r") };

        var answers = await Task.WhenAll(scene.Lead.RetrySeriesAsync(retry), scene.Lead.RetrySeriesAsync(retry));

        Assert.All(answers, answer => Assert.Equal([SeriesDateOutcome.Booked, SeriesDateOutcome.Ended, SeriesDateOutcome.Refused], Outcomes(answer)));
        Assert.Single(await scene.StandingAsync());
        await cluster.CancelAsync(last.Id);
        Assert.Equal(SeriesDateOutcome.Refused, Outcomes(await scene.Lead.RetrySeriesAsync(retry))[2]);
        Assert.Equal(SeriesDateOutcome.Booked, Outcomes(await scene.Lead.RetrySeriesAsync(retry with { Key = null }))[2]);
        Assert.Equal(2, (await scene.StandingAsync()).Count);
    }

    [Fact]
    public async Task RetrySeries_TwoAtOnceWithKeysOfTheirOwn_EachHasActed()
    {
        var scene = await SeriesScene.MakeAsync(cluster);
        var (first, last) = (await scene.TakeAsync(0), await scene.TakeAsync(2));
        var booked = await scene.BookedAsync(scene.Terms(onConflict: OnConflict.Skip));
        await cluster.CancelAsync(first.Id);
        RetrySeries[] retries =
        [
            new() { Actor = GrainCluster.Admin, Series = booked.Id, Key = A.Key("one") },
            new() { Actor = GrainCluster.Admin, Series = booked.Id, Key = A.Key("two") },
        ];

        var answers = await Task.WhenAll(retries.Select(retry => scene.Lead.RetrySeriesAsync(retry)));
        await cluster.CancelAsync(last.Id);
        var repeats = await Task.WhenAll(retries.Select(retry => scene.Lead.RetrySeriesAsync(retry)));

        // Nobody's key is used up by what another's call did, and none acts a second time.
        SeriesDateOutcome[] expected = [SeriesDateOutcome.Booked, SeriesDateOutcome.Booked, SeriesDateOutcome.Refused];
        Assert.All(answers.Concat(repeats), answer => Assert.Equal(expected, Outcomes(answer)));
        Assert.Equal(2, (await scene.StandingAsync()).Count);
        Assert.Equal([RefusalCode.IdempotencyMismatch],
            (await scene.Lead.RetrySeriesAsync(retries[1] with { Key = A.Key("two", "other input") })).Codes());
    }

    [Fact]
    public async Task RescheduleSeries_RefusedDates_FollowAndAreAskedForThere()
    {
        var scene = await SeriesScene.MakeAsync(cluster);
        await scene.TakeAsync(0);
        await scene.TakeAsync(1);
        var booked = await scene.BookedAsync(scene.Terms(onConflict: OnConflict.Skip));
        var other = await cluster.NewRoomAsync(await cluster.NewVenueAsync(scene.Owner));
        var move = new RescheduleSeries
        {
            Actor = GrainCluster.Admin,
            Series = booked.Id,
            From = booked.Dates[1].Date,
            Days = 1,
            StartsAt = new LocalTime(14, 0),
            Room = other,
            Key = A.Key("move"),
        };

        var moved = (await scene.Lead.RescheduleSeriesAsync(move)).Value!;
        var repeated = (await scene.Lead.RescheduleSeriesAsync(move)).Value!;
        await cluster.ReactivateAsync(scene.Lead);
        var retried = (await scene.Lead.RetrySeriesAsync(new RetrySeries { Actor = GrainCluster.Admin, Series = booked.Id })).Value!;

        LocalDateTime There(int n) => booked.Dates[n].Date.PlusDays(1).At(new LocalTime(14, 0));
        LocalDateTime[] expected = [booked.Dates[0].Date.At(new LocalTime(9, 30)), There(1), There(2)];
        Assert.All([moved, repeated, retried], view => Assert.Equal(expected, LocalStarts(view)));
        Assert.Equal(RefusalCode.WrongState, Assert.Single(moved.Dates[1].Refusals).Code);
        Assert.Equal([SeriesDateOutcome.Refused, SeriesDateOutcome.Booked, SeriesDateOutcome.Booked], retried.Dates.Select(date => date.Outcome));
        Assert.Equal((other, other), (retried.Dates[1].Booking!.Room, retried.Dates[2].Booking!.Room));
    }

    private static SeriesDateOutcome[] Outcomes(Outcome<SeriesView> outcome)
    {
        Assert.Empty(outcome.Refusals);
        return [.. outcome.Value!.Dates.Select(date => date.Outcome)];
    }

    private static IEnumerable<LocalDateTime> LocalStarts(SeriesView series) =>
        series.Dates.Select(date => date.Period.Start.InZone(WallClock.Zone(series.TimeZone)).LocalDateTime);

    private async Task<IEnumerable<BookingId>> RequestsAsync(SeriesScene scene) =>
        (await cluster.Grains.Get(scene.Owner).RequestsAsync(new PageRequest(100, After: null), scene.Manager)).Value!.Items.Select(item => item.Node);
}
