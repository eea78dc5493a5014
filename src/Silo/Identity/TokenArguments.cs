using System.Xml;
using Scheduling.Silo.Hosting;

namespace Scheduling.Silo.Identity;

/// <summary>What the token command was asked for.</summary>
/// <param name="Roles">The roles the token names.</param>
/// <param name="Organization">The organisation it speaks for.</param>
/// <param name="Advisor">The advisor it speaks for.</param>
/// <param name="Subject">Who holds it.</param>
/// <param name="ValidFor">How long it is valid from now.</param>
/// <param name="Settings">The other arguments: settings that say which store is meant.</param>
internal sealed record TokenArguments(
    ImmutableArray<string> Roles,
    string? Organization,
    string? Advisor,
    string Subject,
    TimeSpan ValidFor,
    string[] Settings)
{
    private const string Accepted = "--role, --organization, --advisor, --subject and --valid-for";

    private static readonly TimeSpan ValidForByDefault = TimeSpan.FromHours(8);
    private static readonly TimeSpan ValidForAtMost = TimeSpan.FromDays(366);

    /// <summary>Reads the words after <c>token</c>.</summary>
    /// <exception cref="StartupException">They are wrong; the exit code is 2.</exception>
    public static TokenArguments Parse(IReadOnlyList<string> arguments)
    {
        List<string> roles = [], settings = [];
        string? organization = null, advisor = null, subject = null;
        var validFor = ValidForByDefault;
        for (var index = 0; index < arguments.Count; index++)
        {
            var (name, value) = Split(arguments, ref index);
            switch (name)
            {
                case "--role": roles.Add(RoleOf(value)); break;
                case "--organization": organization = value; break;
                case "--advisor": advisor = value; break;
                case "--subject": subject = value; break;
                case "--valid-for": validFor = DurationOf(value); break;
                default: settings.AddRange([name, value]); break;
            }
        }

        KnownSettings.RefuseUnknownArguments(settings);
        Require(roles.Count > 0, $"--role is missing: it accepts {string.Join(", ", Identity.Roles.All)}.");
        var (manager, leads) = (roles.Contains(Identity.Roles.Manager), roles.Contains(Identity.Roles.Advisor));
        Require(!manager || organization is not null, "--organization ID is missing: a MANAGER speaks for one.");
        Require(!leads || advisor is not null, "--advisor ID is missing: an ADVISOR is one.");
        Require(leads || advisor is null, "--advisor is set without --role ADVISOR.");
        subject ??= string.Join(':', new[] { roles[0].ToLowerInvariant(), advisor ?? organization }.OfType<string>());
        var distinct = roles.Distinct(StringComparer.Ordinal).ToImmutableArray();
        return new TokenArguments(distinct, organization, advisor, subject, validFor, [.. settings]);
    }

    private static (string Name, string Value) Split(IReadOnlyList<string> arguments, ref int index)
    {
        var argument = arguments[index];
        Require(IsOption(argument), $"'{argument}' is not understood: token accepts {Accepted}.");
        if (argument.Split('=', 2) is [var name, var value])
            return Filled(name, value);

        Require(index + 1 < arguments.Count && !IsOption(arguments[index + 1]), $"{argument} has no value.");
        return Filled(argument, arguments[++index]);
    }

    private static bool IsOption(string argument) => argument.StartsWith("--", StringComparison.Ordinal);

    private static (string Name, string Value) Filled(string name, string value)
    {
        Require(!string.IsNullOrWhiteSpace(value), $"{name} has no value.");
        return (name, value);
    }

    private static string RoleOf(string text) =>
        Identity.Roles.All.FirstOrDefault(role => role.Equals(text, StringComparison.OrdinalIgnoreCase))
        ?? throw Wrong($"--role is '{text}': it accepts {string.Join(", ", Identity.Roles.All)}.");

    private static TimeSpan DurationOf(string text)
    {
        try
        {
            var duration = XmlConvert.ToTimeSpan(text);
            if (duration > TimeSpan.Zero && duration <= ValidForAtMost)
                return duration;
        }
        catch (Exception failure) when (failure is FormatException or OverflowException)
        {
            // Said below, together with a duration out of range.
        }

        throw Wrong($"--valid-for is '{text}': it accepts an ISO 8601 duration up to P366D, such as PT8H.");
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
            throw Wrong(message);
    }

    private static StartupException Wrong(string message) => new(message, StartupException.WrongArguments);
}
