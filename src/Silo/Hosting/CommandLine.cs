namespace Scheduling.Silo.Hosting;

/// <summary>A command line: at most one command, and settings before and after it.</summary>
internal static class CommandLine
{
    /// <summary>Parts the command, null when there is none, from everything else in its order.</summary>
    public static (string? Command, string[] Options) Split(string[] arguments)
    {
        for (var index = 0; index < arguments.Length; index++)
        {
            var argument = arguments[index];
            if (!argument.StartsWith('-'))
                return (argument, [.. arguments[..index], .. arguments[(index + 1)..]]);
            if (!argument.Contains('=', StringComparison.Ordinal))
                index++;
        }

        return (null, arguments);
    }

    /// <summary>The refusal of a command there is not.</summary>
    public static StartupException Unknown(string command) => new(
        $"'{command}' is not a command: there are token, import, audit and backup, and without a command the server starts.",
        StartupException.WrongArguments);
}
