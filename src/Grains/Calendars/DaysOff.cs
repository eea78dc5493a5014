namespace Scheduling.Grains.Calendars;

/// <summary>A public holiday.</summary>
/// <param name="Date">The day, from midnight to midnight where it is kept.</param>
/// <param name="Name">Its French name; both names where two fall together.</param>
public readonly record struct DayOff(LocalDate Date, string Name);

/// <summary>
/// The public holidays of France, computed by rule for the département or collectivity that keeps them. Sources:
/// <list type="bullet">
/// <item>everywhere: code du travail, article L. 3133-1;</item>
/// <item>Bas-Rhin, Haut-Rhin and Moselle: article L. 3134-13 (Good Friday and 26 December; Good Friday by law where there is a
/// Protestant church, in practice everywhere there);</item>
/// <item>the end of slavery, each overseas territory on its own day: article L. 3422-2, loi n° 83-550 and décret n° 83-1003;</item>
/// <item>French Polynesia: code du travail de la Polynésie française, article Lp. 3231-1 (20 November in place of 29 June since
/// 2025); New Caledonia: article Lp. 231-1 of its own; Wallis-et-Futuna: the territory's two days of its own.</item>
/// </list>
/// </summary>
public static class DaysOff
{
    private const int MatariiSince = 2025;

    /// <summary>The holidays that share time with the period, in order; none without a département.</summary>
    public static IEnumerable<DayOff> During(Period during, DateTimeZone zone, string? department)
    {
        if (department is null)
            yield break;
        var last = (during.End - Duration.Epsilon).InZone(zone).Date;
        for (var date = during.Start.InZone(zone).Date; date <= last; date = date.PlusDays(1))
            if (On(date, department) is { } name)
                yield return new DayOff(date, name);
    }

    /// <summary>The time from midnight to midnight.</summary>
    public static Period Span(LocalDate date, DateTimeZone zone) =>
        new(zone.AtStartOfDay(date).ToInstant(), zone.AtStartOfDay(date.PlusDays(1)).ToInstant());

    /// <summary>What is kept on a day in a département; null on an ordinary one.</summary>
    public static string? On(LocalDate date, string department)
    {
        var (always, moveable, local) = (Fixed(date), AfterEaster(date), Local(date, department));
        // Most days are ordinary.
        return (always ?? moveable ?? local) is null
            ? null
            : string.Join(", ", new[] { always, moveable, local }.Where(name => name is not null));
    }

    private static string? Fixed(LocalDate date) => (date.Month, date.Day) switch
    {
        (1, 1) => "Jour de l'an",
        (5, 1) => "Fête du Travail",
        (5, 8) => "Victoire 1945",
        (7, 14) => "Fête nationale",
        (8, 15) => "Assomption",
        (11, 1) => "Toussaint",
        (11, 11) => "Armistice 1918",
        (12, 25) => "Noël",
        _ => null,
    };

    private static string? AfterEaster(LocalDate date) => DaysFromEaster(date) switch
    {
        1 => "Lundi de Pâques",
        39 => "Ascension",
        50 => "Lundi de Pentecôte",
        _ => null,
    };

    private static string? Local(LocalDate date, string department) => (department, date.Month, date.Day) switch
    {
        ("57" or "67" or "68" or "987", _, _) when DaysFromEaster(date) == -2 => "Vendredi saint",
        ("57" or "67" or "68", 12, 26) => "Saint-Étienne",
        ("971", 5, 27) or ("972", 5, 22) or ("973", 6, 10) or ("974", 12, 20) or ("976", 4, 27) or ("977", 10, 9) or ("978", 5, 28) =>
            "Abolition de l'esclavage",
        ("986", 4, 28) => "Saint Pierre Chanel",
        ("986", 7, 29) => "Fête du territoire",
        ("987", 3, 5) => "Arrivée de l'Évangile",
        ("987", 6, 29) when date.Year < MatariiSince => "Fête de l'autonomie",
        ("987", 11, 20) when date.Year >= MatariiSince => "Matari'i i ni'a",
        ("988", 9, 24) => "Fête de la citoyenneté",
        _ => null,
    };

    // Counted only in the months in which it can matter: 20 March to 13 June.
    private static int? DaysFromEaster(LocalDate date) =>
        date.Month is >= 3 and <= 6 ? NodaTime.Period.DaysBetween(Easter.Sunday(date.Year), date) : null;
}
