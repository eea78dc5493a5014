namespace Scheduling.Grains.Calendars;

/// <summary>Easter of the Gregorian calendar.</summary>
internal static class Easter
{
    /// <summary>
    /// Easter Sunday of a year, by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8; first printed in
    /// Nature, 20 April 1876): holds for every year from 1583.
    /// </summary>
    public static LocalDate Sunday(int year)
    {
        var golden = year % 19;
        var (century, ofCentury) = (year / 100, year % 100);
        var moonDrift = (century - (century + 8) / 25 + 1) / 3;
        var epact = (19 * golden + century - century / 4 - moonDrift + 15) % 30;
        var weekday = (32 + 2 * (century % 4) + 2 * (ofCentury / 4) - epact - ofCentury % 4) % 7;
        var exception = (golden + 11 * epact + 22 * weekday) / 451;
        var days = epact + weekday - 7 * exception + 114;
        return new LocalDate(year, days / 31, days % 31 + 1);
    }
}
