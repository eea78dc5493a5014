using NodaTime;
using NodaTime.Text;
using Scheduling.Grains.Calendars;
using Scheduling.Silo.Import.Hours;

namespace Scheduling.Silo.Tests.Import;

public class HoursTests
{
    private const string Weekdays = "Mo 09:00-12:00; Tu 09:00-12:00; We 09:00-12:00; Th 09:00-12:00; Fr 09:00-12:00";
    private const string WholeWeek =
        "Mo 00:00-24:00; Tu 00:00-24:00; We 00:00-24:00; Th 00:00-24:00; Fr 00:00-24:00; "
        + "Sa 00:00-24:00; Su 00:00-24:00";

    /// <summary>What is expected is written day by day, the plainest form there is.</summary>
    [Theory]
    [InlineData("Mo 09:00-12:00", "Mo 09:00-12:00")]
    [InlineData("Mo-Fr 09:00-12:00", Weekdays)]
    [InlineData("Mo-Fr 09:00-12:00 open", Weekdays)]
    [InlineData("Sa-Mo 10:00-11:00", "Mo 10:00-11:00; Sa 10:00-11:00; Su 10:00-11:00")]
    [InlineData("Mo,We,Fr 10:00-11:00", "Mo 10:00-11:00; We 10:00-11:00; Fr 10:00-11:00")]
    [InlineData("Mo-Tu,Th,Sa-Su 10:00-11:00", "Mo 10:00-11:00; Tu 10:00-11:00; Th 10:00-11:00; Sa 10:00-11:00; Su 10:00-11:00")]
    [InlineData("Mo,Mo-Tu 10:00-11:00", "Mo 10:00-11:00; Tu 10:00-11:00")]
    [InlineData("Mo 09:00-12:00,14:00-18:30", "Mo 09:00-12:00; Mo 14:00-18:30")]
    [InlineData("Mo 14:00-18:30,09:00-12:00", "Mo 09:00-12:00; Mo 14:00-18:30")]
    [InlineData("Mo 09:00-12:00; Sa 08:30-12:00", "Mo 09:00-12:00; Sa 08:30-12:00")]
    [InlineData("Mo-We 09:00-12:00; Tu 14:00-16:00", "Mo 09:00-12:00; Tu 14:00-16:00; We 09:00-12:00")]
    [InlineData("Mo-We 09:00-12:00; Tu off", "Mo 09:00-12:00; We 09:00-12:00")]
    [InlineData("Mo-We 09:00-12:00; Tu closed", "Mo 09:00-12:00; We 09:00-12:00")]
    [InlineData("Mo-We 09:00-12:00, Tu off", "Mo 09:00-12:00; We 09:00-12:00")]
    [InlineData("Mo-Tu 09:00-12:00, Tu 14:00-16:00", "Mo 09:00-12:00; Tu 09:00-12:00; Tu 14:00-16:00")]
    [InlineData("Mo 09:00-12:00, Sa 10:00-11:00, Su 10:00-11:00", "Mo 09:00-12:00; Sa 10:00-11:00; Su 10:00-11:00")]
    [InlineData("Fr 22:00-02:00", "Fr 22:00-02:00")]
    [InlineData("Fr 22:00-26:00", "Fr 22:00-02:00")]
    [InlineData("Fr 22:00-24:00", "Fr 22:00-00:00")]
    [InlineData("Fr 22:00-00:00", "Fr 22:00-00:00")]
    [InlineData("Fr 00:00-24:00", "Fr 00:00-00:00")]
    [InlineData("Fr 10:00-34:00", "Fr 10:00-10:00")]
    [InlineData("Fr 22:00-02:00; Sa off", "Fr 22:00-02:00")]
    [InlineData("24/7", WholeWeek)]
    [InlineData("24/7; Su off", "Mo 00:00-24:00; Tu 00:00-24:00; We 00:00-24:00; Th 00:00-24:00; Fr 00:00-24:00; Sa 00:00-24:00")]
    [InlineData("off", "")]
    [InlineData("closed", "")]
    [InlineData("off; Mo 09:00-12:00", "Mo 09:00-12:00")]
    [InlineData("Mo-Su off", "")]
    [InlineData("00:00-24:00", WholeWeek)]
    [InlineData("Mo-Tu", "Mo 00:00-24:00; Tu 00:00-24:00")]
    [InlineData("Sa", "Sa 00:00-24:00")]
    [InlineData("mo-FR 9:00-12:00", Weekdays)]
    [InlineData("  Mo - Fr  09:00 - 12:00 ;", Weekdays)]
    [InlineData("Mo–Fr 09:00–12:00", Weekdays)]
    [InlineData("Mo-Fr\u00A009:00-12:00", Weekdays)]
    [InlineData("Mo-Fr09:00-12:00", Weekdays)]
    [InlineData("Mo 09:00-12:00,11:00-14:00", "Mo 09:00-14:00")]
    [InlineData("Mo 09:00-12:00,12:00-14:00", "Mo 09:00-14:00")]
    [InlineData("Mo 09:00-12:00,09:30-10:00", "Mo 09:00-12:00")]
    public void Read_WeeklySyntax_GivesTheSpansOfEachDay(string text, string expected)
    {
        var readable = Assert.IsType<HoursReading.Readable>(HoursParser.Read(text));

        Assert.Equal(ByDay(expected), readable.Week);
        Assert.False(readable.ClosedOnPublicHolidays);
        Assert.False(readable.ClosedInSchoolHolidays);
    }

