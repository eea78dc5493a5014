namespace Scheduling.Silo.Import.Venues;

/// <summary>The time zone of a place in France by its postal code.</summary>
internal static class FrenchTimeZones
{
    /// <summary>
    /// The IANA zone. Polynesia has three; the postal code tells only Tahiti's, where nearly everybody lives.
    /// </summary>
    /// <param name="postalCode">Five digits.</param>
    public static string Of(string postalCode) => postalCode[..3] switch
    {
        "971" => "America/Guadeloupe",
        "972" => "America/Martinique",
        "973" => "America/Cayenne",
        "974" => "Indian/Reunion",
        "975" => "America/Miquelon",
        "976" => "Indian/Mayotte",
        "977" => "America/St_Barthelemy",
        "978" => "America/Marigot",
        "986" => "Pacific/Wallis",
        "987" => "Pacific/Tahiti",
        "988" => "Pacific/Noumea",
        _ => "Europe/Paris",
    };
}
