using System.Diagnostics;

namespace Scheduling.Benchmarks.Load;

/// <summary>What one round measured.</summary>
/// <param name="Seconds">How long it took.</param>
/// <param name="Done">Requests that were done.</param>
/// <param name="Refused">Requests refused as they had to be.</param>
/// <param name="Wrong">Answers that should not have come; with those that turned out wrong when looked at again.</param>
/// <param name="P50">Milliseconds within which half of the answers came.</param>
/// <param name="P99">Milliseconds within which 99 of 100 came.</param>
/// <param name="Complaint">The first wrong answer.</param>
internal sealed record RoundFigures(double Seconds, int Done, int Refused, int Wrong, double P50, double P99, string? Complaint)
{
    /// <summary>Right answers a second.</summary>
    public double Throughput => (Done + Refused) / Seconds;

    /// <summary>What the database wrote meanwhile, where it was asked.</summary>
    public DatabaseWork? Database { get; init; }

    /// <summary>Adds up what the workers noted.</summary>
    public static RoundFigures Of(IReadOnlyCollection<Worker> workers, TimeSpan elapsed)
    {
        var ticks = workers.SelectMany(worker => worker.Ticks).Order().ToArray();
        return new RoundFigures(
            elapsed.TotalSeconds, workers.Sum(worker => worker[Outcome.Done]), workers.Sum(worker => worker[Outcome.Refused]),
            workers.Sum(worker => worker[Outcome.Wrong]), Milliseconds(ticks, 0.50), Milliseconds(ticks, 0.99),
            workers.Select(worker => worker.Complaint).FirstOrDefault(complaint => complaint is not null));
    }

    /// <summary>With answers that turned out wrong.</summary>
    public RoundFigures WithMisses(int count, string? example) =>
        count == 0 ? this : this with { Wrong = Wrong + count, Complaint = Complaint ?? example };

    private static double Milliseconds(long[] ticks, double share) =>
        ticks.Length == 0 ? 0 : 1000.0 * ticks[(int)(share * (ticks.Length - 1))] / Stopwatch.Frequency;
}

/// <summary>What a database did in a round.</summary>
/// <param name="Commits">Transactions.</param>
/// <param name="RowsWritten">Rows inserted, updated and deleted.</param>
/// <param name="WalBytes">Bytes of write-ahead log.</param>
internal sealed record DatabaseWork(long Commits, long RowsWritten, long WalBytes)
{
    /// <summary>What came in between.</summary>
    public static DatabaseWork operator -(DatabaseWork after, DatabaseWork before) =>
        new(after.Commits - before.Commits, after.RowsWritten - before.RowsWritten, after.WalBytes - before.WalBytes);
}
