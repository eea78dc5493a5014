using System.Text.RegularExpressions;
using Scheduling.Silo.Import.Csv;

namespace Scheduling.Silo.Import.Venues;

/// <summary>The national standard "lieux de médiation numérique", 1.0.2: its columns and patterns.</summary>
internal static partial class NationalStandard
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    public const string Id = "id";
    public const string Pivot = "pivot";
    public const string Name = "nom";
    public const string City = "commune";
    public const string PostalCode = "code_postal";
    public const string InseeCode = "code_insee";
    public const string Street = "adresse";
    public const string AddressComplement = "complement_adresse";
    public const string Latitude = "latitude";
    public const string Longitude = "longitude";
    public const string Telephone = "telephone";
    public const string Emails = "courriels";
    public const string Websites = "site_web";
    public const string Hours = "horaires";
    public const string Summary = "presentation_resume";
    public const string UpdatedOn = "date_maj";
    public const string AccessibilityPage = "fiche_acces_libre";
    public const string BookingPage = "prise_rdv";

    /// <summary>All 32 columns of the standard.</summary>
    public static CsvColumns Columns { get; } = new(
        [Id, Pivot, Name, City, PostalCode, Street, UpdatedOn],
        [
            InseeCode, AddressComplement, Latitude, Longitude, Telephone, Emails, Websites, Hours, Summary,
            "presentation_detail", "source", "structure_parente", "autres_formations_labels", AccessibilityPage,
            BookingPage, .. Vocabularies.Fields,
        ]);

    /// <summary>SIRET, RNA or RIDET.</summary>
    [GeneratedRegex("^[a-zA-Z0-9]{9,14}$", Options)]
    public static partial Regex PivotPattern { get; }

    /// <summary>Five digits, kept as text: the first may be zero.</summary>
    [GeneratedRegex("^[0-9]{5}$", Options)]
    public static partial Regex PostalCodePattern { get; }

    /// <summary>Two digits or 2A, 2B for Corsica, then three digits.</summary>
    [GeneratedRegex("^([013-9][0-9]|2[AB1-9])[0-9]{3}$", Options)]
    public static partial Regex InseeCodePattern { get; }

    /// <summary>International form, without blanks.</summary>
    [GeneratedRegex(
        @"^(\+33|\+590|\+594|\+262|\+596|\+269|\+687|\+689|\+508|\+681)[0-9]{6,9}$", Options)]
    public static partial Regex TelephonePattern { get; }

    /// <summary>Something before and something with a point after one at sign.</summary>
    [GeneratedRegex(@"^[^@\s]+@[^@\s]+\.[^@\s.]+$", Options)]
    public static partial Regex EmailPattern { get; }
}