    [Theory]
    [InlineData("Mo 09:00-12:00; PH off", "Mo 09:00-12:00", true, false)]
    [InlineData("Mo 09:00-12:00; ph OFF", "Mo 09:00-12:00", true, false)]
    [InlineData("Mo 09:00-12:00, PH off", "Mo 09:00-12:00", true, false)]
    [InlineData("PH off; Mo 09:00-12:00", "Mo 09:00-12:00", true, false)]
    [InlineData("PH closed; 00:00-24:00", WholeWeek, true, false)]
    [InlineData("24/7; PH off", WholeWeek, true, false)]
    [InlineData("Mo 09:00-12:00; PH,SH off", "Mo 09:00-12:00", true, true)]
    [InlineData("Mo 09:00-12:00; SH off", "Mo 09:00-12:00", false, true)]
    [InlineData("Mo,Su 09:00-12:00; Su,PH off", "Mo 09:00-12:00", true, false)]
    [InlineData("PH off", "", true, false)]
    public void Read_HolidaysOff_SetsTheFlags(string text, string expected, bool publicHolidays, bool schoolHolidays)
    {
        var readable = Assert.IsType<HoursReading.Readable>(HoursParser.Read(text));

        Assert.Equal(ByDay(expected), readable.Week);
        Assert.Equal(publicHolidays, readable.ClosedOnPublicHolidays);
        Assert.Equal(schoolHolidays, readable.ClosedInSchoolHolidays);
    }

