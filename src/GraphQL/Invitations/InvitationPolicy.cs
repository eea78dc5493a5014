using GraphQL;
using Scheduling.Api.Common;
using Scheduling.Api.Organizations;
using Scheduling.Grains.Bookings;

namespace Scheduling.Api.Invitations;

/// <summary>Whose invitations an advisor accepts without being asked.</summary>
[Name("InvitationPolicy")]
public sealed class InvitationPolicyOutput(InvitationPolicyView view, ApiRequest api)
{
    /// <summary>True for every network.</summary>
    public bool AcceptAll => view.AcceptsAll;

    /// <summary>These networks, besides the advisor's own.</summary>
    [Complexity(1, 5)]
    public async Task<IReadOnlyList<Network>> NetworksAsync() =>
        [.. (await Task.WhenAll(view.Networks.Select(api.FindAsync))).OfType<Network>()];
}
