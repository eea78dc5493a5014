using System.Globalization;

namespace Scheduling.Acceptance.Tests.World;

/// <summary>A file in the form of the national register, as long as wanted: made-up places all over France.</summary>
internal static class NationalFile
{
    private const string Header =
        "id,pivot,nom,commune,code_postal,code_insee,adresse,latitude,longitude,typologie,horaires,source,date_maj,services";

    /// <summary>Writes it.</summary>
    public static async Task WriteAsync(string path, int lines)
    {
        await using var file = new StreamWriter(path);
        await file.WriteLineAsync(Header);
        for (var i = 0; i < lines; i++)
        {
            var department = 21 + (i % 75);
            await file.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"nat-{i},9993600500{i % 10_000:0000},Lieu numérique {i},Commune {i % 35_000},{department:00}{i % 1000:000},{department:00}{i % 900:000},"
                + $"{i % 200} rue de la Mairie,{42 + (i % 900 * 0.01):0.0000},{-4 + (i % 1200 * 0.01):0.0000},MUNI,"
                + $"\"Mo-Fr 08:30-12:00,13:30-17:00; Sa 09:00-12:00; PH off\",Essai,2026-02-06,Accès internet et matériel informatique"));
        }
    }
}
