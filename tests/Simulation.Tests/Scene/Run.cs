using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Simulation.Tests.Checks;
using Scheduling.Simulation.Tests.Engine;
using Scheduling.Simulation.Tests.Faults;

namespace Scheduling.Simulation.Tests.Scene;

/// <summary>One run: callers while everything goes wrong, then some quiet hours, then the verdict.</summary>
internal sealed class Run
{
    private const int Callers = 7;
    private const int CallsEach = 9;
    private const long StepsMax = 100_000;
    private static readonly TimeSpan s_callsEndWithin = TimeSpan.FromHours(2);
    private static readonly TimeSpan s_settlesWithin = TimeSpan.FromHours(3);

    private readonly List<string> _violations = [];
    private readonly Course _course;
    private readonly Cluster _cluster;
    private readonly Watch _watch;

    private Run(int seed, Fault fault, Chances chances)
    {
        Seed = seed;
        _course = new Course(seed);
        var store = new Store();
        _cluster = new Cluster(_course, store, chances, fault);
        _watch = new Watch(new Town(store).Capacities, Found);
        Answers = new Answers(_watch, _cluster, Found);
        store.Stored = _watch.Stored;
        fault.Watch = _watch;
        Play(store, chances);
    }

    public int Seed { get; }

    public long Steps => _course.Steps;

    public long Trace => _course.Trace;

    public Answers Answers { get; }

    /// <summary>What was found to be wrong; the run ends with the first.</summary>
    public IReadOnlyList<string> Violations => _violations;

    public IReadOnlyList<string> Upsets => _cluster.Upsets;

    public static Run Of(int seed, Fault? fault = null, Chances? chances = null) => new(seed, fault ?? new Fault(), chances ?? Chances.Rough(twins: seed % 2 == 0, notices: seed % 4 == 0));

    public override string ToString() =>
        $"seed {Seed}, step {Steps}, after {_course.Elapsed}: {string.Join("; ", _violations)}\n{string.Join("\n", Upsets)}";

    private void Play(Store store, Chances chances)
    {
        var calls = Enumerable.Range(0, Callers)
            .Select(i => (Caller: new Caller(_cluster, Answers, $"{i}-"), Client: new Client(_cluster)))
            .Select(pair => pair.Client.Run(() => pair.Caller.CallAsync(CallsEach))).ToList();
        if (!Until(() => calls.TrueForAll(call => call.IsCompleted), s_callsEndWithin))
            Found("not every call came to an end");
        foreach (var failed in calls.Where(call => call.IsFaulted))
            Found($"a caller failed: {failed.Exception}");
        chances.Calm();
        _cluster.Heal();
        Until(() => false, s_settlesWithin);
        // An activation that was behind may have answered for what it did not know: that goes when somebody needs its place.
        if (!_cluster.HadTwins)
        {
            var asked = new Client(_cluster).Run(AskForWhatIsLeftAsync);
            if (!Until(() => asked.IsCompleted, TimeSpan.FromMinutes(5)))
                Found("leads do not answer for claims that were left behind");
        }

        // What was asked just now, or once an hour, may have made a room ask a lead for somebody who waits.
        Until(() => !Verdict.IsAsking(store), TimeSpan.FromMinutes(5));
        if (!_course.IsStopped)
            Verdict.Pass(
                store, _watch, Answers, isSettled: !_cluster.HadTwins, isRefusalFinal: !_cluster.HadTwins || chances.NoticesThatItWasGivenUp, Found);
    }

    // A claim that no booking needs is nobody's in the end, and its lead says so.
    private async Task AskForWhatIsLeftAsync()
    {
        foreach (var (calendar, claim) in _watch.NotNeeded.ToList())
        {
            var standing = await new References(_cluster).Get(claim.Booking.Lead).CheckClaimAsync(claim.Id, claim.Booking, waitForDecision: true);
            if (standing != ClaimStanding.Gone)
                Found($"{claim.Id} of {claim.Booking} on {calendar} is needed by nobody, and its lead says that it is {standing}");
        }
    }

    private bool Until(Func<bool> done, TimeSpan most)
    {
        var end = _course.Elapsed + most;
        while (!done() && !_course.IsStopped && _course.Elapsed < end)
            if (!_course.RunUntil(_course.Elapsed + TimeSpan.FromSeconds(5), StepsMax))
                Found($"it never comes to rest: {StepsMax} steps in five seconds");
        return done() || _course.IsStopped;
    }

    private void Found(string violation)
    {
        _violations.Add(violation);
        _course.Stop();
    }
}
