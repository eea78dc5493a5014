using System.Globalization;

namespace Scheduling.Grains.Tests;

/// <summary>
/// Random choices that can be repeated: a run prints its seed, and <c>SCHEDULING_SEED</c> sets it. Every test starts from
/// the seed of the run, so one test alone repeats as well.
/// </summary>
internal sealed class Dice
{
    private readonly Random _random;

    /// <summary>Cases that differ in nothing random take a <paramref name="salt"/> each, else all throw the same.</summary>
    public Dice(string salt = "")
    {
        _random = new Random(salt.Aggregate(RunSeed, (hash, letter) => unchecked((hash * 31) + letter)));
        TestContext.Current.TestOutputHelper?.WriteLine(Replay);
    }

    /// <summary>What a failure has to say.</summary>
    public static string Replay => $"Repeat with SCHEDULING_SEED={RunSeed}";

    private static int RunSeed { get; } = ChooseSeed();

    /// <summary>From <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    public int Between(int least, int most) => _random.Next(least, most + 1);

    public double Between(double least, double most) => least + (_random.NextDouble() * (most - least));

    public bool OneIn(int chances) => _random.Next(chances) == 0;

    public T Pick<T>(IReadOnlyList<T> list) => list[_random.Next(list.Count)];

    private static int ChooseSeed()
    {
        var seed = Environment.GetEnvironmentVariable("SCHEDULING_SEED") is { Length: > 0 } chosen
            ? int.Parse(chosen, CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        Console.WriteLine($"SCHEDULING_SEED={seed}");
        return seed;
    }
}
