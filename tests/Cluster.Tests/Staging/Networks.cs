using System.ComponentModel;
using System.Diagnostics;
using System.Net;

namespace Scheduling.Cluster.Tests.Staging;

/// <summary>
/// Two networks of this machine with a router between them: this network namespace, which also has the database and the
/// clients. When the router stops, silos of the one do not hear those of the other, and everybody hears the database.
/// </summary>
internal sealed class Networks : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly string _name;
    private readonly int _second;

    private Networks(int number) => (_name, _second) = ($"sf{number}", number);

    /// <summary>This machine's end of each.</summary>
    public IReadOnlyList<IPAddress> Ours => [Address(1, 1), Address(2, 1)];

    /// <summary>The command that puts a process into one of them.</summary>
    /// <param name="side">1 or 2.</param>
    public string Prefix(int side) => $"ip netns exec {Namespace(side)}";

    /// <summary>The address of what runs in one of them.</summary>
    public IPAddress Theirs(int side) => Address(side, 2);

    /// <summary>Makes them.</summary>
    /// <returns>Null with the reason where that is not possible here.</returns>
    public static async Task<(Networks? Networks, string? Reason)> MakeAsync()
    {
        if (!Environment.IsPrivilegedProcess)
            return (null, "Network namespaces need root.");
        var networks = new Networks((Environment.ProcessId % 200) + 20);
        try
        {
            for (var side = 1; side <= 2; side++)
                await networks.MakeAsync(side);
            await networks.RouteAsync(isOn: true);
            return (networks, null);
        }
        catch (Win32Exception)
        {
            return (null, "Network namespaces need the command ip.");
        }
        catch (Exception failure) when (failure is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            await networks.DisposeAsync();
            return (null, $"Network namespaces cannot be made here: {failure.Message}");
        }
    }

    /// <summary>Lets packets go between the two, or drops them without a word.</summary>
    public async Task RouteAsync(bool isOn)
    {
        for (var side = 1; side <= 2; side++)
            await File.WriteAllTextAsync($"/proc/sys/net/ipv4/conf/{Link(side)}/forwarding", isOn ? "1" : "0");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Their links go with them.
        for (var side = 1; side <= 2; side++)
            await ProcessResult.RunAsync(new ProcessStartInfo("ip", ["netns", "del", Namespace(side)]), s_patience);
    }

    private async Task MakeAsync(int side)
    {
        await IpAsync($"netns add {Namespace(side)}");
        await IpAsync($"link add {Link(side)} type veth peer name up0 netns {Namespace(side)}");
        await IpAsync($"addr add {Address(side, 1)}/24 dev {Link(side)}");
        await IpAsync($"link set {Link(side)} up");
        await IpAsync($"-n {Namespace(side)} addr add {Address(side, 2)}/24 dev up0");
        await IpAsync($"-n {Namespace(side)} link set up0 up");
        await IpAsync($"-n {Namespace(side)} link set lo up");
        await IpAsync($"-n {Namespace(side)} route add default via {Address(side, 1)}");
    }

    private static async Task IpAsync(string arguments)
    {
        var result = await ProcessResult.RunAsync(new ProcessStartInfo("ip", arguments.Split(' ')), s_patience);
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"ip {arguments}: {result.Errors.Trim()}");
    }

    private IPAddress Address(int side, int host) => new([10, 213, (byte)((_second + (side * 100)) % 256), (byte)host]);

    private string Link(int side) => $"{_name}v{side}";

    private string Namespace(int side) => $"{_name}n{side}";
}
