using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Scheduling.Acceptance.Tests.World;

/// <summary>A period as a caller writes it: wall-clock time in a zone. Half-open.</summary>
internal sealed record Slot(NodaTime.Instant From, NodaTime.Instant To, DateTimeZone Zone)
{
    private static readonly InstantPattern s_utc = InstantPattern.General;

    /// <summary>Europe/Paris.</summary>
    public static DateTimeZone Paris { get; } = DateTimeZoneProviders.Tzdb["Europe/Paris"];

    /// <summary>A Monday two to three weeks from now.</summary>
    public static LocalDate Monday { get; } =
        SystemClock.Instance.GetCurrentInstant().InZone(Paris).Date.PlusDays(14).Next(IsoDayOfWeek.Monday);

    /// <summary>When it begins, as text.</summary>
    public string Start => s_utc.Format(From);

    /// <summary>When it ends, as text.</summary>
    public string End => s_utc.Format(To);

    /// <summary>The day it begins on, as text.</summary>
    public string Day => LocalDatePattern.Iso.Format(From.InZone(Zone).Date);

    /// <summary>As an input.</summary>
    public object Input => new { start = Start, end = End };

    /// <summary>From one wall-clock time to another of the same day.</summary>
    public static Slot On(LocalDate day, string from, string to, DateTimeZone? zone = null) =>
        Between(day.At(Time(from)), day.At(Time(to)), zone);

    /// <summary>From one wall-clock time to another.</summary>
    public static Slot Between(LocalDateTime from, LocalDateTime to, DateTimeZone? zone = null) =>
        new(from.InZoneLeniently(zone ?? Paris).ToInstant(), to.InZoneLeniently(zone ?? Paris).ToInstant(),
            zone ?? Paris);

    /// <summary>That many whole days from midnight.</summary>
    public static Slot Days(LocalDate first, int days, DateTimeZone? zone = null) =>
        Between(first.AtMidnight(), first.PlusDays(days).AtMidnight(), zone);

    /// <summary>The same time a number of days later, by the wall clock.</summary>
    public Slot Later(int days) => Between(
        From.InZone(Zone).LocalDateTime.PlusDays(days), To.InZone(Zone).LocalDateTime.PlusDays(days), Zone);

    /// <summary>The instant that an answer tells.</summary>
    public static NodaTime.Instant Instant(string text) => OffsetDateTimePattern.Rfc3339.Parse(text).Value.ToInstant();

    /// <summary>The period that an answer tells, as of Paris.</summary>
    public static Slot Of(JsonElement period) => new(Instant(period.Text("start")), Instant(period.Text("end")), Paris);

    private static LocalTime Time(string text) =>
        LocalTimePattern.CreateWithInvariantCulture("HH':'mm").Parse(text).Value;
}
