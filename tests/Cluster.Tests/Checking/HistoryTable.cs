using System.Globalization;

namespace Scheduling.Cluster.Tests.Checking;

/// <summary>A part of a history as a table, in the order in which it was sent.</summary>
internal static class HistoryTable
{
    /// <summary>The table.</summary>
    public static string Of(string calendar, IReadOnlyList<Act> acts)
    {
        var lines = new List<string[]> { new[] { "sent ms", "told ms", "what", "booking", "from", "to", "told", "note" } };
        lines.AddRange(acts.OrderBy(act => act.Invoked).Select(act => Line(calendar, act)));
        var widths = Enumerable.Range(0, lines[0].Length).Select(column => lines.Max(line => line[column].Length)).ToArray();
        return string.Join('\n', lines.Select(line =>
            string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()));
    }

    private static string[] Line(string calendar, Act act) =>
    [
        Milliseconds(act.Invoked), act.Returned == Act.Never ? "never" : Milliseconds(act.Returned),
        act.Kind.ToString(), act.Booking, Stays(calendar, act.From), Stays(calendar, act.To), Answer(act), act.Note,
    ];

    private static string Answer(Act act) => act.Kind switch
    {
        ActKind.Read => string.Join(' ', act.Shown.Where(stretch => stretch.Seats > 0)
            .Select(stretch => $"[{stretch.Start}, {stretch.End}):{stretch.Seats}").DefaultIfEmpty("nothing")),
        ActKind.Inventory => string.Join(' ', act.Found.Select(found => $"{found.Booking}@[{found.Stay.Start}, {found.Stay.End})").DefaultIfEmpty("nothing")),
        _ => act.Told.ToString(),
    };

    private static string Stays(string calendar, IEnumerable<Stay> stays) =>
        string.Join(' ', stays.Where(stay => stay.Calendar == calendar).Select(stay => $"[{stay.Start}, {stay.End})x{stay.Units}"));

    private static string Milliseconds(long microseconds) => (microseconds / 1000.0).ToString("F1", CultureInfo.InvariantCulture);
}
