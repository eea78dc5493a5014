using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Occupancy;

namespace Scheduling.Grains.Tests.Occupancy;

/// <summary>What a room is over time: by example, and looked at minute by minute for random calendars.</summary>
public sealed class OccupancyRulesTests
{
    private const int Cases = 500;

    private static readonly Period Day = Plan.Hours(0, 24);
    private static readonly ImmutableArray<WeeklyHours> OfficeHours =
    [
        .. Enum.GetValues<IsoDayOfWeek>().Where(day => day != IsoDayOfWeek.None)
            .Select(day => new WeeklyHours(day, new LocalTime(9, 0), new LocalTime(18, 0))),
    ];

    [Fact]
    public void Stretches_RandomCalendar_IsRightAtEveryMinute()
    {
        var dice = new Dice();
        for (var i = 0; i < Cases; i++)
        {
            var plan = Plan.Random(dice);
            var window = plan.RandomWindow(dice);

            var stretches = OccupancyRules.Stretches(window, plan.Claims, plan.Open, plan.Closures);

            Assert.Equal((window.Start, window.End), (stretches[0].Period.Start, stretches[^1].Period.End));
            Assert.All(stretches, stretch => Assert.True(stretch.Period.Start < stretch.Period.End, Dice.Replay));
            Assert.All(stretches.Zip(stretches.Skip(1)), pair =>
            {
                Assert.Equal(pair.First.Period.End, pair.Second.Period.Start);
                Assert.False(pair.First.IsLike(pair.Second), Dice.Replay);
            });
            foreach (var stretch in stretches)
                for (var at = stretch.Period.Start; at < stretch.Period.End; at += Duration.FromMinutes(1))
                    if (plan.At(at) is var expected && expected != (stretch.State, stretch.SeatsTaken, stretch.People, stretch.Network))
                        Assert.Fail($"{at}: {stretch}, not {expected}. {Dice.Replay}");
        }
    }

    [Fact]
    public void Stretches_PeopleComeBeforeTheStartAndLeaveBeforeTheEnd_AreInTheRoomWhileTheyAre()
    {
        // As the room hears it: the rest is free once it is tidied.
        var claim = Plan.Claim("a", 9, 10.5, teardown: 0.25) with { Presence = Plan.Came(8.8, 10.5, people: 5) };

        var stretches = OccupancyRules.Stretches(Day, [claim], [Day], []);

        Assert.Equal(
            [
                new(Plan.Hours(0, 8.8), OccupancyState.Free, 0, 0, null),
                new(Plan.Hours(8.8, 10.5), OccupancyState.Occupied, 4, 5, claim.Network),
                new(Plan.Hours(10.5, 10.75), OccupancyState.Reserved, 0, 0, claim.Network),
                new(Plan.Hours(10.75, 24), OccupancyState.Free, 0, 0, null),
            ],
            stretches);
    }

    [Fact]
    public void Stretches_NobodyCame_IsReservedFromSetUpToTearDownAlsoWhileItWaits()
    {
        var claim = Plan.Claim("a", 9, 11, setup: 0.5, teardown: 0.25) with { IsPending = true };

        var stretches = OccupancyRules.Stretches(Day, [claim], [Plan.Hours(8, 18)], []);

        Assert.Equal(
            [
                new(Plan.Hours(0, 8), OccupancyState.Closed, 0, 0, null),
                new(Plan.Hours(8, 8.5), OccupancyState.Free, 0, 0, null),
                new(Plan.Hours(8.5, 9), OccupancyState.Reserved, 0, 0, claim.Network),
                new(Plan.Hours(9, 11), OccupancyState.Reserved, 4, 0, claim.Network),
                new(Plan.Hours(11, 11.25), OccupancyState.Reserved, 0, 0, claim.Network),
                new(Plan.Hours(11.25, 18), OccupancyState.Free, 0, 0, null),
                new(Plan.Hours(18, 24), OccupancyState.Closed, 0, 0, null),
            ],
            stretches);
    }

    [Fact]
    public void Stretches_TwoNetworksShareTheSeats_AddUpAndNameTheOneThatIsAlone()
    {
        var early = Plan.Claim("a", 9, 11) with { Presence = Plan.Came(9, null, people: 3) };
        var late = Plan.Claim("b", 10, 12) with { Network = OrganizationId.OfNetwork("emmaus") };

        var stretches = OccupancyRules.Stretches(Plan.Hours(9, 12), [early, late], [Day], []);

        Assert.Equal(
            [
                new(Plan.Hours(9, 10), OccupancyState.Occupied, 4, 3, early.Network),
                new(Plan.Hours(10, 11), OccupancyState.Occupied, 8, 3, null),
                new(Plan.Hours(11, 12), OccupancyState.Reserved, 4, 0, late.Network),
            ],
            stretches);
    }

    [Fact]
    public void Stretches_MoreOftenInTheRoomThanOneBooking_CountsItOnce()
    {
        // While it moves it holds its old time and its new one.
        var (from, to) = (Plan.Claim("a", 9, 11), Plan.Claim("a", 10, 12) with { Id = EntityIds.Of<ClaimId>("moved") });

        var stretches = OccupancyRules.Stretches(Plan.Hours(9, 12), [from, to], [Day], []);

        Assert.Equal(4, Assert.Single(stretches).SeatsTaken);
    }

    [Fact]
    public void Stretches_ClosedWhileSomebodyHoldsIt_SaysWhoHoldsIt()
    {
        var closure = new Closure { Id = EntityIds.Of<ClosureId>("c"), Period = Plan.Hours(8, 14) };

        var stretches = OccupancyRules.Stretches(Day, [Plan.Claim("a", 9, 11)], [Day], [closure]);

        Assert.Equal(
            [OccupancyState.Free, OccupancyState.Closed, OccupancyState.Reserved, OccupancyState.Closed, OccupancyState.Free],
            stretches.Select(stretch => stretch.State));
    }

    [Fact]
    public void Stretches_ClocksGoForwardAndAHoliday_KeepTheWallClock()
    {
        var hours = new OpeningHours(OfficeHours, DateTimeZoneProviders.Tzdb["Europe/Paris"], "36");
        // Easter is on the day on which clocks change in 2027; Easter Monday is a holiday.
        var window = new Period(Instant.FromUtc(2027, 3, 27, 0, 0), Instant.FromUtc(2027, 3, 31, 0, 0));

        var stretches = OccupancyRules.Stretches(window, [], hours.During(window), []);

        Assert.Equal(
            [
                new Period(Instant.FromUtc(2027, 3, 27, 8, 0), Instant.FromUtc(2027, 3, 27, 17, 0)),
                new Period(Instant.FromUtc(2027, 3, 28, 7, 0), Instant.FromUtc(2027, 3, 28, 16, 0)),
                new Period(Instant.FromUtc(2027, 3, 30, 7, 0), Instant.FromUtc(2027, 3, 30, 16, 0)),
            ],
            stretches.Where(stretch => stretch.State == OccupancyState.Free).Select(stretch => stretch.Period));
    }
}
