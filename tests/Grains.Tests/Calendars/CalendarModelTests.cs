using NodaTime.Text;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Span = Scheduling.Grains.Tests.MinuteCalendar.Span;

namespace Scheduling.Grains.Tests;

/// <summary>
/// Random claims, releases and questions, answered by the calendar's rules from week pages and by a model that counts
/// minutes: 8 calendars of 12,500 steps.
/// </summary>
public sealed class CalendarModelTests
{
    private const int Steps = 12_500;
    private const int Seats = 8;

    private readonly Dictionary<int, List<Claim>> _pages = [];
    private Dice _dice = new();

    /// <summary>Weeks with an ISO year's end (53 weeks each) and weeks with a change of clocks in Paris.</summary>
    public static TheoryData<string, bool> Calendars => new MatrixTheoryData<string, bool>(
        ["2026-12-21", "2032-12-20", "2027-03-15", "2027-10-18"], [false, true]);

    [Theory]
    [MemberData(nameof(Calendars))]
    public void RandomSteps_AgainstMinutes_AgreeOnEveryAnswer(string monday, bool bySeats)
    {
        _dice = new Dice($"{monday} {bySeats}");
        var start = LocalDatePattern.Iso.Parse(monday).Value.AtMidnight().InUtc().ToInstant();
        var model = new MinuteCalendar(start, bySeats);
        var (granted, refused) = (0, 0);
        for (var step = 0; step < Steps; step++)
        {
            var what = _dice.Between(1, 100);
            if (what <= 25 && model.Count > 0)
                Release(model);
            else if (what <= 45)
                AskForThePeak(model, Limit(bySeats, Seats), step);
            else if (Claim(model, bySeats, step))
                granted++;
            else
                refused++;
        }

        Assert.True(granted > Steps / 50 && refused > Steps / 50, $"{granted} granted, {refused} refused. {Dice.Replay}");
    }

    private bool Claim(MinuteCalendar model, bool bySeats, int step)
    {
        var (setup, teardown) = (_dice.Pick([0, 0, 15, 30, 1440]), _dice.Pick([0, 0, 10, 60, 1440]));
        var held = RandomSpan(setup + teardown);
        var seats = _dice.Between(1, Seats);
        // Also asked of calendars that got smaller: they may hold more than would be granted now.
        var total = bySeats && _dice.OneIn(5) ? _dice.Between(seats, Seats) : bySeats ? Seats : 1;
        var claim = NewClaim(step, model, new Span(held.From + setup, held.To - teardown), setup, teardown, seats);

        var inTheWay = CalendarRules.InTheWay(OnPagesOf(claim.Held), claim.Held, seats, Limit(bySeats, total));

        var expected = model.InTheWay(held, seats, total);
        Assert.True(expected.SetEquals(inTheWay.Select(other => other.Id)) && expected.Count == inTheWay.Length,
            $"Step {step}: {inTheWay.Length} in the way of {claim.Held}, not {expected.Count}. {Dice.Replay}");
        Assert.Equal(inTheWay.OrderBy(other => other.Held.Start), inTheWay);
        Assert.Equal(inTheWay, CalendarRules.InTheWay(All(), claim.Held, seats, Limit(bySeats, total)));
        if (!inTheWay.IsEmpty)
            return false;
        var weeks = CalendarRules.PagesOf(claim.Held).Select(week => week.Number - IsoWeek.Of(model.At(0)).Number).ToList();
        Assert.Equal(MinuteCalendar.WeeksOf(held), weeks);
        foreach (var week in weeks)
            Page(week).Add(claim);
        model.Add(claim.Id, held, seats);
        return true;

        IEnumerable<Claim> OnPagesOf(Period period) => CalendarRules.PagesOf(period)
            .SelectMany(week => Page(week.Number - IsoWeek.Of(model.At(0)).Number)).DistinctBy(other => other.Id);
    }

    private void Release(MinuteCalendar model)
    {
        var id = model.RemoveAt(_dice.Between(0, model.Count - 1));
        foreach (var page in _pages.Values)
            page.RemoveAll(claim => claim.Id == id);
    }

    private void AskForThePeak(MinuteCalendar model, Capacity capacity, int step)
    {
        var span = RandomSpan(0);

        var peak = CalendarRules.PeakTaken(All(), model.Of(span), capacity);

        Assert.True(peak == model.Peak(span), $"Step {step}: peak {peak}, not {model.Peak(span)}. {Dice.Replay}");
    }

    // Short and long, on a grid and off it, often around midnight and around the ends of weeks.
    private Span RandomSpan(int buffers)
    {
        var length = buffers + (_dice.OneIn(20) ? _dice.Between(1440, MinuteCalendar.PerWeek - buffers)
            : _dice.OneIn(3) ? _dice.Between(1, 600) : 15 * _dice.Between(1, 12));
        length = Math.Min(length, MinuteCalendar.PerWeek);
        var from = _dice.Between(1, 4) switch
        {
            1 => MinuteCalendar.PerWeek * _dice.Between(1, 3) - _dice.Between(0, length),
            2 => 1440 * _dice.Between(1, 26) - _dice.Between(0, length),
            _ => 15 * _dice.Between(0, MinuteCalendar.Minutes / 15),
        };
        from = Math.Clamp(from, 0, MinuteCalendar.Minutes - length);
        return new Span(from, from + length);
    }

    private static Claim NewClaim(int step, MinuteCalendar model, Span span, int setup, int teardown, int seats) => new()
    {
        Id = EntityIds.Of<ClaimId>($"{step}"),
        Booking = BookingId.New(EntityIds.Of<AdvisorId>("a"), IsoWeek.Of(model.At(span.From)), $"{step}"),
        Network = OrganizationId.OfNetwork("n"),
        Period = model.Of(span),
        Held = model.Of(span).Widen(Duration.FromMinutes(setup), Duration.FromMinutes(teardown)),
        Seats = seats,
        MadeAt = model.At(0),
    };

    private static Capacity Limit(bool bySeats, int total) => bySeats ? Capacity.Seats(total) : Capacity.One;

    private List<Claim> Page(int week) => _pages.TryGetValue(week, out var page) ? page : _pages[week] = [];

    private IEnumerable<Claim> All() => _pages.Values.SelectMany(page => page).DistinctBy(claim => claim.Id);
}
