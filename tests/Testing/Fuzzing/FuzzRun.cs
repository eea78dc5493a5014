using System.Globalization;

namespace Scheduling.Testing.Fuzzing;

/// <summary>
/// Generated inputs, one after the other, each from the run's seed and its own number. The run fails at the first input that
/// throws, takes half a minute, or makes its thread allocate a hundred megabytes, and says how to repeat it.
/// </summary>
/// <param name="name">What is fuzzed.</param>
/// <param name="inputs">How many, unless <c>FUZZ_INPUTS</c> asks for more in all.</param>
/// <param name="share">Which part of <c>FUZZ_INPUTS</c> these are.</param>
public sealed class FuzzRun(string name, int inputs, double share)
{
    private const long AllocatedMax = 100L << 20;
    private const long KeptMax = 512L << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private long current = -1;

    /// <summary>From the environment, or fresh.</summary>
    public static int Seed { get; } = int.Parse(
        Environment.GetEnvironmentVariable("SCHEDULING_SEED") ?? Random.Shared.Next(int.MaxValue).ToString(CultureInfo.InvariantCulture),
        CultureInfo.InvariantCulture);

    /// <summary>How many there will be.</summary>
    public int Inputs { get; } = int.TryParse(
        Environment.GetEnvironmentVariable("FUZZ_INPUTS"), NumberStyles.None, CultureInfo.InvariantCulture, out var all)
        ? (int)(all * share)
        : inputs;

    /// <summary>Runs them.</summary>
    /// <param name="print">Where the seed and the count go.</param>
    /// <param name="input">Makes an input out of what is random, tells it for the report, and tries it.</param>
    public async Task RunAsync(Action<string> print, Func<Random, Action<string>, Task> input)
    {
        ArgumentNullException.ThrowIfNull(print);
        print($"{name}: {Inputs} inputs, SCHEDULING_SEED={Seed}");
        var running = Task.Run(() => RunAllAsync(input));
        var last = -2L;
        while (await Task.WhenAny(running, Task.Delay(Patience)) != running)
        {
            if (Interlocked.Read(ref current) == last)
                throw new TimeoutException($"{name}: input {last} does not end. SCHEDULING_SEED={Seed}");
            last = Interlocked.Read(ref current);
        }

        await running;
        var kept = GC.GetTotalMemory(forceFullCollection: true);
        if (kept > KeptMax)
            throw new InvalidOperationException($"{name}: {kept >> 20} MiB are kept after the run. SCHEDULING_SEED={Seed}");
    }

    private async Task RunAllAsync(Func<Random, Action<string>, Task> input)
    {
        for (var index = 0; index < Inputs; index++)
        {
            Interlocked.Exchange(ref current, index);
            var tried = "(none)";
            var (thread, before) = (Environment.CurrentManagedThreadId, GC.GetAllocatedBytesForCurrentThread());
            try
            {
                await input(new Random(unchecked((Seed * 31) + (index * 7919))), text => tried = text);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException(
                    $"{name}: input {index} of SCHEDULING_SEED={Seed} fails: {failure.Message}\n{Cut(tried)}", failure);
            }

            // Another thread may have gone on with it; then this says nothing, and another input's turn comes.
            if (thread == Environment.CurrentManagedThreadId && GC.GetAllocatedBytesForCurrentThread() - before > AllocatedMax)
                throw new InvalidOperationException($"{name}: input {index} of SCHEDULING_SEED={Seed} takes too much memory: {Cut(tried)}");
        }
    }

    private static string Cut(string text) => text.Length <= 2_000 ? text : $"{text[..2_000]}… ({text.Length} characters)";
}
