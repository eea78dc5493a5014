using Scheduling.Grains.Calendars;

namespace Scheduling.Silo.Import.Hours;

/// <summary>What became of a text of opening hours: understood completely, or not at all.</summary>
internal abstract record HoursReading
{
    private HoursReading()
    {
    }

    /// <summary>The text was understood.</summary>
    /// <param name="Week">Sorted by day and opening; spans of one day never touch. Empty: closed all week.</param>
    /// <param name="ClosedOnPublicHolidays">The text says <c>PH off</c>.</param>
    /// <param name="ClosedInSchoolHolidays">The text says <c>SH off</c>.</param>
    public sealed record Readable(
        ImmutableArray<WeeklyHours> Week, bool ClosedOnPublicHolidays, bool ClosedInSchoolHolidays) : HoursReading;

    /// <summary>The text holds something this reader does not know; nothing of it was used.</summary>
    /// <param name="Reason">The end of a sentence that begins with the field's name.</param>
    public sealed record Unreadable(string Reason) : HoursReading;
}
