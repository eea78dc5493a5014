using System.Net;
using System.Net.Sockets;

namespace Scheduling.Testing;

/// <summary>Ports of loopback that nobody listens on.</summary>
public static class FreePorts
{
    /// <summary>That many different ones. They were free a moment ago; nothing keeps them so.</summary>
    public static int[] Take(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        try
        {
            foreach (var listener in listeners)
                listener.Start();
            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in listeners)
                listener.Dispose();
        }
    }
}
