using CsCheck;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Tests.Cluster;
using Scheduling.Grains.Tests.Rules;
using Scheduling.Grains.Utilization;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains.Tests.Utilization;

/// <summary>Any hours, changes of hours, closures, claims and check-ins, against a model that looks at every ten minutes.</summary>
public sealed class UtilizationPropertyTests
{
    private const int Days = 3;
    private const int StepsPerDay = 6 * 24;
    private const int Steps = 12;

    private static readonly DateTimeZone Paris = WallClock.Zone("Europe/Paris");
    private static readonly Duration Step = Duration.FromMinutes(10);
    // The night in which Paris loses an hour lies in the middle.
    private static readonly LocalDate First = new(2027, 3, 27);
    private static readonly Period During = UtilizationRules.Span(First, First.PlusDays(Days - 1), Paris);

    private static readonly Gen<Instant> At = Gen.Int[-Steps, (Days * StepsPerDay) + Steps].Select(step => During.Start + (step * Step));

    private static readonly Gen<Period> Span = Gen.Select(At, Gen.Int[1, 2 * StepsPerDay], (start, steps) => new Period(start, start + (steps * Step)));

    private static readonly Gen<WeeklyHours> Hours = Gen.Select(
        Gen.Int[(int)IsoDayOfWeek.Friday, (int)IsoDayOfWeek.Sunday], Gen.Int[0, StepsPerDay - 1], Gen.Int[0, StepsPerDay - 1],
        (day, opens, closes) => new WeeklyHours((IsoDayOfWeek)day, Time(opens), Time(closes)));

    private static readonly Gen<VenueTerms> Terms = Hours.List[0, 5].Select(hours => Some.Terms with { OpeningHours = [.. hours] });

    private static readonly Gen<Claim> Claims =
        Gen.Select(Span, Gen.Bool, Gen.Bool, At.Nullable(), At.Nullable(), Gen.Int[0, 5], (period, isPending, isOther, came, left, booking) => new Claim
        {
            Id = EntityIds.Of<ClaimId>($"c{booking}"),
            Booking = BookingId.New(Some.Advisor, IsoWeek.Of(period.Start), $"b{booking}"),
            Network = isOther ? Some.OtherNetwork : Some.Network,
            Period = period,
            Held = period.Widen(Step, Step),
            Seats = 1,
            MadeAt = Some.Now,
            IsPending = isPending,
            Presence = came is null ? null : new ClaimPresence { Version = 2, CheckedInAt = came, CheckedOutAt = left },
        });

    private static readonly Gen<RoomState> Rooms = Gen.Select(Terms, Terms, Terms, At, At, Span.List[0, 3], At.Nullable(),
        (first, second, third, one, other, closures, published) =>
            (new RoomState { Details = A.Room, Terms = first, PublishedAt = published })
                .Taking(second, Instant.Min(one, other))
                .Taking(third with { Closures = [.. closures.Select(period => Some.Closure(period))] }, Instant.Max(one, other)));

    [Fact]
    public void Days_AnyRoom_AgreeWithEveryTenMinutes() =>
        Gen.Select(Rooms, Claims.List[0, 8], At, Gen.Bool).Sample((room, claims, now, onlyOne) =>
        {
            OrganizationId? network = onlyOne ? Some.Network : null;

            var days = UtilizationRules.Days(First, First.PlusDays(Days - 1), Paris, UtilizationRules.OpenTime(room, During), claims, now, network);

            Assert.All(days, day => Assert.True(Duration.Zero <= day.Used && day.Used <= day.Booked && day.Booked <= day.Open));
            var agreed = claims.Where(claim => !claim.IsPending && (network is null || claim.Network == network)).ToList();
            Assert.Equal(Modelled(room, agreed, now), days.Select(day => day with { Bookings = 0 }));
        }, iter: 300);

    private static IEnumerable<DayUse> Modelled(RoomState room, List<Claim> agreed, Instant now)
    {
        var days = new DayUse[Days];
        for (var at = During.Start; at < During.End; at += Step)
        {
            if (!IsOpen(room, at))
                continue;
            var here = agreed.FindAll(claim => claim.Period.Contains(at));
            var isUsed = at < now && here.Exists(claim => claim.Presence is { CheckedInAt: { } came } presence
                && came <= at && (presence.CheckedOutAt is not { } left || at < left));
            days[NodaTime.Period.DaysBetween(First, at.InZone(Paris).Date)] +=
                new DayUse(Step, here.Count > 0 ? Step : Duration.Zero, isUsed ? Step : Duration.Zero, 0);
        }

        return days;
    }

    private static bool IsOpen(RoomState room, Instant at)
    {
        var then = room.FormerHours.FirstOrDefault(former => at < former.Until)?.ToHours() ?? room.Terms!.ToHours();
        return (room.PublishedAt is not { } published || published <= at)
            && !room.Terms!.Closures.Any(closure => closure.Period.Contains(at))
            && then.Covers(new Period(at, at + Step));
    }

    private static LocalTime Time(int step) => LocalTime.FromMinutesSinceMidnight(10 * step);
}
