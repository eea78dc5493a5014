using System.Security.Claims;
using Scheduling.Api.Security;
using Scheduling.Grains.Common;

namespace Scheduling.Api.Tests.Security;

public sealed class ActorReaderTests
{
    [Fact]
    public void Read_NobodyOrNoSubject_IsNobody()
    {
        Assert.Null(ActorReader.Read(null));
        Assert.Null(ActorReader.Read(new ClaimsPrincipal()));
        Assert.Null(ActorReader.Read(new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "ana")]))));
        Assert.Null(ActorReader.Read(new ClaimsPrincipal(new ClaimsIdentity([new Claim("role", "ADMIN")], "test"))));
    }

    [Fact]
    public void Read_EveryClaim_IsTheActor()
    {
        var actor = ActorReader.Read(Schema.ApiSchema.Caller(
            ("role", "MANAGER"), ("role", "ADVISOR"), ("role", "MANAGER"),
            ("organization", "municipality-36044"), ("advisor", "advisor-1")))!;

        Assert.Equal("ana", actor.Subject);
        Assert.Equal([Role.Manager, Role.Advisor], actor.Roles);
        Assert.Equal(OrganizationId.OfMunicipality("36044"), actor.Organization);
        Assert.Equal(new AdvisorId("advisor-1"), actor.Advisor);
    }

    [Fact]
    public void Read_UnknownRoleAndMalformedIds_GrantNothing()
    {
        var actor = ActorReader.Read(Schema.ApiSchema.Caller(
            ("role", "admin"), ("role", "ROOT"), ("organization", "venue-1"), ("advisor", "room-1")))!;

        Assert.Empty(actor.Roles);
        Assert.Null(actor.Organization);
        Assert.Null(actor.Advisor);
    }

    [Fact]
    public void Read_ClaimsNamedAlmostAlike_GrantNothing()
    {
        var actor = ActorReader.Read(Schema.ApiSchema.Caller(
            ("Role", "ADMIN"), ("role", "MANAGER"), ("role", "ADVISOR"), ("Organization", "municipality-36044"), ("ADVISOR", "advisor-1")))!;

        Assert.Empty(actor.Roles);
        Assert.Null(actor.Organization);
        Assert.Null(actor.Advisor);
        Assert.Null(ActorReader.Read(new ClaimsPrincipal(new ClaimsIdentity([new Claim("SUB", "ana")], "test"))));
    }

    [Theory]
    [InlineData("MANAGER")]
    [InlineData("ADVISOR")]
    [InlineData("MANAGER", "advisor", "advisor-1")]
    [InlineData("ADVISOR", "organization", "network-1")]
    [InlineData("DISPLAY", "organization", "network-1")]
    [InlineData("DISPLAY", "advisor", "advisor-1")]
    public void Read_RoleAndClaimThatDoNotBelongTogether_GrantNothing(string role, string claim = "other", string value = "-")
    {
        var actor = ActorReader.Read(Schema.ApiSchema.Caller(("role", role), (claim, value)))!;

        Assert.Equal(role == "DISPLAY" ? [Role.Display] : [], actor.Roles);
        Assert.Null(actor.Organization);
        Assert.Null(actor.Advisor);
    }
}
