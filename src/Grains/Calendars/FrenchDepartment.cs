namespace Scheduling.Grains.Calendars;

/// <summary>Which part of France an address lies in: what decides on its public holidays.</summary>
internal static class FrenchDepartment
{
    // Whoever writes no INSEE code may mean another country, whose postal codes look the same.
    private static readonly HashSet<string> Zones = new(StringComparer.Ordinal)
    {
        "Europe/Paris", "America/Guadeloupe", "America/Martinique", "America/Cayenne", "Indian/Reunion", "Indian/Mayotte",
        "America/Miquelon", "America/St_Barthelemy", "America/Marigot", "Pacific/Wallis", "Pacific/Tahiti", "Pacific/Marquesas",
        "Pacific/Gambier", "Pacific/Noumea",
    };

    /// <summary>
    /// The département or collectivity (36, 2A, 974, 988) of the commune, or else of the postal code if the zone is one of
    /// France's; null when the address is not known to be French.
    /// </summary>
    public static string? Of(string? inseeCode, string? postalCode, string timeZone)
    {
        if (inseeCode is { Length: 5 })
            return OfCommune(inseeCode);
        return postalCode is { Length: 5 } && postalCode.All(char.IsAsciiDigit) && Zones.Contains(timeZone) ? OfPost(postalCode) : null;
    }

    // 99 is abroad in INSEE's list.
    private static string? OfCommune(string inseeCode) => inseeCode switch
    {
        // Until 2007 they were communes of Guadeloupe, and files still say so.
        "97123" => "977",
        "97127" => "978",
        ['9', '7' or '8', ..] => inseeCode[..3],
        ['9', '9', ..] or ['0', '0', ..] => null,
        _ => inseeCode[..2],
    };

    // Saint-Barthélemy and Saint-Martin kept the postal codes of Guadeloupe; 980 is Monaco.
    private static string? OfPost(string postalCode) => postalCode switch
    {
        "97133" => "977",
        "97150" => "978",
        ['9', '7', ..] => postalCode[..3],
        ['9', '8', '6' or '7' or '8', ..] => postalCode[..3],
        ['9', '6' or '8' or '9', ..] or ['0', '0', ..] => null,
        _ => postalCode[..2],
    };
}
