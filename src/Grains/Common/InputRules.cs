using Scheduling.Grains.Calendars;

namespace Scheduling.Grains.Common;

/// <summary>Checks that several commands share. Each answers with refusals that name the field.</summary>
public static class InputRules
{
    /// <summary>The longest name or title, in characters.</summary>
    public const int NameLengthMax = 200;

    /// <summary>The longest reason or note, in characters.</summary>
    public const int ReasonLengthMax = 500;

    private static readonly Instant Earliest = Instant.FromUtc(2000, 1, 1, 0, 0);
    private static readonly Instant Latest = Instant.FromUtc(2200, 1, 1, 0, 0);

    /// <summary>A name that has to be there.</summary>
    public static IEnumerable<Refusal> Name(string field, string name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > NameLengthMax)
            yield return Refusal.Invalid(field, $"'{field}' takes 1 to {NameLengthMax} characters.");
        else if (name.Any(char.IsControl))
            yield return Refusal.Invalid(field, $"'{field}' is one line and takes no control characters.");
    }

    /// <summary>A text that may be missing.</summary>
    public static IEnumerable<Refusal> Text(string field, string? text, int lengthMax)
    {
        if (text?.Length > lengthMax)
            yield return Refusal.Invalid(field, $"'{field}' takes at most {lengthMax} characters.");
        else if (text?.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')) == true)
            yield return Refusal.Invalid(field, $"'{field}' takes no control characters but line ends and tabs.");
    }

    /// <summary>A number within bounds.</summary>
    public static IEnumerable<Refusal> Within(string field, long number, long least, long most)
    {
        if (number < least || number > most)
            yield return Refusal.Invalid(field, $"'{field}' takes {least} to {most}, not {number}.");
    }

    /// <summary>An IANA zone that is known.</summary>
    public static IEnumerable<Refusal> TimeZone(string field, string zone)
    {
        // Not by asking for the zone: the provider makes one up for "UTC+01:00".
        if (!DateTimeZoneProviders.Tzdb.Ids.Contains(zone))
            yield return Refusal.Invalid(field, $"'{zone}' is not an IANA time zone such as Europe/Paris.");
    }

    /// <summary>A point on the globe.</summary>
    public static IEnumerable<Refusal> Location(string field, GeoPoint? point)
    {
        if (point is null)
            yield break;
        if (!(point.Latitude is >= -90 and <= 90))
            yield return Refusal.Invalid($"{field}.latitude", "A latitude lies between -90 and 90 degrees.");
        if (!(point.Longitude is >= -180 and <= 180))
            yield return Refusal.Invalid($"{field}.longitude", "A longitude lies between -180 and 180 degrees.");
    }

    /// <summary>A period that is one, within the years 2000 to 2199, of at most <paramref name="lengthMax"/>.</summary>
    public static IEnumerable<Refusal> Period(string field, Period period, Duration lengthMax)
    {
        if (period.Start < Earliest || period.Start >= Latest)
            yield return Refusal.Invalid($"{field}.start", "The start lies in the years 2000 to 2199.");
        else if (period.End <= period.Start)
            yield return Refusal.Invalid($"{field}.end", "The end comes after the start.");
        else if (period.Length > lengthMax)
            yield return Refusal.Invalid($"{field}.end",
                $"A period here is at most {IsoDuration.Format(lengthMax)} long, not {IsoDuration.Format(period.Length)}.");
    }

    /// <summary>Weekly hours, at most 100 spans.</summary>
    public static IEnumerable<Refusal> WeeklyHours(string field, ImmutableArray<WeeklyHours> hours)
    {
        if (hours.Length > 100)
            yield return Refusal.Invalid(field, $"'{field}' takes at most 100 spans.");
    }
}
