using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Tests.Compatibility;

/// <summary>Samples of what is stored of co-hosts of other networks.</summary>
internal static class Agreement
{
    private static readonly AdvisorId CoHost = EntityIds.Of<AdvisorId>("fedcba9876543210");
    private static readonly OrganizationId Network = OrganizationId.OfNetwork("emmaus00000000a");
    private static readonly Instant At = Instant.FromUtc(2027, 3, 1, 9, 30);

    public static InvitationPolicy Policy { get; } =
        new() { AcceptsAll = true, Networks = [Network], Keys = [RequestKey.Of("subject", "key", "setInvitationPolicy", "input")] };

    public static Invitation Invitation { get; } = new()
    {
        Advisor = CoHost,
        Network = Network,
        IsOptional = true,
        Answer = InvitationAnswer.Accepted,
        InvitedBy = "camille",
        At = At,
        By = "dominique",
        Note = "Avec plaisir",
    };

    public static JoinRequest Request(Instant asked, RequestKey key) => new()
    {
        Advisor = CoHost,
        Network = Network,
        By = "dominique",
        Note = "À deux ?",
        At = asked,
        Key = key,
        Answer = Decision.Decline,
        AnsweredAt = At,
        AnswerNote = "Complet",
    };

    public static AskedToJoin Asked(BookingId booking, Instant at, RequestKey key) => new() { Bookings = [new AskedBooking(booking, at, key)] };
}
