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

    // A call that lay in a buffer between two silos while one of them was cut off may come after its repeat was refused: no server can
    // tell. So few do that more of them in one round have another cause.
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
        var (inventory, late, wrong) = await Inventories.ReadAsync(stage, world, week, recorder, giveUp.Token);
        // What the last fault left behind may fail calls before this one.
        var disturbed = recorder.Failures.Select(failure => failure.Sent).Append(strike.Began).Min();
        var history = new History(world.Capacities, [.. Unanswered(Adjusted(recorder, strike), late), .. inventory], [(disturbed, mended + Settling)]);
        var audited = await audit();
        var tooLate = late.Skip(strike.CutOff.Count > 0 ? LateMax : 0).Select(booking => $"{booking} was refused when it was repeated, and is there");
        return RoundReport.Of(
            fault, strike, recorder, [.. Checker.Check(history).Select(violation => violation.ToString()), .. wrong, .. tooLate, .. recorder.Wrong], audited);
    }

    // What came late may have been done at any moment: of its refusal nothing follows. Each stands once, for whatever it was refused.
    private static IEnumerable<Act> Unanswered(IEnumerable<Act> acts, IReadOnlySet<string> late)
    {
        var cameLate = acts.ToLookup(act => act is { Kind: ActKind.Book, Told: Told.Refused } && late.Contains(act.Booking));
        return cameLate[false].Concat(cameLate[true].DistinctBy(act => act.Booking)
            .Select(act => act with { Told = Told.Unknown, Returned = Act.Never, TakenOn = [] }));
    }

    // A silo that was cut off may have shown what it knew before: no promise is made of looks at such a silo.
    private static IEnumerable<Act> Adjusted(Recorder recorder, Strike strike) => recorder.Acts.Select(entry =>
        entry.Act.Kind == ActKind.Read && strike.CutOff.Any(off => off.Via == entry.Via && off.From <= entry.Act.Returned && entry.Act.Invoked <= off.To)
            ? entry.Act with { Invoked = Math.Min(entry.Act.Invoked, strike.Began) }
            : entry.Act);
}
