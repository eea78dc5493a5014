namespace Scheduling.Silo.Import.Hours;

internal enum HoursTokenKind
{
    End,
    Day,
    PublicHoliday,
    SchoolHoliday,
    Time,
    Always,
    Off,
    Open,
    Dash,
    Comma,
    Semicolon,
    Unknown,
}

/// <summary>A word, number or sign of an opening_hours text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">Day: 1 (Monday) to 7. Time: minutes since midnight, 0 to 2880. Otherwise 0.</param>
/// <param name="Text">As it stands in the text.</param>
internal readonly record struct HoursToken(HoursTokenKind Kind, int Value, string Text);
