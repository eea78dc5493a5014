namespace Scheduling.Silo.Hosting;

/// <summary>
/// A reason not to start that the person at the keyboard can act on. It is shown as one line, without a stack trace.
/// </summary>
/// <param name="message">Names the setting and says what it accepts.</param>
/// <param name="exitCode">1 for a setting, <see cref="WrongArguments"/> for a wrong command line.</param>
internal sealed class StartupException(string message, int exitCode = 1) : Exception(message)
{
    /// <summary>The exit code for a command line that cannot be understood.</summary>
    public const int WrongArguments = 2;

    /// <summary>A refusal of a setting: its name, what is wrong with it, and what it accepts.</summary>
    public static StartupException Setting(string name, string problem, string accepted) =>
        new($"{name} {problem}: it accepts {accepted}.");

    /// <summary>What the process ends with.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>The message on one line, whatever a database or a parser put into it.</summary>
    public string Line { get; } = "scheduling: " + string.Join(' ', message.Split(
        (char[])['\r', '\n', '\t', ' '], StringSplitOptions.RemoveEmptyEntries));
}
