using System.Diagnostics;
using Scheduling.Benchmarks.Servers;
using Scheduling.Testing;

namespace Scheduling.Benchmarks.Occupancy;

/// <summary>
/// Everybody who looks at one venue, while people come and go: the real program and a bare ASP.NET Core server, each a process
/// of its own on this machine, take turns in the same run, and one client hears both. A wait begins when the change is sent,
/// so the product's has the durable write in it, and the bare server's only the broadcast.
/// </summary>
internal static class OccupancyBenchmark
{
    /// <summary>Runs it.</summary>
    /// <returns>The exit code: 0 when everything required is met, 1 when not.</returns>
    public static async Task<int> RunAsync(OccupancyOptions options, TextWriter output)
    {
        using var folder = new TempFolder();
        await using var silo = await SiloProcess.StartAsync(
            new SiloOptions { Folder = folder.Path, Settings = new Dictionary<string, string> { ["Demo:Seed"] = "false" } });
        await using var bare = await BareProcess.StartAsync();
        var tokens = DevelopmentTokens.Of(folder.Path);
        var venue = await LiveVenue.OpenAsync(silo.Http, tokens);

        var messages = new MessageReader(venue.Rooms);
        await using var product = new Audience(messages, venue.Rooms.Count);
        await using var baseline = new Audience(messages, venue.Rooms.Count);
        var (graphql, token) = (Socket(silo.Url, "graphql"), tokens.Sign("DISPLAY"));
        var productIdle = await GrowAsync(product, options, silo.Id, silo.Url, subscriber => subscriber.SubscribeAsync(graphql, token, venue.Subscription));
        var sockets = Socket(bare.Url, "socket");
        var baselineIdle = await GrowAsync(baseline, options, bare.Id, bare.Url, subscriber => subscriber.ConnectAsync(sockets));

        using var http = new HttpClient { BaseAddress = bare.Url };
        await PlayAsync(options.WarmUpRounds);
        var (productWork, baselineWork) = (WorkOf(silo.Id), WorkOf(bare.Id));
        var (productWaits, baselineWaits) = await PlayAsync(options.Rounds);
        var productFigures = new ServerFigures(productWaits, productIdle, (WorkOf(silo.Id) - productWork) / options.Rounds);
        var baselineFigures = new ServerFigures(baselineWaits, baselineIdle, (WorkOf(bare.Id) - baselineWork) / options.Rounds);

        var now = await venue.LookAsync();
        var behind = product.Subscribers.Count(subscriber => !subscriber.Latest.SequenceEqual(now));
        var result = new OccupancyResult(options, productFigures, baselineFigures, behind, product.Subscribers[0].LastMessage.Length);
        return result.Print(output) ? 0 : 1;

        async Task<(Waits Product, Waits Baseline)> PlayAsync(int rounds)
        {
            var waits = (Product: new Waits(), Baseline: new Waits());
            for (var i = 0; i < rounds; i++)
            {
                var (change, sendAsync) = venue.NextChange();
                waits.Product.Add(await product.HearAsync(change, sendAsync));
                using var message = new ByteArrayContent(product.Subscribers[0].LastMessage.ToArray());
                waits.Baseline.Add(await baseline.HearAsync(change, () => http.PostAsync("broadcast", message)));
            }

            return waits;
        }
    }

    // What the later subscribers cost: what a server needs once, and compiled code, it has by then.
    private static async Task<MemoryUse> GrowAsync(
        Audience audience, OccupancyOptions options, int process, Uri server, Func<Subscriber, Task> connect)
    {
        await audience.ConnectAsync(options.FirstSubscribers, connect);
        var before = await ServerMemory.AfterCollectingAsync(process, server);
        var more = options.Subscribers - options.FirstSubscribers;
        await audience.ConnectAsync(more, connect);
        return (await ServerMemory.AfterCollectingAsync(process, server) - before).Per(more);
    }

    private static TimeSpan WorkOf(int server)
    {
        using var process = Process.GetProcessById(server);
        return process.TotalProcessorTime;
    }

    private static Uri Socket(Uri url, string path) => new UriBuilder(new Uri(url, path)) { Scheme = Uri.UriSchemeWs }.Uri;
}
