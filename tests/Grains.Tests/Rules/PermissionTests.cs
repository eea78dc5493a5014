using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Tests.Cluster;

namespace Scheduling.Grains.Tests.Rules;

/// <summary>
/// Every kind of caller against one booking: led by Camille of La Poste, co-hosted by Dominique of Emmaüs Connect, in a
/// room of the town hall of Ardentes.
/// </summary>
public sealed class PermissionTests
{
    private static readonly OrganizationId Stranger = OrganizationId.OfMunicipality("36044");
    private static readonly AdvisorId StrangeAdvisor = EntityIds.Of<AdvisorId>("sacha");

    /// <summary>Who, then whether they may book for Camille, see the booking, cancel it.</summary>
    public static TheoryData<string, bool, bool, bool> Callers => new()
    {
        { "admin", true, true, true },
        { "manager of the lead's network", true, true, true },
        { "manager of the room's owner", false, true, true },
        { "manager of the co-host's network", false, true, false },
        { "manager of another town", false, false, false },
        { "manager of nothing", false, false, false },
        { "lead", true, true, true },
        { "co-host", false, true, false },
        { "colleague of the lead", false, false, false },
        { "advisor who is nobody", false, false, false },
        { "lead without the role", false, false, false },
        { "manager's organisation without the role", false, false, false },
        { "display of the owner", false, false, false },
        { "manager and display", true, true, true },
        { "nobody", false, false, false },
    };

    [Theory]
    [MemberData(nameof(Callers))]
    public void MayBookSeeCancel_EachCaller_AsTheDesignSays(string who, bool mayBook, bool maySee, bool mayCancel)
    {
        var (actor, booking) = (Caller(who), BookingRulesTests.Booking(BookingStatus.Confirmed) with
        {
            Invitations = [new Invitation { Advisor = Some.OtherAdvisor, Network = Some.OtherNetwork, Answer = InvitationAnswer.Accepted }],
        });

        Assert.Equal(mayBook, BookingRules.MayBook(actor, Some.Advisor, Some.Network));
        Assert.Equal(maySee, BookingRules.MaySee(actor, booking));
        Assert.Equal(mayCancel, BookingRules.MayCancel(actor, booking));
    }

    [Fact]
    public void Callers_EveryRole_IsAmongThem() => Assert.Equal(
        Enum.GetValues<Role>().Order(), Callers.SelectMany(row => Caller(row.Data.Item1).Roles).Distinct().Order());

    private static Actor Caller(string who) => who switch
    {
        "admin" => GrainCluster.Admin,
        "manager of the lead's network" => Some.Actor(Some.Network, null, Role.Manager),
        "manager of the room's owner" => Some.Actor(Some.Owner, null, Role.Manager),
        "manager of the co-host's network" => Some.Actor(Some.OtherNetwork, null, Role.Manager),
        "manager of another town" => Some.Actor(Stranger, null, Role.Manager),
        "manager of nothing" => Some.Actor(null, null, Role.Manager),
        "lead" => Some.Actor(Some.Network, Some.Advisor, Role.Advisor),
        "co-host" => Some.Actor(Some.OtherNetwork, Some.OtherAdvisor, Role.Advisor),
        "colleague of the lead" => Some.Actor(Some.Network, StrangeAdvisor, Role.Advisor),
        "advisor who is nobody" => Some.Actor(null, null, Role.Advisor),
        "lead without the role" => Some.Actor(Some.Network, Some.Advisor, Role.Display),
        "manager's organisation without the role" => Some.Actor(Some.Network),
        "display of the owner" => Some.Actor(Some.Owner, null, Role.Display),
        "manager and display" => Some.Actor(Some.Network, null, Role.Display, Role.Manager),
        "nobody" => Some.Actor(),
        _ => throw new ArgumentOutOfRangeException(nameof(who), who, "No such caller."),
    };
}
