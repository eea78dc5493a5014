using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Tests.Cluster;

namespace Scheduling.Grains.Tests.Rules;

/// <summary>What an answer, its absence or a farewell makes of a booking with a co-host of another network.</summary>
public sealed class ConsentRulesTests
{
    private static readonly AdvisorId Third = EntityIds.Of<AdvisorId>("sacha");
    private static readonly Actor CoHost = Some.Actor(Some.OtherNetwork, Some.OtherAdvisor, Role.Advisor);

    /// <summary>Status, the co-host's part, and the code of an answer and of a farewell.</summary>
    public static TheoryData<BookingStatus, InvitationAnswer, RefusalCode?, RefusalCode?> Steps
    {
        get
        {
            var rows = new TheoryData<BookingStatus, InvitationAnswer, RefusalCode?, RefusalCode?>();
            foreach (var status in Enum.GetValues<BookingStatus>())
                foreach (var part in Enum.GetValues<InvitationAnswer>())
                    rows.Add(status, part,
                        status == BookingStatus.Pending && part == InvitationAnswer.Pending ? null : RefusalCode.WrongState,
                        status is BookingStatus.Pending or BookingStatus.Confirmed && part != InvitationAnswer.Pending ? null : RefusalCode.WrongState);
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void AnswerLeave_EachStatusAndPart_OnlyWhatIsOpen(
        BookingStatus status, InvitationAnswer part, RefusalCode? answer, RefusalCode? leave)
    {
        var booking = Booking(status, part);

        Assert.Equal(answer, BookingRules.Answer(booking, Answer(booking), Some.Now).Refusal?.Code);
        Assert.Equal(leave, BookingRules.Leave(booking, Leave(booking), Some.Now).Refusal?.Code);
    }

    [Theory]
    [InlineData("caller", null)]
    [InlineData("camille", RefusalCode.Forbidden)]
    [InlineData("changer", RefusalCode.Forbidden)]
    [InlineData("inviter", RefusalCode.Forbidden)]
    public void Answer_ByWhoeverMadeTheInvitation_IsForbiddenWhateverTheirRoles(string subject, RefusalCode? expected)
    {
        var booking = Booking(BookingStatus.Pending, InvitationAnswer.Pending) with { AskedBy = ["changer"] };

        foreach (var actor in new[] { CoHost, Some.Actor(Some.OtherNetwork, null, Role.Manager), GrainCluster.Admin })
            Assert.Equal(expected, BookingRules.Answer(booking, Answer(booking) with { Actor = actor with { Subject = subject } }, Some.Now).Refusal?.Code);
    }

    [Fact]
    public void Answer_RequiredDeclines_GivesEverythingBackAndSaysWhy()
    {
        var booking = Booking(BookingStatus.Pending, InvitationAnswer.Pending);

        var next = BookingRules.Answer(booking, Answer(booking) with { Decision = Decision.Decline }, Some.Now).Next!;

        Assert.Equal((BookingStatus.Declined, 4L, "note"), (next.Status, next.Version, next.History[^1].Note));
        Assert.Empty(next.Claims);
        Assert.Equal(booking.Claims, next.Releases);
        Assert.Null(next.NextDue);
    }

    [Theory]
    [InlineData(false, false, BookingStatus.Expired)]
    [InlineData(true, false, BookingStatus.Confirmed)]
    [InlineData(true, true, BookingStatus.Expired)]
    public void Tick_AtTheDeadline_OnlyOptionalOnesMayBeMissing(bool optional, bool ownerMissing, BookingStatus expected)
    {
        var booking = Booking(BookingStatus.Pending, InvitationAnswer.Pending, optional);
        if (ownerMissing)
            booking = booking with { Awaiting = [BookingStep.OwnerDecision, BookingStep.CoHostConsent] };

        Assert.Null(BookingRules.Tick(booking, booking.Deadline!.Value - Duration.Epsilon).Next);
        var next = BookingRules.Tick(booking, booking.Deadline.Value).Next!;

        Assert.Equal(expected, next.Status);
        Assert.Equal(InvitationAnswer.Expired, next.Invitations.Single().Answer);
        Assert.Contains(booking.Claims[1], next.Releases);
        Assert.Equal(expected == BookingStatus.Confirmed, next.Claims.Contains(booking.Claims[0]));
        Assert.Empty(next.Awaiting);
    }

    [Fact]
    public void Cancel_WhileAnAnswerIsAwaited_NobodyIsAskedAnyMore()
    {
        var booking = Booking(BookingStatus.Pending, InvitationAnswer.Pending);

        var next = BookingRules.Cancel(booking, new CancelBooking { Actor = GrainCluster.Admin, Booking = booking.Id }, Some.Now).Next!;

        Assert.Equal(InvitationAnswer.Withdrawn, next.Invitations.Single().Answer);
    }

    [Fact]
    public void BeginChange_OnlyOtherCoHostsAreOptional_TakesNothingAndAsksNobody()
    {
        var booking = Booking(BookingStatus.Pending, InvitationAnswer.Accepted);
        var change = new ChangeBooking { Actor = GrainCluster.Admin, Booking = booking.Id, OptionalCoHosts = [Some.OtherAdvisor] };

        var next = BookingRules.BeginChange(booking, change, Some.Now)!.Value.Next!;

        Assert.Equal((true, InvitationAnswer.Accepted), (next.Invitations.Single().IsOptional, next.Invitations.Single().Answer));
        Assert.Equal(booking.Claims, next.Claims);
        Assert.Equal("optionalCoHostIds", Assert.IsType<InvalidInputRefusal>(
            BookingRules.BeginChange(booking, change with { OptionalCoHosts = [Third] }, Some.Now)!.Value.Refusal).Field);
    }

    [Fact]
    public void Answer_BookingOfBeforeOthersCouldBeAsked_WaitsForNobody()
    {
        var booking = BookingRulesTests.Booking(BookingStatus.Pending);

        var refusal = BookingRules.Answer(booking, Answer(booking) with { Actor = GrainCluster.Admin }, Some.Now).Refusal;

        Assert.Equal(RefusalCode.WrongState, refusal?.Code);
    }

    private static BookingRecord Booking(BookingStatus status, InvitationAnswer answer, bool optional = false) =>
        BookingRulesTests.Booking(status) with
        {
            Invitations =
            [
                new Invitation { Advisor = Some.OtherAdvisor, Network = Some.OtherNetwork, Answer = answer, IsOptional = optional, InvitedBy = "inviter" },
            ],
            Claims =
            [
                .. BookingRulesTests.Booking(status).Claims,
                new ClaimRef { Calendar = Some.OtherAdvisor.Value, Id = EntityIds.Of<ClaimId>("c2"), Period = Some.Tomorrow(9, 2) },
            ],
            Awaiting = status == BookingStatus.Pending ? [BookingStep.CoHostConsent] : [],
            Deadline = status == BookingStatus.Pending ? Some.Now + Duration.FromHours(5) : null,
        };

    private static AnswerInvitation Answer(BookingRecord booking) =>
        new() { Actor = CoHost, Booking = booking.Id, Advisor = Some.OtherAdvisor, Decision = Decision.Accept, Note = "note" };

    private static LeaveBooking Leave(BookingRecord booking) => new() { Actor = CoHost, Booking = booking.Id, Advisor = Some.OtherAdvisor };
}
