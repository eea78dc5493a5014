using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Waitlists;

namespace Scheduling.Grains.Tests.Rules;

public sealed class OfferRulesTests
{
    private static readonly WaitlistOffer Offer =
        new() { Entry = new WaitlistEntryId("wait-salle-a"), Hold = Duration.FromHours(2) };

    public static TheoryData<BookingStatus> Statuses => [.. Enum.GetValues<BookingStatus>()];

    [Theory, MemberData(nameof(Statuses))]
    public void Answer_EachStatus_OnlyAnOpenOffer(BookingStatus status)
    {
        var offered = Offered() with { Status = status };
        var request = BookingRulesTests.Booking(status) with { Awaiting = [BookingStep.OwnerDecision] };

        foreach (var decision in Enum.GetValues<Decision>())
        {
            Assert.Equal(status == BookingStatus.Pending ? null : RefusalCode.WrongState, Answer(offered, decision).Refusal?.Code);
            Assert.Equal(RefusalCode.WrongState, Answer(request, decision).Refusal?.Code);
        }
    }

    [Fact]
    public void Answer_Accept_ConfirmsAndTellsTheRoom()
    {
        var accepted = Answer(Offered(), Decision.Accept).Next!;

        Assert.Equal((BookingStatus.Confirmed, 4, true), (accepted.Status, accepted.Version, accepted.Offer!.IsAccepted));
        Assert.Empty(accepted.Awaiting);
        Assert.Null(accepted.Deadline);
        Assert.Equal(accepted.Claims, accepted.Confirmations);
    }

    [Fact]
    public void Answer_AcceptWhereTheOwnerDecides_AsksTheOwner()
    {
        var offered = Offered();
        offered = offered with { Facts = offered.Facts with { DecisionDeadline = Duration.FromHours(48) } };

        var accepted = Answer(offered, Decision.Accept).Next!;

        Assert.Equal((BookingStatus.Pending, true, true), (accepted.Status, accepted.IsListedAsRequest, accepted.Offer!.IsAccepted));
        Assert.Equal([BookingStep.OwnerDecision], accepted.Awaiting);
        // Not past its start, which is tomorrow.
        Assert.Equal(offered.Period.Start, accepted.Deadline);
        Assert.Equal(["caller"], accepted.AskedBy);
    }

    [Fact]
    public void Answer_Decline_GivesEverythingBack()
    {
        var offered = Offered();

        var declined = Answer(offered, Decision.Decline).Next!;

        Assert.Equal((BookingStatus.Declined, false), (declined.Status, declined.Offer!.IsAccepted));
        Assert.Equal(offered.Claims, declined.Releases);
    }

    [Fact]
    public void Tick_OfferPastItsDeadline_Expires() => Assert.Equal(
        BookingStatus.Expired, BookingRules.Tick(Offered(), Some.Now + Duration.FromHours(2)).Next!.Status);

    private static BookingRecord Offered() => BookingRulesTests.Booking(BookingStatus.Pending) with
    {
        Awaiting = [BookingStep.WaitlistOffer],
        Deadline = Some.Now + Duration.FromHours(2),
        Offer = Offer,
    };

    private static BookingDecision Answer(BookingRecord booking, Decision decision) => BookingRules.Answer(
        booking,
        new AnswerOffer { Actor = Some.Actor(advisor: Some.Advisor, roles: Role.Advisor), Booking = booking.Id, Decision = decision },
        Some.Now);
}
