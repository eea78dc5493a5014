using System.Net;
using System.Net.Sockets;
using System.Text;
using Scheduling.Testing;

namespace Scheduling.Silo.Tests.Hosting;

/// <summary>How the real process starts and ends.</summary>
public sealed class StopTests : IDisposable
{
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(60);

    private readonly TempFolder folder = new();

    [Fact]
    public async Task Terminate_AfterServing_EndsWithZeroAndGivesTheStoreFree()
    {
        await using var silo = await SiloProcess.StartAsync(new SiloOptions { Folder = folder.Path });
        Assert.Equal(HttpStatusCode.OK, (await silo.Http.GetAsync("health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await silo.Http.GetAsync("health/ready")).StatusCode);

        silo.SendTerminate();

        Assert.Equal(0, await silo.WaitForExitAsync(StopsWithin));
        await using var next = await SiloProcess.StartAsync(silo.Options);
        Assert.Equal(HttpStatusCode.OK, (await next.Http.GetAsync("health/ready")).StatusCode);
    }

    [Fact]
    public async Task Terminate_ClientNeverFinishesItsRequest_EndsWithZeroInTime()
    {
        await using var silo = await SiloProcess.StartAsync(new SiloOptions { Folder = folder.Path });
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, silo.Url.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET /health/live HTTP/1.1\r\nHost: x\r\n"));

        silo.SendTerminate();

        Assert.Equal(0, await silo.WaitForExitAsync(StopsWithin));
    }

    [Fact]
    public async Task Start_StoreInUse_IsRefused_AfterAKill_IsNot()
    {
        var options = new SiloOptions { Folder = folder.Path };
        await using (var first = await SiloProcess.StartAsync(options))
        {
            var second = await SiloProcess.RunAsync(options, [.. options.Arguments()]);
            Assert.Equal(1, second.ExitCode);
            var owner = $"process {first.Id} on {first.Url.GetLeftPart(UriPartial.Authority)}";
            Assert.Contains(owner, second.ErrorLine, StringComparison.Ordinal);

            await first.KillAsync();
        }

        await using var third = await SiloProcess.StartAsync(options);
        Assert.Equal(HttpStatusCode.OK, (await third.Http.GetAsync("health/ready")).StatusCode);
    }

    [Fact]
    public async Task Start_TwoStoresOnOneMachine_NeedNoPortSettings()
    {
        using var other = new TempFolder();

        await using var first = await SiloProcess.StartAsync(new SiloOptions { Folder = folder.Path });
        await using var second = await SiloProcess.StartAsync(new SiloOptions { Folder = other.Path });

        Assert.Equal(HttpStatusCode.OK, (await second.Http.GetAsync("health/ready")).StatusCode);
    }

    /// <inheritdoc />
    public void Dispose() => folder.Dispose();
}
