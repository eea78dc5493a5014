using System.Globalization;
using Scheduling.Grains.Auditing;

namespace Scheduling.Silo.Audit;

/// <summary>A report as lines for people and for scripts.</summary>
internal static class AuditText
{
    /// <summary>Writes what was read, what is left over, and each sentence with what breaks it.</summary>
    public static async Task WriteAsync(TextWriter output, string place, AuditReport report)
    {
        await output.WriteLineAsync(Line($"{place}: {report.Records} records, {report.Calendars} calendars, {report.Pages} pages"));
        await output.WriteLineAsync(Line($"{report.Bookings} bookings, {report.Standing} standing; {report.Claims} claims; {report.Workshops} workshops"));
        await output.WriteLineAsync(Line($"{report.Attendees} attendees, {report.Series} series, {report.Waitlisted} places on waiting lists"));
        await output.WriteLineAsync(Line(
            $"allowed: {report.LeftOver} claims left over, {report.BeingReleased} being released, {report.OlderThanSettings} older than their calendar's settings"));
        foreach (var (invariant, sentence) in Sentences)
        {
            var broken = report.Violations.Where(violation => violation.Invariant == invariant).ToList();
            await output.WriteLineAsync($"{(broken.Count == 0 ? "true " : "FALSE")} {sentence}");
            foreach (var violation in broken)
                await output.WriteLineAsync($"      {violation.Where}: {violation.What}");
        }

        foreach (var record in report.Unreadable)
            await output.WriteLineAsync($"unreadable {record}");
    }

    private static IEnumerable<(Invariant Invariant, string Sentence)> Sentences { get; } =
    [
        (Invariant.Capacity, "I1 at every instant of every calendar, claims fit its capacity"),
        (Invariant.Claimed, "I2 every booking that stands has its claims on all of its calendars"),
        (Invariant.Needed, "I3 every claim is needed, left over, or listed to be given back"),
        (Invariant.Places, "no workshop has more attendees with a place than places, or anybody twice, or out of turn"),
        (Invariant.Series, "every date that a series lists is a booking of it, and no other is"),
        (Invariant.Waitlist, "every place on a waiting list that got a slot has its booking, nobody else has it, and lists keep their order"),
        (Invariant.Limits, "quotas: nothing has become larger than it may"),
        (Invariant.Filed, "every record lies where its grain looks for it"),
    ];

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
