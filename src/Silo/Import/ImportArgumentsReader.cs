using Scheduling.Silo.Import.Text;

namespace Scheduling.Silo.Import;

/// <summary>Reads the arguments of the import once, from left to right.</summary>
internal sealed class ImportArgumentsReader(IReadOnlyList<string> arguments)
{
    private const string Owner = "--owner";
    private const string Rooms = "--rooms";
    private const string Report = "--report";
    private const string DryRun = "--dry-run";
    private const string HostEnvironment = "--environment";

    private readonly Dictionary<string, string> options = [];
    private readonly List<string> files = [];
    private readonly List<string> host = [];
    private int at;

    /// <summary>What was read; complete only when <see cref="Read"/> found nothing wrong.</summary>
    public ImportArguments Result => new()
    {
        VenuesFile = files.FirstOrDefault() ?? "",
        OwnerId = options.GetValueOrDefault(Owner) ?? "",
        RoomsFile = options.GetValueOrDefault(Rooms),
        ReportFile = options.GetValueOrDefault(Report),
        DryRun = options.ContainsKey(DryRun),
        HostArguments = [.. host],
    };

    /// <summary>What is wrong with the arguments, or the empty string.</summary>
    public string Read()
    {
        while (at < arguments.Count)
        {
            if (ReadOne(arguments[at++]) is { } error)
                return error;
        }

        return files.Count switch
        {
            0 => "The file to import is missing.",
            > 1 => $"One file is imported at a time: {Show.Quoted(files[1])} is one too many.",
            _ when options.ContainsKey(Owner) => "",
            _ => $"{Owner} is missing: name the municipality or network that owns the venues.",
        };
    }

    private string? ReadOne(string argument)
    {
        if (!argument.StartsWith("--", StringComparison.Ordinal))
        {
            files.Add(argument);
            return null;
        }

        var equals = argument.IndexOf('=');
        var name = equals < 0 ? argument : argument[..equals];
        var value = equals < 0 ? null : argument[(equals + 1)..];
        if (name.Contains(':') || name is HostEnvironment)
            return ReadHostSetting(argument, name, value);
        return name switch
        {
            DryRun => value is null ? Keep(name, "") : $"{DryRun} takes no value.",
            Owner or Rooms or Report => Keep(name, value ?? Next()),
            _ => $"The option {Show.Quoted(name)} is unknown.",
        };
    }

    private string? ReadHostSetting(string argument, string name, string? value)
    {
        host.Add(argument);
        if (value is not null)
            return null;
        if (Next() is not { } given)
            return $"{name} lacks its value.";
        host.Add(given);
        return null;
    }

    private string? Keep(string name, string? value)
    {
        if (value is null || (value.Length == 0 && name is not DryRun))
            return $"{name} lacks its value.";
        return options.TryAdd(name, value) ? null : $"{name} is given twice.";
    }

    private string? Next() =>
        at < arguments.Count && !arguments[at].StartsWith("--", StringComparison.Ordinal) ? arguments[at++] : null;
}
