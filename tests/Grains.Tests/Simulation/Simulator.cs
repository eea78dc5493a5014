using System.Globalization;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Tests.Cluster;

namespace Scheduling.Grains.Tests.Simulation;

/// <summary>
/// Callers at random against the real grains, while writes and calls are lost and activations end. The auditor holds the
/// store against the design at every write; in the end every answer that was given has to be true.
/// SCHEDULING_SEED repeats a run's calls and faults, though not how threads meet.
/// </summary>
internal static class Simulator
{
    public static async Task RunAsync(
        IReadOnlyList<GrainCluster> clusters, int callers, int operations, bool closes, ITestOutputHelper output)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("SCHEDULING_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? given : Random.Shared.Next();
        output.WriteLine($"SCHEDULING_SEED={seed}");
        var world = await World.NewAsync(clusters[0]);
        var (auditor, answers) = (new StoreAuditor(world.Capacities), new Answers());
        clusters[0].Storage.Stored = auditor.Stored;
        LoseAtRandom(clusters, new Random(seed));
        // An activation that was overtaken is on a silo that lost its lease, and tells no refusal.
        if (clusters.Count > 1)
        {
            foreach (var cluster in clusters)
                cluster.Lease.IsBehind = clusters[0].Storage.IsBehind;
        }

        await Task.WhenAll(Enumerable.Range(0, callers).Select(i =>
            new Caller(world, clusters, answers, new Random(seed + i + 1), closes).CallAsync(operations / callers)));

        // The clocks of two clusters would have to be put forward at one time; one of them is enough.
        if (clusters.Count == 1)
            await LiveThroughTheDayAsync(world, clusters[0], answers, seed);
        LoseNothing(clusters);
        await SettleAsync(world, clusters[0]);
        auditor.CheckAll();
        answers.Compare(auditor.Bookings);
        output.WriteLine($"{answers.Counts}; {auditor.Bookings.Count} bookings stored, {auditor.Pages} pages written");
        output.WriteLine($"lost: {string.Join(", ", answers.Lost)}");
        output.WriteLine($"visits: {answers.Visits}, {string.Join(", ", auditor.Bookings.CountBy(booking => booking.Status))}");
        // In full: an assertion cuts them off.
        foreach (var finding in auditor.Violations.Select(violation => violation.ToString()).Concat(answers.Untrue))
            output.WriteLine(finding);
        Assert.Empty(auditor.Violations);
        Assert.Empty(answers.Untrue);
        // It was a run worth watching.
        Assert.InRange(answers.Counts.Booked, operations / 20, operations);
        Assert.NotEqual(0, answers.Counts.Series);
        Assert.NotEqual(0, answers.Counts.Refused);
        Assert.InRange(answers.Counts.Cancelled, operations / 40, operations);
        if (clusters.Count == 1)
        {
            Assert.True(answers.Visits.Left > 0, "people came and left");
            Assert.Contains(auditor.Bookings, booking => booking.Status == BookingStatus.NoShow);
            Assert.Empty(auditor.TooNear());
            // Everything has been told, and nothing keeps what it does not need.
            Assert.All(auditor.Bookings, booking => Assert.Empty(booking.Confirmations));
        }
    }

    private static async Task LiveThroughTheDayAsync(World world, GrainCluster cluster, Answers answers, int seed)
    {
        var visitors = Enumerable.Range(0, 6).Select(i => new Visitor(world, cluster, answers, new Random(seed - i))).ToList();
        for (var now = World.Begin - Duration.FromMinutes(15); now < World.Begin + Duration.FromHours(25); now += Duration.FromMinutes(15))
        {
            cluster.Ahead = (now - SystemClock.Instance.GetCurrentInstant()).ToTimeSpan();
            await Task.WhenAll(visitors.Select(visitor => visitor.VisitAsync(now, times: 2)));
        }
    }

    private static void LoseAtRandom(IReadOnlyList<GrainCluster> clusters, Random random)
    {
        var one = new Lock();
        int Roll()
        {
            lock (one)
                return random.Next(1_000);
        }

        clusters[0].Storage.Chance = () => Roll() switch { < 10 => WriteFault.LostBefore, < 20 => WriteFault.LostAfter, _ => null };
        foreach (var cluster in clusters)
            cluster.Calls.Chance = () => Roll() switch { < 5 => CallFault.LostRequest, < 10 => CallFault.LostAnswer, _ => null };
    }

    private static void LoseNothing(IReadOnlyList<GrainCluster> clusters)
    {
        clusters[0].Storage.Chance = null;
        foreach (var cluster in clusters)
            cluster.Calls.Chance = null;
    }

    // What a crash left half-way is finished by the reminders, which may meet an activation that is behind.
    private static async Task SettleAsync(World world, GrainCluster cluster)
    {
        foreach (var calendar in world.Advisors.SelectMany(network => network).Select(advisor => advisor.Value)
            .Concat(world.Venues.Select(venue => venue.Value)))
            await Shortcuts.RepeatAsync(async () =>
            {
                await cluster.RemindAsync(calendar);
                return true;
            });
    }
}
