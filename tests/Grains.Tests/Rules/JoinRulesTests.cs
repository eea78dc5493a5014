using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Tests.Cluster;

namespace Scheduling.Grains.Tests.Rules;

/// <summary>Who may ask to join what, how often, and what may be answered.</summary>
public sealed class JoinRulesTests
{
    private static readonly AdvisorId Third = EntityIds.Of<AdvisorId>("sacha");

    [Theory]
    [InlineData(BookingStatus.Pending, true)]
    [InlineData(BookingStatus.Confirmed, true)]
    [InlineData(BookingStatus.InProgress, false)]
    [InlineData(BookingStatus.Completed, false)]
    [InlineData(BookingStatus.Cancelled, false)]
    [InlineData(BookingStatus.Declined, false)]
    [InlineData(BookingStatus.Expired, false)]
    [InlineData(BookingStatus.NoShow, false)]
    public void JoinAnswer_EachStatus_OnlyBeforeItBegins(BookingStatus status, bool isOpen)
    {
        var booking = Open(status);
        var waiting = booking with { JoinRequests = [Request(Third)] };

        Assert.Equal(isOpen ? null : RefusalCode.WrongState, BookingRules.Join(booking, Asking(Third), Some.Now).Refusal?.Code);
        Assert.Equal(isOpen ? null : RefusalCode.WrongState, BookingRules.BeginAnswer(waiting, Answering(waiting, Decision.Decline), Some.Now)!.Value.Refusal?.Code);
        Assert.Equal(RefusalCode.WrongState, BookingRules.Join(booking, Asking(Third), booking.Period.Start).Refusal?.Code);
        Assert.Equal(isOpen ? JoinStatus.Pending : JoinStatus.Expired, waiting.ToView().JoinRequests.Single().Status);
    }

    [Fact]
    public void Join_LeadOrCoHost_TakesPartAlready()
    {
        foreach (var advisor in new[] { Some.Advisor, Some.OtherAdvisor })
            Assert.Equal(RefusalCode.WrongState, BookingRules.Join(Open(), Asking(advisor), Some.Now).Refusal?.Code);
    }

    [Fact]
    public void Join_TooManyWait_IsRefusedAndAnAnsweredOneMakesPlace()
    {
        var full = Open() with
        {
            JoinRequests = [.. Enumerable.Range(0, BookingRecord.JoinRequestsMax).Select(n => Request(EntityIds.Of<AdvisorId>($"a{n}")))],
        };
        var answered = full with { JoinRequests = full.JoinRequests.SetItem(3, full.JoinRequests[3] with { Answer = Decision.Decline }) };

        Assert.Equal(RefusalCode.Quota, BookingRules.Join(full, Asking(Third), Some.Now).Refusal?.Code);
        var next = BookingRules.Join(answered, Asking(Third), Some.Now).Next!;

        Assert.Equal(BookingRecord.JoinRequestsMax, next.JoinRequests.Length);
        Assert.Equal(Third, next.JoinRequests[^1].Advisor);
        Assert.DoesNotContain(answered.JoinRequests[3], next.JoinRequests);
    }

    [Fact]
    public void Join_KeyOfAStranger_IsNotAmongTheBookingsKeys()
    {
        var next = BookingRules.Join(Open(), Asking(Third) with { Key = A.Key("k") }, Some.Now).Next!;

        Assert.Empty(next.ChangeKeys);
        Assert.Equal(default, BookingRules.Join(next, Asking(Third) with { Key = A.Key("k") }, Some.Now));
    }

    [Fact]
    public void Join_TookPartOnceAndLeft_MayAskAgain()
    {
        var booking = Open() with { JoinRequests = [Request(Third) with { Answer = Decision.Accept }] };

        var next = BookingRules.Join(booking, Asking(Third), Some.Now).Next!;

        Assert.Null(Assert.Single(next.JoinRequests).Answer);
    }

    [Fact]
    public void BeginAnswer_NoPlaceForOneMore_IsRefused()
    {
        var booking = Open() with
        {
            CoHosts = [.. Enumerable.Range(0, BookingRules.CoHostsMax).Select(n => EntityIds.Of<AdvisorId>($"a{n}"))],
            JoinRequests = [Request(Third)],
        };

        Assert.Equal(RefusalCode.Quota, BookingRules.BeginAnswer(booking, Answering(booking, Decision.Accept), Some.Now)!.Value.Refusal?.Code);
    }

    [Fact]
    public void BeginAnswer_BookingIsAnOffer_WaitsUntilTheOfferIsAccepted()
    {
        var offer = Open(BookingStatus.Pending) with { Awaiting = [BookingStep.WaitlistOffer], JoinRequests = [Request(Third)] };

        Assert.Equal(RefusalCode.WrongState, BookingRules.BeginAnswer(offer, Answering(offer, Decision.Accept), Some.Now)?.Refusal?.Code);
        Assert.NotNull(BookingRules.BeginAnswer(offer, Answering(offer, Decision.Decline), Some.Now)?.Next);
    }

    [Fact]
    public void Decide_ByWhoeverAskedToJoinIt_IsForbidden()
    {
        var joined = Open(BookingStatus.Pending) with
        {
            Awaiting = [BookingStep.OwnerDecision],
            CoHosts = [Third],
            JoinRequests = [Request(Third) with { By = "caller", Answer = Decision.Accept }],
        };
        var accept = new DecideBooking { Actor = Some.Actor(Some.Owner, roles: Role.Manager), Booking = joined.Id, Decision = Decision.Accept };

        Assert.Equal(RefusalCode.Forbidden, BookingRules.Decide(joined, accept, Some.Now).Refusal?.Code);
        // Who takes part no more does not count.
        Assert.NotNull(BookingRules.Decide(joined with { CoHosts = [] }, accept, Some.Now).Next);
    }

    [Theory]
    [InlineData("join-salle-2027W12-c1", true)]
    [InlineData("join-salle-2027W54-c1", false)]
    [InlineData("join-salle-2027W12", false)]
    [InlineData("join-salle-2027W12-c1-d", false)]
    [InlineData("join--2027W12-c1", false)]
    [InlineData("Join-salle-2027W12-c1", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Reference_Text_IsReadBackOrNone(string? text, bool isOne)
    {
        Assert.Equal(isOne, JoinReference.TryParse(text, out var reference));
        if (isOne)
            Assert.Equal(text, reference.ToString());
    }

    private static BookingRecord Open(BookingStatus status = BookingStatus.Confirmed) => BookingRulesTests.Booking(status) with { OpenToJoin = true };

    private static JoinRequest Request(AdvisorId advisor) => new() { Advisor = advisor, Network = Some.OtherNetwork, By = "sacha", At = Some.Now };

    private static JoinBooking Asking(AdvisorId advisor) =>
        new() { By = "sacha", Booking = Open().Id, Advisor = advisor, Network = Some.OtherNetwork };

    private static AnswerJoinRequest Answering(BookingRecord booking, Decision decision) =>
        new() { Actor = GrainCluster.Admin, Booking = booking.Id, Advisor = Third, Decision = decision };
}
