using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Series;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>Whatever is lost while a series is made: every date of it stands or none, and what was taken for nothing is given back.</summary>
public sealed class SeriesCrashTests(GrainCluster cluster)
{
    private const int Dates = 3;

    /// <summary>
    /// Every write of the lead: the list of its weeks, each page with a date that is still to be decided, the series, and each page again.
    /// </summary>
    public static TheoryData<string, int, WriteFault, ApprovalMode> Writes =>
    [
        .. from step in new[] { ("weeks", 1), ("series-", 1) }.Concat(Enumerable.Range(1, 2 * Dates).Select(n => ("week-", n)))
           from fault in Enum.GetValues<WriteFault>()
           from approval in Enum.GetValues<ApprovalMode>()
           select new TheoryDataRow<string, int, WriteFault, ApprovalMode>(step.Item1, step.Item2, fault, approval),
    ];

    [Theory, MemberData(nameof(Writes))]
    public async Task BookSeries_AnyWriteLost_EveryDateStandsOrNone(string write, int nth, WriteFault fault, ApprovalMode approval)
    {
        var scene = await SeriesScene.MakeAsync(cluster, approval);
        FailNth(scene.LeadId, write, nth, fault);

        await Assert.ThrowsAnyAsync<Exception>(() => scene.Lead.BookSeriesAsync(scene.Ask(scene.Terms(), "k")));
        await SettledAsync(scene);

        var isCommitted = (write, fault) is ("series-", WriteFault.LostAfter) || (write == "week-" && nth > Dates);
        Assert.Equal(isCommitted ? Dates : 0, (await scene.StandingAsync()).Count);
        Assert.Equal(isCommitted && approval == ApprovalMode.OnRequest ? Dates : 0, await RequestsAsync(scene));
    }

    [Theory, MemberData(nameof(Writes))]
    public async Task BookSeries_AnyWriteLostAndRepeatedWithItsKey_IsMadeOnce(string write, int nth, WriteFault fault, ApprovalMode approval)
    {
        var scene = await SeriesScene.MakeAsync(cluster, approval);
        FailNth(scene.LeadId, write, nth, fault);
        var command = scene.Ask(scene.Terms(), "k");

        var made = await Shortcuts.RepeatAsync(() => scene.Lead.BookSeriesAsync(command));
        await SettledAsync(scene);

        Assert.Empty(made.Refusals);
        Assert.Equal(made.Value!.Dates.Select(date => date.Booking!.Id), (await scene.StandingAsync()).Select(booking => booking.Id));
    }

    [Theory]
    [InlineData("week-", 1)]
    [InlineData("week-", Dates)]
    [InlineData("series-", 1)]
    [InlineData("week-", Dates + 1)]
    [InlineData("week-", 2 * Dates)]
    public async Task BookSeries_ActivationEndsMeanwhile_EveryDateStands(string write, int nth)
    {
        var scene = await SeriesScene.MakeAsync(cluster);
        Skip(scene.LeadId, write, nth - 1);
        var held = cluster.Storage.Writes.HoldNext(scene.LeadId.Value, write);
        var booking = scene.Lead.BookSeriesAsync(scene.Ask(scene.Terms()));
        await held.ArrivedAsync();

        cluster.EndActivation(scene.LeadId.Value);
        held.Open();

        Assert.NotNull((await booking).Value);
        Assert.Equal(Dates, (await scene.StandingAsync()).Count);
    }

    [Fact]
    public async Task BookSeries_RoomsWriteLost_IsTriedAgain()
    {
        var scene = await SeriesScene.MakeAsync(cluster);
        cluster.Storage.Writes.FailNext(scene.Room.Value, "week-", WriteFault.LostAfter);

        var made = await Shortcuts.RepeatAsync(() => scene.Lead.BookSeriesAsync(scene.Ask(scene.Terms(), "k")));

        Assert.NotNull(made.Value);
    }

