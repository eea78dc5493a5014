using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Tests.Cluster;
using Scheduling.Grains.Waitlists;

namespace Scheduling.Grains.Tests.Rules;

public sealed class WaitlistRulesTests
{
    private static readonly RoomId Room = EntityIds.Of<RoomId>("salle");

    /// <summary>The booking's status, whether it was accepted, whether the entry is being given up, and what it becomes.</summary>
    public static TheoryData<BookingStatus, bool, bool, WaitlistStatus> Sights => new()
    {
        { BookingStatus.Pending, false, false, WaitlistStatus.Offered },
        { BookingStatus.Pending, false, true, WaitlistStatus.Offered },
        { BookingStatus.Pending, true, false, WaitlistStatus.Served },
        { BookingStatus.Confirmed, true, false, WaitlistStatus.Served },
        { BookingStatus.Confirmed, true, true, WaitlistStatus.Served },
        { BookingStatus.Cancelled, true, false, WaitlistStatus.Served },
        { BookingStatus.Declined, false, false, WaitlistStatus.Lapsed },
        { BookingStatus.Declined, false, true, WaitlistStatus.Left },
        { BookingStatus.Expired, false, false, WaitlistStatus.Lapsed },
        { BookingStatus.Cancelled, false, false, WaitlistStatus.Lapsed },
    };

    [Theory, MemberData(nameof(Sights))]
    public void See_Booking_DecidesWhatBecomesOfTheEntry(BookingStatus status, bool isAccepted, bool isLeaving, WaitlistStatus expected)
    {
        var entry = Entry("a") with { Status = WaitlistStatus.Offered, LeavingBy = isLeaving ? GrainCluster.Admin : null };

        var seen = WaitlistRules.See(entry, View(entry, status, isAccepted), Some.Now);

        Assert.Equal(expected, seen.Status);
        Assert.Equal(seen.IsOpen ? null : Some.Now, seen.EndedAt);
    }

    [Fact]
    public void Ask_AgainAndAgainForAnySlot_NamesTheSameBooking()
    {
        var first = WaitlistRules.Ask(Entry("a"), Some.Tomorrow(9, 2));
        var same = WaitlistRules.Ask(Entry("a"), Some.Tomorrow(9, 2));
        var second = WaitlistRules.Ask(WaitlistRules.Answered(first, Refusal.Forbidden(""), Some.Now), Some.Tomorrow(13, 2));

        Assert.Equal(first.Booking, same.Booking);
        Assert.Equal((first.Booking, Some.Tomorrow(13, 2), 2), (second.Booking, second.Asking, second.Attempts));
        Assert.NotEqual(first.Booking, WaitlistRules.Ask(Entry("b"), Some.Tomorrow(9, 2)).Booking);
        Assert.Equal((Some.Advisor, IsoWeek.Of(Some.Tomorrow(9, 2).Start)), (first.Booking!.Value.Lead, first.Booking.Value.Week));
        Assert.True(BookingId.TryParse(first.Booking.Value.Value, out _));
    }

    [Fact]
    public void Answered_Refused_WaitsOn()
    {
        var asking = WaitlistRules.Ask(Entry("a"), Some.Tomorrow(9, 2));

        var answered = WaitlistRules.Answered(asking, Refusal.Plain(RefusalCode.AdvisorBusy, "busy"), Some.Now);

        Assert.Equal((true, 1), (answered.WantsSlot, answered.Attempts));
    }

    [Fact]
    public void PositionOf_Entries_CountsThoseBeforeThatWantTheSameTime()
    {
        var list = List(
            Entry("a"), Entry("b", Some.Tomorrow(14, 2)), Entry("c") with { Status = WaitlistStatus.Left }, Entry("d", Some.Tomorrow(8, 8)), Entry("e"));

        Assert.Equal([1, 1, null, 3, 3], list.Entries.Select(entry => WaitlistRules.PositionOf(list, entry)));
    }

    [Fact]
    public void With_ManyEnded_ForgetsTheOldestAndWhatIsAWeekOld()
    {
        var ended = Enumerable.Range(0, 210).Select(n => Entry($"n{n}") with { Status = WaitlistStatus.Left, EndedAt = Some.Now + Duration.FromMinutes(n) });
        var list = List([Entry("old") with { Status = WaitlistStatus.Served, EndedAt = Some.Now - Duration.FromDays(8) }, .. ended, Entry("open")]);

        var next = WaitlistRules.With(list, Entry("new"), Some.Now);

        Assert.Equal(202, next.Entries.Length);
        Assert.Equal(["wait-salle-n10", "wait-salle-open", "wait-salle-new"], [next.Entries[0].Id.Value, .. next.Open.Select(entry => entry.Id.Value)]);
    }

    [Fact]
    public void Join_ClockThatStandsStill_IsLaterThanEverybodyBefore()
    {
        var list = List(Entry("a"));

        var joined = WaitlistRules.Join(list, Wish, Id("b"), Some.Network, Some.Now - Duration.FromHours(1));

        Assert.True(joined.JoinedAt > list.Entries[0].JoinedAt);
    }

    [Theory]
    [InlineData(WaitlistRules.OpenMax - 1, 0, null)]
    [InlineData(WaitlistRules.OpenMax, 0, "waitlist")]
    [InlineData(0, WaitlistRules.OpenOfAdvisorMax - 1, null)]
    [InlineData(0, WaitlistRules.OpenOfAdvisorMax, "waitlistOfAdvisor")]
    public void Against_Quotas_CountWhoIsOpen(int others, int own, string? rule)
    {
        var entries = Enumerable.Range(0, others).Select(n => Entry($"o{n}") with { Advisor = Some.OtherAdvisor })
            .Concat(Enumerable.Range(0, own).Select(n => Entry($"n{n}", Some.Tomorrow(9, 3))));
        var list = List([.. entries, .. Enumerable.Range(0, 30).Select(n => Entry($"e{n}") with { Status = WaitlistStatus.Left })]);

        Assert.Equal(rule, (WaitlistRules.Against(list, Wish) as RuleRefusal)?.Rule);
    }

    [Theory]
    [InlineData("wait-salle-abc", true)]
    [InlineData("wait-salle", false)]
    [InlineData("wait-salle-", false)]
    [InlineData("wait-sa lle-a", false)]
    [InlineData("wait-salle-a-b", false)]
    [InlineData("room-salle", false)]
    [InlineData(null, false)]
    public void TryParse_Text_TakesWhatNamesARoom(string? text, bool expected)
    {
        Assert.Equal(expected, WaitlistEntryId.TryParse(text, out var id));
        if (expected)
            Assert.Equal(Room, id.Room);
    }

    internal static JoinWaitlist Wish { get; } = new()
    {
        Actor = GrainCluster.Admin,
        Advisor = Some.Advisor,
        Window = Some.Tomorrow(9, 2),
        Seats = 8,
        OfferHold = Duration.FromHours(2),
    };

    internal static WaitlistEntry Entry(string key, Period? window = null, Duration? length = null) => WaitlistRules.Join(
        new WaitlistState(), Wish with { Window = window ?? Wish.Window, Length = length }, Id(key), Some.Network, Some.Now);

    private static WaitlistEntryId Id(string key) => WaitlistEntryId.New(Room, key);

    private static WaitlistState List(params WaitlistEntry[] entries) => new() { Entries = [.. entries] };

    private static BookingView View(WaitlistEntry entry, BookingStatus status, bool isAccepted) =>
        (BookingRulesTests.Booking(status) with { Offer = new WaitlistOffer { Entry = entry.Id, IsAccepted = isAccepted } }).ToView();
}
