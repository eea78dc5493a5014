using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Tests;

/// <summary>Timelines of random calendars, looked at minute by minute.</summary>
public sealed class TimelineTests
{
    private const int Cases = 1_000;
    private const int Day = 24 * 60;
    private const int Seats = 8;
    private static readonly Instant Start = Instant.FromUtc(2027, 1, 3, 0, 0);

    private Dice _dice = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_RandomCalendar_IsRightAtEveryMinute(bool bySeats)
    {
        _dice = new Dice($"{bySeats}");
        for (var i = 0; i < Cases; i++)
        {
            var capacity = bySeats ? Capacity.Seats(Seats) : Capacity.One;
            var claims = Some(6, index => RandomClaim(index));
            var open = Some(3, _ => RandomPeriod(Day));
            var closures = Some(2, index => new Closure { Id = EntityIds.Of<ClosureId>($"{index}"), Period = RandomPeriod(Day) });
            var during = RandomPeriod(2 * Day);

            var stretches = Timeline.Of(during, claims, open, closures, capacity);

            Assert.Equal(during.Start, stretches[0].Period.Start);
            Assert.Equal(during.End, stretches[^1].Period.End);
            Assert.All(stretches.Zip(stretches.Skip(1)), pair => Assert.Equal(pair.First.Period.End, pair.Second.Period.Start));
            Assert.All(stretches, stretch => Assert.True(stretch.Period.Start < stretch.Period.End, Dice.Replay));
            foreach (var stretch in stretches)
                for (var at = stretch.Period.Start; at < stretch.Period.End; at += Duration.FromMinutes(1))
                    CheckMinute(at, stretch, claims, open, closures, bySeats);
        }
    }

    private static void CheckMinute(
        Instant at, FreeBusy stretch, List<Claim> claims, List<Period> open, List<Closure> closures, bool bySeats)
    {
        var (taken, seats) = (0, 0);
        var networks = new HashSet<OrganizationId>();
        foreach (var claim in claims)
        {
            if (at < claim.Held.Start || at >= claim.Held.End)
                continue;
            taken += bySeats ? claim.Seats : Seats;
            networks.Add(claim.Network);
            if (at >= claim.Period.Start && at < claim.Period.End)
                seats += claim.Seats;
        }

        var isOpen = open.Exists(span => at >= span.Start && at < span.End)
            && !closures.Exists(closure => at >= closure.Period.Start && at < closure.Period.End);
        var state = taken >= Seats ? FreeBusyState.Busy : isOpen ? FreeBusyState.Free : FreeBusyState.Closed;
        OrganizationId? network = networks.Count == 1 ? networks.Single() : null;
        if ((stretch.State, stretch.SeatsTaken, stretch.Network) != (state, seats, network))
            Assert.Fail($"{at}: {stretch}, not {state} with {seats} seats of {networks.Count} networks. {Dice.Replay}");
    }

    [Fact]
    public void Of_BufferOfASharedRoomBeforeOpening_IsClosedAndNotFree()
    {
        var nine = Start + Duration.FromHours(9);
        var claim = RandomClaim(0) with
        {
            Seats = 2,
            Period = new Period(nine, nine + Duration.FromHours(1)),
            Held = new Period(nine - Duration.FromMinutes(30), nine + Duration.FromHours(1)),
        };
        var open = new Period(nine, nine + Duration.FromHours(9));

        var stretches = Timeline.Of(new Period(Start, nine + Duration.FromHours(1)), [claim], [open], [], Capacity.Seats(Seats));

        Assert.Equal([FreeBusyState.Closed, FreeBusyState.Closed, FreeBusyState.Free], stretches.Select(stretch => stretch.State));
        Assert.Equal([null, claim.Network, claim.Network], stretches.Select(stretch => stretch.Network));
        Assert.Equal([0, 0, 2], stretches.Select(stretch => stretch.SeatsTaken));
    }

    [Fact]
    public void Of_TwoBookingsInARow_StayTwoStretches()
    {
        var claims = Enumerable.Range(9, 2).Select(hour => RandomClaim(hour) with
        {
            Period = new Period(Start + Duration.FromHours(hour), Start + Duration.FromHours(hour + 1)),
            Held = new Period(Start + Duration.FromHours(hour), Start + Duration.FromHours(hour + 1)),
        }).ToList();
        var during = new Period(Start + Duration.FromHours(8), Start + Duration.FromHours(12));

        var stretches = Timeline.Of(during, claims, [during], [], Capacity.One);

        Assert.Equal([FreeBusyState.Free, FreeBusyState.Busy, FreeBusyState.Busy, FreeBusyState.Free],
            stretches.Select(stretch => stretch.State));
    }

    private Claim RandomClaim(int index)
    {
        var period = RandomPeriod(600);
        return new Claim
        {
            Id = EntityIds.Of<ClaimId>($"{index}"),
            Booking = BookingId.New(EntityIds.Of<AdvisorId>("lead"), IsoWeek.Of(period.Start), $"{index}"),
            Network = OrganizationId.OfNetwork(_dice.Pick(["laposte", "emmaus", "mairie"])),
            Period = period,
            Held = period.Widen(
                Duration.FromMinutes(_dice.Pick([0, 15, 45])), Duration.FromMinutes(_dice.Pick([0, 10, 60]))),
            Seats = _dice.Between(1, 5),
            MadeAt = Start,
        };
    }

    private Period RandomPeriod(int longest)
    {
        var from = Start + Duration.FromMinutes(_dice.OneIn(2) ? _dice.Between(0, 3 * Day) : 30 * _dice.Between(0, 6 * 24));
        var minutes = _dice.OneIn(2) ? _dice.Between(1, longest) : 30 * _dice.Between(1, longest / 30);
        return new Period(from, from + Duration.FromMinutes(minutes));
    }

    private List<T> Some<T>(int most, Func<int, T> make) => [.. Enumerable.Range(0, _dice.Between(0, most)).Select(make)];
}
