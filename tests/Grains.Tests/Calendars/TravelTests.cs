using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Tests.Cluster;
using Scheduling.Grains.Tests.Rules;

namespace Scheduling.Grains.Tests;

public sealed class TravelTests
{
    private static readonly GeoPoint Ardentes = new(46.7411, 1.8331);
    private static readonly GeoPoint Chateauroux = new(46.8103, 1.6910);
    private static readonly GeoPoint Noumea = new(-22.2758, 166.4580);

    public static TheoryData<string, TravelRules, Claim, Claim> Ways => new()
    {
        // 13.28 km in a straight line, 17.26 km by road, 17.26 min, and 10.
        { "PT28M", TravelRules.Default, At(Ardentes), At(Chateauroux) },
        { "PT45M", TravelRules.Default with { KilometresPerHour = 30 }, At(Ardentes), At(Chateauroux) },
        { "PT24M", TravelRules.Default with { DetourFactor = 1 }, At(Ardentes), At(Chateauroux) },
        { "PT18M", TravelRules.Default with { Margin = Duration.Zero }, At(Ardentes), At(Chateauroux) },
        { "PT24H", TravelRules.Default, At(Ardentes), At(Noumea) },
        { "PT0S", TravelRules.Default with { IsOn = false }, At(Ardentes), At(Chateauroux) },
        { "PT0S", TravelRules.Default, At(Ardentes), At(Ardentes, "other") },
        { "PT0S", TravelRules.Default, At(Ardentes, "mairie"), At(Chateauroux, "mairie") },
        { "PT0S", TravelRules.Default, At(Ardentes), At(null) },
        { "PT0S", TravelRules.Default, At(null), At(Chateauroux) },
        { "PT0S", TravelRules.Default, At(null), At(null) },
    };

    [Theory]
    [MemberData(nameof(Ways), DisableDiscoveryEnumeration = true)]
    public void Between_TwoPlaces_TakesTheSameBothWays(string expected, TravelRules rules, Claim one, Claim other) => Assert.Equal(
        (expected, expected), (IsoDuration.Format(Travel.Between(rules, one, other)), IsoDuration.Format(Travel.Between(rules, other, one))));

    [Theory]
    [InlineData(11.0, 12.0, 27, "AdvisorBusy travelTime PT28M PT27M",
        "The advisor has a booking elsewhere before it: 18 km by road take 28 min, and 27 min are left.")]
    [InlineData(7.0, 8.0, -15, "AdvisorBusy travelTime PT28M PT15M",
        "The advisor has a booking elsewhere after it: 18 km by road take 28 min, and 15 min are left.")]
    [InlineData(11.0, 12.0, 28, null, null)]
    [InlineData(7.5, 8.0, -28, null, null)]
    [InlineData(10.0, 12.0, 0, null, null)]
    public void TooNear_MinutesBetween_NamesTheTimeItTakes(double from, double to, int minutes, string? expected, string? message)
    {
        var held = At(Ardentes) with { Period = A.Hours(9, 11) };
        var moved = A.Hours(from, to);
        // Away from the booking that is there.
        moved = minutes < 0
            ? new Period(moved.Start - (moved.End - held.Period.Start) - Duration.FromMinutes(-minutes), held.Period.Start - Duration.FromMinutes(-minutes))
            : new Period(moved.Start + Duration.FromMinutes(minutes), moved.End + Duration.FromMinutes(minutes));
        var newcomer = At(Chateauroux) with { Period = moved };

        var tooNear = Travel.TooNear(TravelRules.Default, [held], newcomer);

        Assert.Equal(expected is not null, !tooNear.IsEmpty);
        var refusal = tooNear.IsEmpty ? null : Travel.Refuse(TravelRules.Default, tooNear, newcomer);
        Assert.Equal((expected, message), (refusal is null ? null : Some.Line(refusal), refusal?.Message));
    }

