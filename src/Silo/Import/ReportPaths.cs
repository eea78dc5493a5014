using Scheduling.Silo.Import.Csv;

namespace Scheduling.Silo.Import;

/// <summary>Where a run writes its reports. Earlier reports of the same names are overwritten.</summary>
/// <param name="RejectedVenues">Rejected lines of the venues file.</param>
/// <param name="RejectedRooms">Rejected lines of the rooms file; null without one.</param>
/// <param name="Warnings">Every warning of both.</param>
/// <param name="AskedFor">True when the caller named the first: then it is written even when empty.</param>
internal sealed record ReportPaths(string RejectedVenues, string? RejectedRooms, string Warnings, bool AskedFor)
{
    /// <summary>
    /// <c>lieux.rejected.csv</c> and <c>lieux.warnings.csv</c> beside <c>lieux.csv</c>, or the file named by
    /// <c>--report</c> with <c>FILE.rooms.csv</c> and <c>FILE.warnings.csv</c> beside it.
    /// </summary>
    /// <exception cref="UnreadableFileException">A report would overwrite a file that is to be imported.</exception>
    public static ReportPaths For(ImportArguments arguments)
    {
        var main = arguments.ReportFile ?? Path.ChangeExtension(arguments.VenuesFile, ".rejected.csv");
        var rooms = arguments switch
        {
            { RoomsFile: null } => null,
            { ReportFile: { } report } => Path.ChangeExtension(report, ".rooms.csv"),
            { RoomsFile: { } file } => Path.ChangeExtension(file, ".rejected.csv"),
        };
        var warnings = Path.ChangeExtension(arguments.ReportFile ?? arguments.VenuesFile, ".warnings.csv");
        string?[] all = [arguments.VenuesFile, arguments.RoomsFile, main, rooms, warnings];
        var clash = all.OfType<string>().GroupBy(Path.GetFullPath).FirstOrDefault(group => group.Count() > 1);
        return clash is null
            ? new ReportPaths(main, rooms, warnings, arguments.ReportFile is not null)
            : throw new UnreadableFileException(
                $"{clash.First()} would be used for two things at once: "
                + "name another file, or another report with --report.");
    }
}