    [Theory]
    [InlineData("", "holds no hours")]
    [InlineData(" ; ; ", "holds no hours")]
    [InlineData("sur rendez-vous", "is not understood at 'sur'")]
    [InlineData("Lu-Ve 09:00-12:00", "is not understood at 'Lu'")]
    [InlineData("Monday 09:00-12:00", "is not understood at 'Monday'")]
    [InlineData("Jan-Mar Mo 09:00-12:00", "is not understood at 'Jan'")]
    [InlineData("week 1-53/2 Mo 09:00-12:00", "is not understood at 'week'")]
    [InlineData("2027 Mo 09:00-12:00", "is not understood at '2027'")]
    [InlineData("2027-01-01 off", "is not understood at '2027'")]
    [InlineData("Dec 25 off", "is not understood at 'Dec'")]
    [InlineData("easter off", "is not understood at 'easter'")]
    [InlineData("Mo sunrise-sunset", "is not understood at 'sunrise'")]
    [InlineData("Mo (sunrise+01:00)-12:00", "is not understood at '('")]
    [InlineData("Mo 09:00-12:00 \"sur rendez-vous\"", "holds a comment, which is not understood")]
    [InlineData("Mo 09:00+", "has an open end ('+'), which is not understood")]
    [InlineData("Mo 09:00-12:00+", "has an open end ('+'), which is not understood")]
    [InlineData("Mo[1] 09:00-12:00", "is not understood at '['")]
    [InlineData("Mo 09:00-12:00 || \"appel\"", "is not understood at '|'")]
    [InlineData("Mo 09:00-12:00 unknown", "is not understood at 'unknown'")]
    [InlineData("Mo-Fr: 09:00-12:00", "is not understood at ':'")]
    [InlineData("Mo 9h-12h", "is not understood at '9'")]
    [InlineData("Mo 09:00", "ends too early")]
    [InlineData("Mo 09:00-", "ends too early")]
    [InlineData("Mo 09:00-12:00,", "ends too early")]
    [InlineData("Mo-", "ends too early")]
    [InlineData("Mo,", "ends too early")]
    [InlineData("Mo-Mo 09:00-12:00", "is not understood at 'Mo'")]
    [InlineData("Mo-Fr, 09:00-12:00", "is not understood at '09:00'")]
    [InlineData("Mo 09:00-12:00 14:00-16:00", "is not understood at '14:00'")]
    [InlineData("Mo 09:00-12:00 Tu 09:00-12:00", "is not understood at 'Tu'")]
    [InlineData("Mo 25:00-26:00", "opens at 25:00, which is not a time of day")]
    [InlineData("Mo 24:00-26:00", "opens at 24:00, which is not a time of day")]
    [InlineData("Mo 09:60-12:00", "is not understood at '09:60'")]
    [InlineData("Mo 09:00-48:01", "is not understood at '48:01'")]
    [InlineData("Mo 09:00-12:000", "is not understood at '12:000'")]
    [InlineData("Mo 09:00:00-12:00", "is not understood at '09:00:00'")]
    [InlineData("Mo 09:00-09:00", "opens and closes at 09:00")]
    [InlineData("Mo 00:00-00:00", "opens and closes at 00:00")]
    [InlineData("Mo 09:00-34:00", "has a span of more than 24 hours")]
    [InlineData("Mo 10:00-30:00,20:00-40:00", "has a span of more than 24 hours")]
    [InlineData("Mo 12:00-13:00 off", "closes for some hours of a day, which is not understood")]
    [InlineData("PH 10:00-12:00", "has hours of its own on holidays, which cannot be kept")]
    [InlineData("Mo-Fr,PH 10:00-12:00", "has hours of its own on holidays, which cannot be kept")]
    [InlineData("PH", "has hours of its own on holidays, which cannot be kept")]
    [InlineData("SH Mo 10:00-12:00", "has hours of its own on holidays, which cannot be kept")]
    [InlineData("SH Mo off", "has hours of its own on holidays, which cannot be kept")]
    [InlineData("Mo 09:00-12:00; 14:00-16:00", "has a rule without days after other rules")]
    [InlineData("Mo 09:00-12:00; off", "has a rule without days after other rules")]
    [InlineData("open", "is not understood at 'open'")]
    [InlineData("24/7 off", "is not understood at 'off'")]
    public void Read_AnythingElse_IsNotGuessed(string text, string reason)
    {
        var unreadable = Assert.IsType<HoursReading.Unreadable>(HoursParser.Read(text));

        Assert.Equal(reason, unreadable.Reason);
    }

    private static ImmutableArray<WeeklyHours> ByDay(string text) =>
        [.. text.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(OneSpan)];

    private static WeeklyHours OneSpan(string text)
    {
        string[] days = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
        var day = (IsoDayOfWeek)(Array.IndexOf(days, text[..2]) + 1);
        return new WeeklyHours(day, Time(text[3..8]), Time(text[9..14]));
    }

    private static LocalTime Time(string text) =>
        LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(text == "24:00" ? "00:00" : text).Value;
}
