using System.Globalization;
using System.Text;

namespace Scheduling.Benchmarks.Suite;

/// <summary>The figures for people.</summary>
internal static class SuiteTable
{
    private const string Header =
        "workload                                       scheduling/s [least–most]        baseline/s [least–most]     p50 ms    p99 ms   ratio  p99 ratio  goal                verdict";

    /// <summary>All of them.</summary>
    public static string Of(SuiteReport report)
    {
        var text = new StringBuilder();
        text.AppendLine(Invariant(
            $"{report.Options.Rounds} rounds of {report.Options.Time.TotalSeconds:0.#} s each, alternating, {report.Options.Connections} connections; medians. {report.Machine}"));
        text.AppendLine().AppendLine(Header);
        foreach (var workload in report.Workloads)
            text.AppendLine(Line(workload));
        foreach (var workload in report.Workloads.Where(workload => workload.Second.RefusedShare + workload.First.RefusedShare > 0.001))
            text.AppendLine(Invariant(
                $"{workload.Id} refused: {workload.First.RefusedShare:P1} and {workload.Second.RefusedShare:P1}"));
        foreach (var workload in report.Workloads.Where(workload => workload.Id == "W1"))
            text.Append(Writes(workload.First)).Append(Writes(workload.Second));
        foreach (var fact in report.Facts)
            text.AppendLine(Invariant($"{fact.Name,-60} {fact.Value,12:#,0.##} {fact.Unit}"));
        foreach (var complaint in report.Workloads.SelectMany(workload => workload.Complaints.Select(complaint => $"{workload.Id} {complaint}")))
            text.AppendLine(complaint);
        return text.ToString();
    }

    /// <summary>One of them.</summary>
    public static string Line(WorkloadFigures figures) => Invariant(
        $"{figures.Id} {figures.Title,-40} {Rate(figures.First),28} {Rate(figures.Second),30} {Pair(figures.First.P50, figures.Second.P50),10} {Pair(figures.First.P99, figures.Second.P99),9} {figures.Ratio,7:0.00} {figures.SlowestRatio,10:0.00}  {figures.Goal,-18}  {figures.Verdict}");

    private static string Writes(ServerFigures server)
    {
        var rounds = server.Rounds.Where(round => round.Database is not null).ToList();
        var made = rounds.Sum(round => (double)round.Done);
        return rounds.Count == 0 || made == 0 ? "" : Invariant(
            $"W1 {server.Name}: for each booking {rounds.Sum(round => round.Database!.Commits) / made:0.0} transactions, {rounds.Sum(round => round.Database!.RowsWritten) / made:0.0} rows written, {rounds.Sum(round => round.Database!.WalBytes) / made:N0} bytes of WAL\n");
    }

    private static string Rate(ServerFigures server) =>
        Invariant($"{server.Throughput.Median:N0} [{server.Throughput.Least:N0}–{server.Throughput.Most:N0}]");

    private static string Pair(Spread first, Spread second) => Invariant($"{first.Median:0.0}/{second.Median:0.0}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
