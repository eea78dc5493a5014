using Scheduling.Grains.Occupancy;

namespace Scheduling.Grains.Tests.Occupancy;

/// <summary>What a timeline says at an instant, and how the versions of one go on in the next.</summary>
public sealed class RoomTimelineTests
{
    private const int Cases = 2_000;

    private static readonly Plan Morning = new([Plan.Claim("a", 9, 11)], [Plan.Hours(0, 24)], []);

    [Theory]
    [InlineData(-1, OccupancyState.Free, 100, 9)]
    [InlineData(8.9, OccupancyState.Free, 100, 9)]
    [InlineData(9, OccupancyState.Reserved, 101, 11)]
    [InlineData(10.9, OccupancyState.Reserved, 101, 11)]
    // It has no more to tell: the last it knew, until it is asked for anew.
    [InlineData(11, OccupancyState.Reserved, 101, 11)]
    [InlineData(30, OccupancyState.Reserved, 101, 11)]
    public void At_AnyInstant_SaysTheStretchItsVersionAndItsEnd(double hour, OccupancyState state, long version, double until)
    {
        var timeline = Morning.Tell(Plan.Hours(0, 24), version: 100);

        var view = timeline.At(Plan.At(hour));

        Assert.Equal((state, version, Plan.At(until), Plan.At(hour)), (view.State, view.Version, view.Until!.Value, view.AsOf));
        Assert.Equal((8, state == OccupancyState.Free ? 0 : 4), (view.SeatsTotal, view.SeatsTaken));
        Assert.Equal((101L, Plan.At(11)), (timeline.LastVersion, timeline.End));
    }

    [Fact]
    public void At_NothingForeseen_HasNoEnd()
    {
        var timeline = (Morning with { Claims = [] }).Tell(Plan.Hours(0, 24));

        Assert.Null(timeline.At(Plan.At(3)).Until);
    }

    [Fact]
    public void VersionAfter_NothingForeseenAndStillNothing_IsTheSame()
    {
        var always = Morning with { Claims = [], Open = [Plan.Hours(0, 99)] };

        Assert.Equal(7, always.Tell(Plan.Hours(5, 29)).VersionAfter(always.Tell(Plan.Hours(0, 24), version: 7)));
    }

    [Fact]
    public void VersionAfter_NothingForeseenThenSomething_IsNew()
    {
        var always = Morning with { Claims = [], Open = [Plan.Hours(0, 99)] };

        Assert.Null((always with { Claims = Morning.Claims }).Tell(Plan.Hours(0, 24)).VersionAfter(always.Tell(Plan.Hours(0, 24))));
        Assert.Null(always.Tell(Plan.Hours(0, 24)).VersionAfter((always with { Claims = Morning.Claims }).Tell(Plan.Hours(0, 24))));
    }

    [Fact]
    public void VersionAfter_OtherSeatsOrZone_IsNew()
    {
        var timeline = Morning.Tell(Plan.Hours(0, 24));

        Assert.Null((timeline with { SeatsTotal = 9 }).VersionAfter(timeline));
        Assert.Null((timeline with { TimeZone = "Indian/Reunion" }).VersionAfter(timeline));
        Assert.Equal(timeline.Version, timeline.VersionAfter(timeline));
    }

    [Fact]
    public void VersionAfter_SameRoomLookedAtLater_GoesOn()
    {
        var dice = new Dice();
        for (var i = 0; i < Cases; i++)
        {
            var plan = Plan.Random(dice);
            var earlier = plan.Tell(Plan.Hours(0, 24), version: 50);
            var from = dice.Between(0.0, 23.5);

            var later = plan.Tell(Plan.Hours(from, from + 24));

            // Where the first has ended, what the later one says is new.
            if (earlier.EndsWithChange && Plan.At(from) < earlier.End)
                AssertSays(later with { Version = later.VersionAfter(earlier) ?? throw new InvalidOperationException(Dice.Replay) }, earlier);
            else if (earlier.EndsWithChange)
                Assert.Null(later.VersionAfter(earlier));
        }
    }

    [Fact]
    public void VersionAfter_AnyTwoRooms_IsTheSameOnlyWhereTheySayTheSame()
    {
        var dice = new Dice();
        var same = 0;
        for (var i = 0; i < Cases; i++)
        {
            var plan = Plan.Random(dice);
            var other = plan with { Claims = plan.Claims.IsEmpty ? [] : plan.Claims.RemoveAt(dice.Between(0, plan.Claims.Length - 1)) };
            var earlier = plan.Tell(Plan.Hours(0, 24), version: 50);
            var from = dice.Between(0.0, 12.0);

            var later = other.Tell(Plan.Hours(from, from + 24));

            if (later.VersionAfter(earlier) is not { } version)
                continue;
            same++;
            AssertSays(later with { Version = version }, earlier);
        }

        Assert.True(same > 0, Dice.Replay);
    }

    // At every minute that both tell of, and never of less than before.
    private static void AssertSays(RoomTimeline later, RoomTimeline earlier)
    {
        Assert.True(later.LastVersion >= earlier.LastVersion, Dice.Replay);
        for (var at = later.Stretches[0].Period.Start; at < earlier.End; at += Duration.FromMinutes(1))
            Assert.Equal(earlier.At(at), later.At(at));
    }
}
