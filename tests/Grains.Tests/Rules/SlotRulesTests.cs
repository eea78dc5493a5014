using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Tests.Cluster;
using Scheduling.Grains.Waitlists;

namespace Scheduling.Grains.Tests.Rules;

public sealed class SlotRulesTests
{
    private static readonly JoinWaitlist Wish = WaitlistRulesTests.Wish;
    private static readonly RoomDetails Details = A.Room;

    public static TheoryData<string, JoinWaitlist> Wishes => new()
    {
        { "", Wish },
        { "", Wish with { Window = Some.Tomorrow(0, 31 * 24), Length = Duration.FromMinutes(1), OfferHold = Duration.FromDays(7) } },
        { "period.end", Wish with { Window = Some.Tomorrow(0, 7 * 24 + 1) } },
        { "period.end", Wish with { Window = Some.Tomorrow(9, -1) } },
        { "window.end", Wish with { Window = Some.Tomorrow(0, 31 * 24 + 1), Length = Duration.FromHours(1) } },
        { "length", Wish with { Length = Duration.FromHours(3) } },
        { "length", Wish with { Length = Duration.Zero } },
        { "length", Wish with { Window = Some.Tomorrow(0, 20 * 24), Length = Duration.FromDays(8) } },
        { "seats title offerHold", Wish with { Seats = 0, Title = new string('x', 201), OfferHold = Duration.FromMinutes(4) } },
        { "offerHold", Wish with { OfferHold = Duration.FromDays(7) + Duration.FromSeconds(1) } },
    };

    /// <summary>Window and length in hours of 2 March 2027 (UTC), what is held, and when the slot begins; null for none.</summary>
    public static TheoryData<double, double, double?, double[], double?> Windows => new()
    {
        { 9, 11, null, [], 9 },
        { 9.1, 11.1, null, [], 9.1 },
        { 9, 11, null, [10, 12], null },
        { 9, 17, 2, [], 9 },
        { 9.1, 17, 2, [], 9.25 },
        { 9, 17, 2, [9, 11], 11 },
        { 9, 17, 2, [10.5, 11.1], 11.25 },
        { 9, 17, 2, [11, 14], 9 },
        { 9, 17, 2, [9, 15.1], null },
        { 9.1, 11.1, 2, [], null },
        { 9, 11, 2, [], 9 },
        { -30, -20, 2, [], null },
        { -20, -10, 2, [], -16 },
    };

    [Theory, MemberData(nameof(Wishes), DisableDiscoveryEnumeration = true)]
    public void Validate_Wish_NamesTheField(string fields, JoinWaitlist wish) => Assert.Equal(fields, string.Join(' ',
        SlotRules.Validate(wish).Cast<InvalidInputRefusal>().Select(refusal => refusal.Field)));

    [Theory, MemberData(nameof(Windows))]
    public void First_Window_IsTheEarliestQuarterHourThatIsFree(double from, double to, double? hours, double[] held, double? expected)
    {
        var length = hours is { } wanted ? Duration.FromHours(wanted) : (Duration?)null;
        var entry = WaitlistRulesTests.Entry("a", Some.Tomorrow(from, to - from), length);

        var slot = SlotRules.First(
            entry, Details, Some.Terms, Some.Now, slot => held is not [var start, var end] || !slot.Overlaps(Some.Tomorrow(start, end - start)));

        Assert.Equal(expected is { } begin ? Some.Tomorrow(begin, hours ?? to - from) : null, slot);
    }

    [Fact]
    public void First_RulesOfTheRoom_AreKept()
    {
        var entry = WaitlistRulesTests.Entry("a", Some.Tomorrow(0, 24), Duration.FromHours(2));
        var terms = Some.Terms with
        {
            OpeningHours = OpeningHoursTests.Parse("TUESDAY 14:00-16:00, TUESDAY 16:20-20:00"),
            Closures = [Some.Closure(Some.Tomorrow(12, 4.5))],
        };

        // The first span is closed for works; the second begins at 16:20 in Paris, and works end at 17:30.
        Assert.Equal(Some.Tomorrow(16.5, 2), SlotRules.First(entry, Details, terms, Some.Now, _ => true));
        Assert.Null(SlotRules.First(entry with { Seats = 9 }, Details, terms, Some.Now, _ => true));
    }

    [Fact]
    public void Hopeless_Wish_TellsTheRulesThatNeverAllowIt()
    {
        var closed = Some.Terms with { Closures = [Some.Closure(Some.Tomorrow(0, 24))] };
        var strict = Details with { Policy = BookingPolicy.Default with { MaximumDuration = Duration.FromHours(1) } };

        Assert.Empty(Reasons(null, 8, Details));
        Assert.Empty(SlotRules.Hopeless(Wish.Window, null, 8, Details, closed, Some.Now));
        Assert.Equal(["SeatsExceeded seats 8 9"], Reasons(null, 9, Details));
        Assert.Equal(["Policy maximumDuration PT1H PT2H"], Reasons(null, 8, strict));
        Assert.Empty(Reasons(Duration.FromHours(1), 8, strict));
        Assert.Equal(["Policy maximumDuration PT1H PT1H30M"], Reasons(Duration.FromMinutes(90), 8, strict));
        Assert.Equal(["Policy window PT15M PT2H"], SlotRules.Hopeless(
            Some.Tomorrow(9.1, 2), Duration.FromHours(2), 8, Details, Some.Terms, Some.Now).Select(Some.Line));

        static IEnumerable<string> Reasons(Duration? length, int seats, RoomDetails details) =>
            SlotRules.Hopeless(Wish.Window, length, seats, details, Some.Terms, Some.Now).Select(Some.Line);
    }
}
