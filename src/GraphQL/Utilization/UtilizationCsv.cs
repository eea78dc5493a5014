using System.Globalization;
using CsvHelper;
using NodaTime.Text;

namespace Scheduling.Api.Utilization;

/// <summary>The rows of a reckoning as RFC 4180 text in UTF-8: the same numbers as the query's.</summary>
internal static class UtilizationCsv
{
    private static readonly (string Name, Func<UtilizationRowOutput, string> Text)[] s_columns =
    [
        ("from", row => LocalDatePattern.Iso.Format(row.From)),
        ("to", row => LocalDatePattern.Iso.Format(row.To)),
        ("open_hours", row => Text(row.OpenHours)),
        ("booked_hours", row => Text(row.BookedHours)),
        ("used_hours", row => Text(row.UsedHours)),
        ("booked_share", row => Text(row.BookedShare)),
        ("used_share", row => Text(row.UsedShare)),
        ("bookings", row => row.Bookings.ToString(CultureInfo.InvariantCulture)),
    ];

    /// <summary>A line of names, then a line for each row; a share of nothing is empty.</summary>
    public static byte[] Write(IEnumerable<UtilizationRowOutput> rows)
    {
        using var text = new MemoryStream();
        using (var csv = CsvWriter.Create(text, new CsvWriterOptions { NewLine = "\r\n" }, leaveOpen: true))
        {
            csv.WriteRecord([.. s_columns.Select(column => column.Name)]);
            foreach (var row in rows)
                csv.WriteRecord([.. s_columns.Select(column => column.Text(row))]);
        }

        return text.ToArray();
    }

    private static string Text(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}
