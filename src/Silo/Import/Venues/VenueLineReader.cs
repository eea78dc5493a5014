using NodaTime.Text;
using Scheduling.Silo.Import.Csv;
using Scheduling.Silo.Import.Hours;
using Scheduling.Silo.Import.Text;

namespace Scheduling.Silo.Import.Venues;

/// <summary>Checks a line against the national standard and takes from it what a venue needs.</summary>
internal static class VenueLineReader
{
    private const int TextMaxLength = 200;
    private const int HoursMaxLength = 1000;

    /// <summary>In characters; identifiers merged by the national map are long.</summary>
    public const int IdMaxLength = 250;

    /// <summary>Reads a line; what is wrong with it is in the answer.</summary>
    public static VenueReading Read(CsvLine line)
    {
        var problems = new LineProblems();
        var id = Values.OneLine(line[NationalStandard.Id]);
        if (line.Damage is { } damage)
        {
            problems.Reject(LineProblems.WholeLine, damage);
            return new VenueReading(id, null, problems);
        }

        var venue = Venue(line, problems);
        OptionalFields.Check(line, problems);
        return new VenueReading(id, problems.Rejections.Count == 0 ? venue : null, problems);
    }

    private static VenueRecord Venue(CsvLine line, LineProblems problems)
    {
        var id = TextFields.Required(line, NationalStandard.Id, IdMaxLength, problems);
        CheckPivot(line[NationalStandard.Pivot], problems);
        var postalCode = PostalCode(line[NationalStandard.PostalCode], problems);
        CheckUpdatedOn(line[NationalStandard.UpdatedOn], problems);
        var hours = line[NationalStandard.Hours];
        return new VenueRecord
        {
            Id = id,
            Name = TextFields.Required(line, NationalStandard.Name, TextMaxLength, problems),
            Street = TextFields.Required(line, NationalStandard.Street, TextMaxLength, problems),
            AddressComplement = TextFields.Optional(line, NationalStandard.AddressComplement, TextMaxLength, problems),
            PostalCode = postalCode ?? "",
            City = TextFields.Required(line, NationalStandard.City, TextMaxLength, problems),
            InseeCode = InseeCode(line[NationalStandard.InseeCode], problems),
            Location = Coordinates.Read(line, postalCode, problems),
            TimeZone = postalCode is null ? "" : FrenchTimeZones.Of(postalCode),
            HoursText = hours.Length is > 0 and <= HoursMaxLength ? hours : null,
            Hours = Hours(hours, problems),
        };
    }

    private static void CheckPivot(string pivot, LineProblems problems)
    {
        if (pivot.Length == 0)
            problems.Reject(NationalStandard.Pivot, "is missing");
        else if (!NationalStandard.PivotPattern.IsMatch(pivot))
        {
            problems.Reject(
                NationalStandard.Pivot, $"{Show.Quoted(pivot)} is not 9 to 14 letters and digits (SIRET, RNA, RIDET)");
        }
    }

    private static void CheckUpdatedOn(string date, LineProblems problems)
    {
        if (date.Length == 0)
            problems.Reject(NationalStandard.UpdatedOn, "is missing");
        else if (!LocalDatePattern.Iso.Parse(date).Success)
            problems.Reject(NationalStandard.UpdatedOn, $"{Show.Quoted(date)} is not a date such as 2027-01-31");
    }

    private static string? PostalCode(string code, LineProblems problems)
    {
        if (NationalStandard.PostalCodePattern.IsMatch(code))
            return code;
        problems.Reject(
            NationalStandard.PostalCode,
            code.Length == 0 ? "is missing" : $"{Show.Quoted(code)} is not five digits{LostZero(code)}");
        return null;
    }

    private static string? InseeCode(string code, LineProblems problems)
    {
        if (code.Length == 0 || NationalStandard.InseeCodePattern.IsMatch(code))
            return code.Length == 0 ? null : code;
        problems.Reject(
            NationalStandard.InseeCode,
            $"{Show.Quoted(code)} is not a commune's code, such as 36005 or 2A004{LostZero(code)}");
        return null;
    }

    private static string LostZero(string code) => code.Length == 4 && code.All(char.IsAsciiDigit)
        ? $"; a spreadsheet may have dropped the zero of 0{code}"
        : "";

    /// <summary>Hours that cannot be read never cost a venue: the text is kept and the line gets a warning.</summary>
    private static OpeningHours? Hours(string text, LineProblems problems)
    {
        if (text.Length == 0)
            return null;
        if (text.Length > HoursMaxLength)
        {
            problems.Warn(NationalStandard.Hours, $"is longer than {HoursMaxLength} characters: not kept");
            return null;
        }

        switch (HoursParser.Read(text))
        {
            case HoursReading.Readable readable:
                if (readable.ClosedInSchoolHolidays)
                {
                    problems.Warn(
                        NationalStandard.Hours, $"{Show.Quoted(text)} closes in school holidays, which is not kept");
                }

                return new OpeningHours(readable.Week, readable.ClosedOnPublicHolidays);
            case HoursReading.Unreadable unreadable:
                problems.Warn(
                    NationalStandard.Hours,
                    $"{Show.Quoted(text)} {unreadable.Reason}: kept as text, no opening hours");
                return null;
            default:
                throw new InvalidOperationException("A reading of hours is readable or unreadable.");
        }
    }
}
