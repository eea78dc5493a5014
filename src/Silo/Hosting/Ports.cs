using System.Net;
using System.Net.Sockets;

namespace Scheduling.Silo.Hosting;

/// <summary>The ports silos talk over.</summary>
/// <param name="Silo">Other silos connect here.</param>
/// <param name="Gateway">Clients of the cluster connect here.</param>
internal sealed record SiloPorts(int Silo, int Gateway)
{
    private const int FirstSiloPort = 11111;
    private const int FirstGatewayPort = 30000;

    /// <summary>The ports that were set, and free ones for those that were not.</summary>
    /// <exception cref="StartupException">A port that was asked for is taken.</exception>
    public static SiloPorts Choose(SchedulingSettings settings)
    {
        var (cluster, address) = (settings.Cluster, settings.Cluster.Address);
        RequireFree("Cluster:SiloPort", address, cluster.SiloPort);
        RequireFree("Cluster:GatewayPort", address, cluster.GatewayPort);

        // In a cluster a silo that comes back on the port it had is recognised and replaces its dead self at once; on
        // another port its peers would first have to find it missing. So there the search begins at a fixed port.
        if (settings.Provider == StorageProvider.PostgreSql)
        {
            return new SiloPorts(
                cluster.SiloPort ?? FirstFree(address, FirstSiloPort),
                cluster.GatewayPort ?? FirstFree(address, FirstGatewayPort));
        }

        using var silo = Bind(address, cluster.SiloPort is null ? 0 : null);
        using var gateway = Bind(address, cluster.GatewayPort is null ? 0 : null);
        return new SiloPorts(cluster.SiloPort ?? PortOf(silo), cluster.GatewayPort ?? PortOf(gateway));
    }

    /// <summary>Asks for the port before anything else is started, so that the refusal is one line.</summary>
    /// <exception cref="StartupException">It is taken, or the address is not one of this machine.</exception>
    public static void RequireFree(string setting, IPAddress address, int? port)
    {
        try
        {
            using var socket = Bind(address, port);
        }
        catch (SocketException failure)
        {
            var problem = $"is {port} on {address}, which cannot be listened on ({failure.Message})";
            throw StartupException.Setting(setting, problem, "a free port");
        }
    }

    private static int FirstFree(IPAddress address, int from)
    {
        for (var port = from; port < from + 1000; port++)
        {
            try
            {
                using var socket = Bind(address, port);
                return port;
            }
            catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Another silo of this machine has it.
            }
            catch (SocketException failure)
            {
                var problem = $"is {address}, which cannot be listened on ({failure.Message})";
                throw StartupException.Setting("Cluster:Address", problem, "an IP address of this machine");
            }
        }

        throw StartupException.Setting("Cluster:SiloPort", $"is not set and none from {from} on is free", "a free port");
    }

    private static Socket? Bind(IPAddress address, int? port)
    {
        if (port is null)
            return null;

        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port.Value));
            socket.Listen(1);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static int PortOf(Socket? socket) => ((IPEndPoint)socket!.LocalEndPoint!).Port;
}
