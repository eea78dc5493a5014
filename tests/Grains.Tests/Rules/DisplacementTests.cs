using Scheduling.Grains.Calendars;
using Scheduling.Grains.Changes;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Tests.Rules;

/// <summary>Whom a smaller capacity leaves no place for: as few as can be, and never whoever was there first.</summary>
public sealed class DisplacementTests
{
    // Each claim: name, from hour, to hour, seats; in the order in which they were made.
    [Theory]
    [InlineData("a 9 11 4, b 9 11 4", 8, "")]
    [InlineData("a 9 11 4, b 9 11 4", 7, "b")]
    [InlineData("a 9 11 4, b 11 12 8, c 10 12 4", 8, "c")]
    [InlineData("a 9 11 9, b 9 11 2", 8, "a")]
    [InlineData("a 9 10 4, b 10 11 4, c 9 11 4, d 9 10 2", 6, "c")]
    [InlineData("a 9 10 8", 8, "")]
    public void Of_Seats_LaterOnesGiveWay(string claims, int seats, string expected) =>
        AssertDisplaced(claims, Capacity.Seats(seats), expected);

    [Theory]
    [InlineData("a 9 11 4, b 10 12 4, c 11 12 1", "b")]
    [InlineData("a 9 10 4, b 10 11 4", "")]
    public void Of_OneAtATime_LaterOnesGiveWay(string claims, string expected) => AssertDisplaced(claims, Capacity.One, expected);

    [Fact]
    public void Of_TwoClaimsOfOneBooking_CountOnce()
    {
        var claim = Claims("a 9 11 6").Single();
        var adopted = claim with { Id = EntityIds.Of<ClaimId>("adopted") };

        Assert.Empty(Displacement.Of([claim, adopted], Capacity.Seats(8)));
    }

    [Fact]
    public void Involved_ManyAtRandom_LeavesOutNobodyWhoIsDisplaced()
    {
        var dice = new Random(20270301);
        for (var round = 0; round < 300; round++)
        {
            var claims = Claims(string.Join(", ", Enumerable.Range(0, 12).Select(i =>
            {
                var from = dice.Next(0, 20);
                return $"c{i} {from} {from + dice.Next(1, 5)} {dice.Next(1, 6)}";
            }))).ToList();
            var capacity = dice.Next(2) == 0 ? Capacity.One : Capacity.Seats(dice.Next(3, 9));

            var displaced = Displacement.Of(claims, capacity);
            var ofInvolved = Displacement.Of(Displacement.Involved(claims, capacity), capacity);

            Assert.Equal(displaced, ofInvolved);
            var kept = claims.Except(displaced).ToList();
            Assert.All(kept, claim => Assert.True(CalendarRules.PeakTaken(kept, claim.Held, capacity) <= capacity.Total));
            // Nobody goes needlessly: with whoever was made before and stays, each one displaced would not fit.
            Assert.All(displaced, claim => Assert.True(CalendarRules.PeakTaken(
                kept.Where(other => other.MadeAt < claim.MadeAt).Append(claim), claim.Held, capacity) > capacity.Total));
        }
    }

    private static void AssertDisplaced(string claims, Capacity capacity, string expected) => Assert.Equal(
        expected, string.Join(' ', Displacement.Of(Displacement.Involved(Claims(claims), capacity), capacity).Select(claim => claim.Id.Value[6..])));

    private static IEnumerable<Claim> Claims(string text) => text.Split(", ").Select((line, index) =>
    {
        var words = line.Split(' ');
        var hours = words[1..].Select(word => int.Parse(word, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        var period = Some.Tomorrow(hours[0], hours[1] - hours[0]);
        return new Claim
        {
            Id = EntityIds.Of<ClaimId>(words[0]),
            Booking = BookingId.New(Some.Advisor, IsoWeek.Of(period.Start), words[0]),
            Network = Some.Network,
            Period = period,
            Held = period,
            Seats = hours[2],
            MadeAt = Some.Now + Duration.FromMinutes(index),
        };
    });
}
