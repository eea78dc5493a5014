using Scheduling.Silo.Import.Csv;
using Scheduling.Silo.Import.Rooms;
using Scheduling.Silo.Import.Text;
using Scheduling.Silo.Import.Venues;
using Spectre.Console;

namespace Scheduling.Silo.Import;

/// <summary>The command <c>import</c>; <see cref="ImportArguments.Usage"/> says how it is written.</summary>
internal static class ImportCommand
{
    /// <summary>Every line was imported.</summary>
    public const int AllImported = 0;

    /// <summary>The rest was imported.</summary>
    public const int SomeRejected = 1;

    /// <summary>Wrong usage, an unknown owner or an unreadable file; one line on the error stream says which.</summary>
    public const int NotRun = 2;

    /// <summary>
    /// Runs the command. The target is opened only after the arguments and the headers of both files were found right,
    /// and is closed at the end. What the target throws is not caught: what was stored until then stays stored, and the
    /// same command takes up the rest.
    /// </summary>
    /// <param name="args">What follows the word <c>import</c>.</param>
    /// <param name="openTarget">Starts what stores the records.</param>
    /// <param name="console">Where the summary goes.</param>
    /// <param name="error">Where the one line of an error goes.</param>
    /// <param name="cancellationToken">Stops the run; what was stored until then stays stored.</param>
    /// <returns>The exit code: <see cref="AllImported"/>, <see cref="SomeRejected"/> or <see cref="NotRun"/>.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args,
        Func<ImportArguments, CancellationToken, Task<IImportTarget>> openTarget,
        IAnsiConsole console,
        TextWriter error,
        CancellationToken cancellationToken)
    {
        if (args is ["--help" or "-h"])
        {
            await console.Profile.Out.Writer.WriteLineAsync(ImportArguments.Usage);
            return AllImported;
        }

        if (!ImportArguments.TryParse(args, out var arguments, out var wrong))
        {
            await error.WriteLineAsync($"{wrong} {ImportArguments.Usage}");
            return NotRun;
        }

        try
        {
            return await RunAsync(arguments, openTarget, new ImportConsole(console), error, cancellationToken);
        }
        catch (UnreadableFileException exception)
        {
            await error.WriteLineAsync(Show.Printable(exception.Message));
            return NotRun;
        }
    }

    private static async Task<int> RunAsync(
        ImportArguments arguments,
        Func<ImportArguments, CancellationToken, Task<IImportTarget>> openTarget,
        ImportConsole console,
        TextWriter error,
        CancellationToken cancellationToken)
    {
        var paths = ReportPaths.For(arguments);
        await using var venues =
            await CsvFile.OpenAsync(arguments.VenuesFile, NationalStandard.Columns, cancellationToken);
        await using var rooms = arguments.RoomsFile is { } roomsFile
            ? await CsvFile.OpenAsync(roomsFile, RoomLineReader.Columns, cancellationToken)
            : null;
        await using var target = await openTarget(arguments, cancellationToken);
        if (await target.RefuseOwnerAsync(arguments.OwnerId, cancellationToken) is { } refusal)
        {
            await error.WriteLineAsync($"--owner {Show.Quoted(arguments.OwnerId)}: {Show.Printable(refusal)}");
            return NotRun;
        }

        await using var run = new ImportRun(console, paths);
        try
        {
            var importer = new Importer(target, arguments.OwnerId, arguments.DryRun);
            await ImportAsync(importer, run, paths, venues, rooms, cancellationToken);
        }
        catch (UnreadableFileException)
        {
            run.Finish(arguments.DryRun);
            throw;
        }

        return run.Finish(arguments.DryRun) ? AllImported : SomeRejected;
    }

    private static async Task ImportAsync(
        Importer importer,
        ImportRun run,
        ReportPaths paths,
        CsvFile venues,
        CsvFile? rooms,
        CancellationToken cancellationToken)
    {
        var venueReport = run.OpenReport(venues, paths.RejectedVenues);
        var roomReport = rooms is null ? null : run.OpenReport(rooms, paths.RejectedRooms!);
        var venueOutcomes = importer.VenuesAsync(venues, cancellationToken);
        await run.FollowAsync("Venues", venues, venueReport, venueOutcomes, cancellationToken);
        if (rooms is null)
            return;
        var roomOutcomes = importer.RoomsAsync(rooms, cancellationToken);
        await run.FollowAsync("Rooms", rooms, roomReport!, roomOutcomes, cancellationToken);
    }
}
