using System.Net;
using System.Net.Sockets;
using System.Security.Claims;

namespace Scheduling.Api.Overload;

/// <summary>
/// Whose work it is: the subject of the token with the organisation it speaks for; without a token, the address. An IPv6
/// address counts by its first half, the smallest network that anybody is given.
/// </summary>
internal readonly record struct CallerKey(string? Subject, string? Organization, string? Address)
{
    public bool IsAnonymous => Subject is null;

    public static CallerKey Of(ClaimsPrincipal user, IPAddress? address) =>
        user.Identity?.IsAuthenticated == true && (Find(user, "sub") ?? user.Identity.Name) is { Length: > 0 } subject
            ? new CallerKey(subject, Find(user, "organization"), Address: null)
            : new CallerKey(Subject: null, Organization: null, Network(address));

    private static string? Find(ClaimsPrincipal user, string name) => user.FindFirst(name)?.Value;

    private static string Network(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4().ToString();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes(), 0, 8)
            : address.ToString();
    }
}
