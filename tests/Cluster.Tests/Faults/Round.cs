using System.Collections.Concurrent;
using Scheduling.Cluster.Tests.Checking;
using Scheduling.Cluster.Tests.Clients;

namespace Scheduling.Cluster.Tests.Faults;

/// <summary>Thirty-two clients at work, one fault, and a judgement on all they were told.</summary>
internal static class Round
{
    private const int AnswersBefore = 150;
    private const int AnswersAfter = 150;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    // A call that lay in a buffer between two silos while they were cut off may come after its repeat was refused: no server can tell.
    // So few do that more of them in one round have another cause.
    private const int LateMax = 1;

    // What was on its way when it was whole again has been answered, or given up by the silos, after so many microseconds.
    private const long Settling = 15_000_000;

    /// <summary>How long clients have to go on when all is whole again, so that many refusals are judged.</summary>
    public static readonly TimeSpan LongAfter = TimeSpan.FromMicroseconds(Settling) + TimeSpan.FromSeconds(10);

    /// <summary>Runs one.</summary>
    /// <param name="stage">What serves.</param>
    /// <param name="world">Who and where.</param>
    /// <param name="fault">What breaks.</param>
    /// <param name="number">Every round has its own: a week of the calendar and a seed.</param>
    /// <param name="seed">Of the whole run.</param>
    /// <param name="load">How long clients work at least.</param>
    /// <param name="after">How long they go on at least when it is whole again.</param>
    /// <param name="audit">What the auditor says: empty when all is true.</param>
    public static async Task<RoundReport> RunAsync(
        Stage stage, World world, Fault fault, int number, int seed, TimeSpan load, TimeSpan after, Func<Task<string>> audit)
    {
        var (recorder, week) = (new Recorder(), Week.Of(number));
        var questions = new ConcurrentBag<Question>();
        using var stop = new CancellationTokenSource();
        using var giveUp = new CancellationTokenSource();
        var clients = world.People.Select((_, i) => new Client(
            world, i, week, $"{number}", new Door(stage, recorder, i, giveUp.Token), recorder, questions, new Random(unchecked((seed * 31) + (number * 1_000) + i))))
            .Select(client => Task.Run(() => client.RunAsync(stop.Token))).ToList();
        var strike = default(Strike);
        long mended;
        try
        {
            await recorder.UntilAnswersAsync(AnswersBefore, s_patience);
            strike = new Strike(recorder, new Random(unchecked(seed + number)));
            await fault.StrikeAsync(strike);
            mended = recorder.Now;
            await recorder.UntilAnswersAsync(AnswersAfter, s_patience);
            var end = Math.Max((long)load.TotalMicroseconds, mended + (long)after.TotalMicroseconds);
            var left = TimeSpan.FromMicroseconds(end - recorder.Now);
            if (left > TimeSpan.Zero)
                await Task.Delay(left);
        }
        finally
        {
            await stop.CancelAsync();
            giveUp.CancelAfter(s_patience);
            await Task.WhenAll(clients);
        }

        giveUp.CancelAfter(s_patience);
        var (inventory, wrong) = await Inventories.ReadAsync(stage, world, week, recorder, giveUp.Token);
        // What the last fault left behind may fail calls before this one.
        var disturbed = recorder.Failures.Select(failure => failure.Sent).Append(strike.Began).Min();
        var late = Late(recorder.Acts.Select(entry => entry.Act), inventory);
        var acts = Adjusted(recorder, strike).Where(act => !late.Contains(act)).Concat(late.DistinctBy(act => act.Booking).Select(Unanswered));
        var history = new History(world.Capacities, [.. acts, .. inventory], [(disturbed, mended + Settling)]);
        var audited = await audit();
        IEnumerable<string> many = late.Select(act => act.Booking).Distinct().Skip(LateMax).Select(booking => $"{booking} came after its repeat was refused, and is not the only one");
        return RoundReport.Of(
            fault, strike, recorder, [.. Checker.Check(history).Select(violation => violation.ToString()), .. wrong, .. many, .. recorder.Wrong], audited);
    }

    private static HashSet<Act> Late(IEnumerable<Act> acts, IReadOnlyList<Act> inventory)
    {
        var standing = inventory.SelectMany(act => act.Found).Select(found => found.Booking).ToHashSet(StringComparer.Ordinal);
        return [.. acts.Where(act => act is { Kind: ActKind.Book, Told: Told.Refused, WasRepeated: true } && standing.Contains(act.Booking))];
    }

    private static Act Unanswered(Act act) => act with { Told = Told.Unknown, Returned = Act.Never, TakenOn = [] };

    // A silo that was cut off may have shown what it knew before: no promise is made of looks at such a silo.
    private static IEnumerable<Act> Adjusted(Recorder recorder, Strike strike) => recorder.Acts.Select(entry =>
        entry.Act.Kind == ActKind.Read && strike.CutOff.Any(off => off.Via == entry.Via && off.From <= entry.Act.Returned && entry.Act.Invoked <= off.To)
            ? entry.Act with { Invoked = Math.Min(entry.Act.Invoked, strike.Began) }
            : entry.Act);
}
