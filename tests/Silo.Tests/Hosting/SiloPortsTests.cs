using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using Scheduling.Silo.Hosting;

namespace Scheduling.Silo.Tests.Hosting;

/// <summary>A free port that a silo was given is its own from then on, also before it listens there.</summary>
public sealed class SiloPortsTests
{
    [Fact]
    public void Choose_ManyAtOnce_EachHasPortsOfItsOwnAndAllTheirConnections()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("urls", "http://127.0.0.1:0")]).Build();
        var settings = SettingsReader.Read(configuration, new HostingEnvironment { EnvironmentName = "Development" });

        // Of 400 ports that nobody keeps, two are the same nineteen times out of twenty.
        var ports = Enumerable.Range(0, 200).Select(_ => SiloPorts.Choose(settings)).SelectMany(chosen => new[] { chosen.Silo, chosen.Gateway }).ToList();

        Assert.Equal(ports.Count, ports.Distinct().Count());
        // As Orleans listens.
        using var silo = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silo.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        silo.Bind(new IPEndPoint(IPAddress.Loopback, ports[0]));
        silo.Listen(1);
        for (var i = 0; i < 20; i++)
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, ports[0]);
            using var accepted = silo.Accept();
        }
    }
}