    [Fact]
    public void TooNear_SeveralNeighbours_TellsOfTheOneThatLacksMost()
    {
        Claim[] held = [At(Chateauroux) with { Period = A.Hours(8, 8.9) }, At(Noumea) with { Period = A.Hours(20, 21) }];
        var newcomer = At(Ardentes) with { Period = A.Hours(9, 11) };

        var tooNear = Travel.TooNear(TravelRules.Default, held, newcomer);

        Assert.Equal(2, tooNear.Length);
        Assert.Equal("AdvisorBusy travelTime PT24H PT9H", Some.Line(Travel.Refuse(TravelRules.Default, tooNear, newcomer)));
    }

    /// <summary>Whatever the rule lets through, somebody with a car can do: from each booking to the next in time.</summary>
    [Fact]
    public void TooNear_AnyWeek_WhatIsTakenCanBeDriven()
    {
        var random = new Random(20270301);
        for (var round = 0; round < 300; round++)
        {
            var rules = new TravelRules
            {
                IsOn = true,
                DetourFactor = 1 + random.NextDouble(),
                KilometresPerHour = random.Next(20, 130),
                Margin = Duration.FromMinutes(random.Next(0, 60)),
            };
            var week = new List<Claim>();
            for (var i = 0; i < 40; i++)
            {
                var start = A.Monday + Duration.FromMinutes(random.Next(7 * 24 * 60));
                var newcomer = At(new GeoPoint(46 + random.NextDouble(), 1 + random.NextDouble()), $"venue{random.Next(6)}") with
                {
                    Period = new Period(start, start + Duration.FromMinutes(random.Next(1, 300))),
                };
                newcomer = newcomer with { Held = newcomer.Period };
                if (CalendarRules.InTheWay(week, newcomer.Held, 1, Capacity.One).IsEmpty && Travel.TooNear(rules, week, newcomer).IsEmpty)
                    week.Add(newcomer);
            }

            foreach (var (before, after) in week.OrderBy(claim => claim.Period.Start).Zip(week.OrderBy(claim => claim.Period.Start).Skip(1)))
            {
                if (before.Venue == after.Venue)
                    continue;
                var hours = before.Place!.KilometresTo(after.Place!) * rules.DetourFactor / rules.KilometresPerHour;
                Assert.True(before.Period.End + Duration.FromHours(hours) + rules.Margin <= after.Period.Start,
                    $"round {round}: {before.Period} and {after.Period} are {hours} h apart");
            }

            Assert.True(week.Count > 5, "the weeks are worth looking at");
        }
    }

    [Theory]
    [InlineData(1, 60, 0, "")]
    [InlineData(5, 300, 12 * 60, "")]
    [InlineData(0.99, 60, 10, "detourFactor")]
    [InlineData(5.01, 60, 10, "detourFactor")]
    [InlineData(double.NaN, double.NaN, 10, "detourFactor kilometresPerHour")]
    [InlineData(1.3, 0, 10, "kilometresPerHour")]
    [InlineData(1.3, 301, 10, "kilometresPerHour")]
    [InlineData(1.3, 60, -1, "margin")]
    [InlineData(1.3, 60, 12 * 60 + 1, "margin")]
    public void Validate_Rules_NamesTheField(double factor, double speed, int minutes, string fields)
    {
        var rules = new TravelRules { IsOn = true, DetourFactor = factor, KilometresPerHour = speed, Margin = Duration.FromMinutes(minutes) };

        Assert.Equal(fields, string.Join(' ', rules.Validate().Cast<InvalidInputRefusal>().Select(refusal => refusal.Field)));
    }

    private static Claim At(GeoPoint? place, string? venue = null) => new()
    {
        Id = EntityIds.Of<ClaimId>("c1"),
        Booking = BookingId.New(Some.Advisor, IsoWeek.Of(A.Monday), "b1"),
        Network = Some.Network,
        Period = A.Hours(9, 11),
        Held = A.Hours(9, 11),
        Seats = 8,
        MadeAt = A.Monday,
        Place = place,
        Venue = venue is null ? null : EntityIds.Of<VenueId>(venue),
    };
}
