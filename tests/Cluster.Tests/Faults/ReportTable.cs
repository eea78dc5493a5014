using System.Globalization;
using System.Text;

namespace Scheduling.Cluster.Tests.Faults;

/// <summary>What came of many faults, as a page can show it.</summary>
internal static class ReportTable
{
    /// <summary>The table, one line for each kind of fault.</summary>
    public static string Of(IReadOnlyList<RoundReport> reports, TimeSpan took)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{took.TotalMinutes:F0} minutes, seed {Seed.Value}, {Environment.ProcessorCount} processors:");
        text.AppendLine();
        text.AppendLine("| fault | times | operations | calls repeated | unknown in the end | noticed after (median / max) | calls failed for (median / max) | violations, checker | violations, auditor |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var kind in reports.GroupBy(report => report.Fault))
            Line(text, kind.Key, [.. kind]);
        Line(text, "all", reports);
        return text.ToString();
    }

    private static void Line(StringBuilder text, string name, IReadOnlyList<RoundReport> reports)
    {
        var (outages, noticed) = (reports.Select(report => report.OutageSeconds), reports.Select(report => report.DetectionSeconds).OfType<double>());
        text.AppendLine(CultureInfo.InvariantCulture,
            $"| {name} | {reports.Count} | {reports.Sum(report => report.Operations):N0} | {reports.Sum(report => report.Unanswered):N0} "
            + $"| {reports.Sum(report => report.Unknown)} | {Spread(noticed)} | {Spread(outages)} "
            + $"| {reports.Sum(report => report.Violations.Count)} | {reports.Count(report => report.Audit.Length > 0)} |");
    }

    private static string Spread(IEnumerable<double> seconds)
    {
        var sorted = seconds.Order().ToList();
        return sorted.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{sorted[sorted.Count / 2]:F1} s / {sorted[^1]:F1} s");
    }
}