    [Fact]
    public async Task BookSeries_RoomNeverAnswers_NothingIsHeld()
    {
        var scene = await SeriesScene.MakeAsync(cluster);
        // Whatever is tried at once fails, and once more.
        for (var i = 0; i < 2 * Dates; i++)
            cluster.Calls.Orders.FailNext(scene.Room.Value, nameof(ICalendarGrain.ClaimAsync), CallFault.LostAnswer);

        await Assert.ThrowsAnyAsync<Exception>(() => scene.Lead.BookSeriesAsync(scene.Ask(scene.Terms())));

        Assert.Empty(await scene.StandingAsync());
        Assert.Equal(Dates, (await scene.BookedAsync(scene.Terms())).Dates.Length);
    }

    [Theory]
    [InlineData("week-")]
    [InlineData("series-")]
    public async Task BookSeries_EarlierActivationCommitsAfterItsDatesWereGivenUp_IsRefusedByTheTombstone(string write)
    {
        var twin = await cluster.TwinAsync();
        var scene = await SeriesScene.MakeAsync(cluster);
        var commit = cluster.Storage.Writes.HoldNext(scene.LeadId.Value, write);
        var late = scene.Lead.BookSeriesAsync(scene.Ask(scene.Terms(), "k"));
        await commit.ArrivedAsync();

        // Somebody needs one of the dates, and asks a lead that knows nothing of it.
        var other = await twin.BookedAsync(await twin.NewLeadAsync(), A.Booking(scene.Room, SeriesScene.Date(1)));
        commit.Open();

        await Assert.ThrowsAnyAsync<Exception>(() => late);
        Assert.IsType<SeriesRefusal>(Assert.Single((await scene.Lead.BookSeriesAsync(scene.Ask(scene.Terms(), "k"))).Refusals));
        await SettledAsync(scene);
        Assert.Empty(await scene.StandingAsync());
        Assert.Equal(other.Id, Assert.Single(await cluster.Of(scene.Room).ClaimsAsync()).Booking);
    }

    [Theory]
    [InlineData("week-", 1)]
    [InlineData("series-", 1)]
    [InlineData("week-", Dates + 1)]
    public async Task BookSeries_SameKeyAtTwoActivations_IsMadeOnce(string write, int nth)
    {
        var twin = await cluster.TwinAsync();
        var scene = await SeriesScene.MakeAsync(cluster);
        var command = scene.Ask(scene.Terms(), "k");
        Skip(scene.LeadId, write, nth - 1);
        var held = cluster.Storage.Writes.HoldNext(scene.LeadId.Value, write);
        var late = scene.Lead.BookSeriesAsync(command);
        await held.ArrivedAsync();

        var made = await Shortcuts.RepeatAsync(() => (scene with { Cluster = twin }).Lead.BookSeriesAsync(command));
        // A lead that is busy may not say in time that nobody needs the first activation's claims: they refuse as long as that.
        for (var i = 0; i < 20 && made.Refusals.Any(refusal => refusal.Code == RefusalCode.SlotTaken); i++)
            made = await Shortcuts.RepeatAsync(() => (scene with { Cluster = twin }).Lead.BookSeriesAsync(command));
        held.Open();

        await Assert.ThrowsAnyAsync<Exception>(() => late);
        await SettledAsync(scene);
        Assert.Empty(made.Refusals);
        Assert.Equal(made.Value!.Dates.Select(date => date.Booking!.Id), (await scene.StandingAsync()).Select(booking => booking.Id));
    }

