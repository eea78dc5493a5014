namespace Scheduling.Silo.Import;

/// <summary>What follows the word <c>import</c> on the command line.</summary>
internal sealed record ImportArguments
{
    /// <summary>One line that says how the command is written.</summary>
    public const string Usage =
        "Usage: import FILE.csv --owner ID [--rooms ROOMS.csv] [--dry-run] [--report FILE.csv]";

    /// <summary>The venues file.</summary>
    public required string VenuesFile { get; init; }

    /// <summary>The municipality or network that the venues will belong to.</summary>
    public required string OwnerId { get; init; }

    /// <summary>The rooms file, or null.</summary>
    public string? RoomsFile { get; init; }

    /// <summary>Everything is checked and told, nothing is stored.</summary>
    public bool DryRun { get; init; }

    /// <summary>Where rejected lines go; by default beside the venues file.</summary>
    public string? ReportFile { get; init; }

    /// <summary>
    /// Settings of the host (<c>--Storage:Provider=PostgreSql</c>, <c>--environment Production</c>), as given.
    /// </summary>
    public required ImmutableArray<string> HostArguments { get; init; }

    /// <summary>Reads the arguments; the error is one line without the usage.</summary>
    public static bool TryParse(IReadOnlyList<string> arguments, out ImportArguments parsed, out string error)
    {
        var reader = new ImportArgumentsReader(arguments);
        error = reader.Read();
        parsed = reader.Result;
        return error.Length == 0;
    }
}
