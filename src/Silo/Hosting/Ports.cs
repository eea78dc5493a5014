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

    // Orleans listens in a way in which Linux lets another silo listen on the same port, and gives each half of the connections:
    // somebody who starts at the same moment must not choose the same. Kept until the process ends.
    private static readonly List<Socket> Reserved = [];

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

        return new SiloPorts(cluster.SiloPort ?? Reserve(address), cluster.GatewayPort ?? Reserve(address));
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

    // Bound without listening: nobody is connected to it, Orleans may listen beside it, and whoever asks for any free port
    // gets another.
    private static int Reserve(IPAddress address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(address, 0));
        lock (Reserved)
            Reserved.Add(socket);
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
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
}