    [Theory]
    [InlineData("series-", 1)]
    [InlineData("week-", 1)]
    [InlineData("week-", 2)]
    public async Task RetrySeries_AnyWriteLost_TheDateStandsOrNotAndTheSeriesSaysSo(string write, int nth)
    {
        foreach (var fault in Enum.GetValues<WriteFault>())
        {
            var scene = await SeriesScene.MakeAsync(cluster);
            var taken = await scene.TakeAsync(1);
            var booked = await scene.BookedAsync(scene.Terms(onConflict: OnConflict.Skip));
            await cluster.CancelAsync(taken.Id);
            FailNth(scene.LeadId, write, nth, fault);

            await Assert.ThrowsAnyAsync<Exception>(() => scene.Lead.RetrySeriesAsync(new RetrySeries { Actor = GrainCluster.Admin, Series = booked.Id }));
            await SettledAsync(scene);

            var standing = (await scene.StandingAsync()).Select(booking => booking.Id);
            var listed = (await scene.Lead.GetSeriesAsync(booked.Id, GrainCluster.Admin)).Value!.Dates.Select(date => date.Booking?.Id).OfType<BookingId>();
            Assert.Equal(listed, standing);
        }
    }

    [Fact]
    public async Task GetBooking_DateHalfMadeByACrash_IsNobodysToSee()
    {
        var scene = await SeriesScene.MakeAsync(cluster);
        cluster.Storage.Writes.FailNext(scene.LeadId.Value, "series-", WriteFault.LostBefore);
        await Assert.ThrowsAnyAsync<Exception>(() => scene.Lead.BookSeriesAsync(scene.Ask(scene.Terms())));
        var half = (await cluster.Of(scene.LeadId).PagesAsync()).Values.SelectMany(page => page.Provisional).ToList();
        Assert.Equal(Dates, half.Count);

        Assert.Equal([RefusalCode.NotFound], (await scene.Lead.GetBookingAsync(half[0].Id, GrainCluster.Admin)).Codes());
        Assert.Equal([RefusalCode.NotFound], (await cluster.CancelAsync(half[1].Id)).Codes());
        await cluster.BookedAsync(scene.LeadId, A.Booking(scene.Room, SeriesScene.Date(2)));
        await SettledAsync(scene);
        Assert.Single(await scene.StandingAsync());
    }

    [Fact]
    public async Task GetBooking_DateCommittedAndNotYetMoved_IsSeenAtOnce()
    {
        var scene = await SeriesScene.MakeAsync(cluster);
        cluster.Storage.Writes.FailNext(scene.LeadId.Value, "series-", WriteFault.LostAfter);
        await Assert.ThrowsAnyAsync<Exception>(() => scene.Lead.BookSeriesAsync(scene.Ask(scene.Terms())));
        var half = (await cluster.Of(scene.LeadId).PagesAsync()).Values.SelectMany(page => page.Provisional).First();

        Assert.Equal(half.Id, (await scene.Lead.GetBookingAsync(half.Id, GrainCluster.Admin)).Value!.Id);
    }

    // The next activation, and what its reminder does: hourly, so that a room that did not answer is told again.
    private async Task SettledAsync(SeriesScene scene)
    {
        await cluster.ReactivateAsync(scene.Lead);
        for (var i = 0; i < 2; i++)
        {
            await Shortcuts.RepeatAsync(async () =>
            {
                await cluster.RemindAsync(scene.LeadId.Value);
                return true;
            });
        }
    }

    private void FailNth(AdvisorId lead, string write, int nth, WriteFault fault)
    {
        Skip(lead, write, nth - 1);
        cluster.Storage.Writes.FailNext(lead.Value, write, fault);
    }

    // Lets so many writes pass.
    private void Skip(AdvisorId lead, string write, int count)
    {
        for (var i = 0; i < count; i++)
            cluster.Storage.Writes.HoldNext(lead.Value, write).Open();
    }

    // As the API reads the list: an entry that came to nothing is skipped.
    private static async Task<int> RequestsAsync(SeriesScene scene)
    {
        var listed = await scene.Cluster.Grains.Get(scene.Owner).RequestsAsync(new PageRequest(100, After: null), scene.Manager);
        var bookings = await Task.WhenAll(listed.Value!.Items.Select(item => scene.Lead.GetBookingAsync(item.Node, scene.Manager)));
        return bookings.Count(booking => booking.Value is not null);
    }
}
