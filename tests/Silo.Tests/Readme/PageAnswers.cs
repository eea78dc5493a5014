using System.Text.Json;

namespace Scheduling.Silo.Tests.Readme;

/// <summary>Holds the answers of a step against what its page shows of them.</summary>
internal static class PageAnswers
{
    /// <summary>What is not as the page says; empty when all is.</summary>
    public static IEnumerable<string> Check(IReadOnlyList<string> answers, ImmutableArray<string> shown)
    {
        foreach (var code in answers.SelectMany(Refusals))
            if (!shown.Any(line => line.Contains(code, StringComparison.Ordinal)))
                yield return $"{code} was answered, which the page does not show";
        var (text, at) = (Squeeze(string.Concat(answers)), 0);
        foreach (var part in shown.SelectMany(line => line.Split('…')).Select(Squeeze).Where(part => part.Length > 0))
        {
            var found = text.IndexOf(part, at, StringComparison.Ordinal);
            if (found < 0)
                yield return $"'{part}' is shown and was not answered";
            else
                at = found + part.Length;
        }
    }

    // Codes of typed errors, and of GraphQL's own; whatever is no answer at all counts as one.
    private static IEnumerable<string> Refusals(string answer)
    {
        try
        {
            return Errors(JsonDocument.Parse(answer).RootElement).ToList();
        }
        catch (JsonException)
        {
            return [$"'{answer}'"];
        }
    }

    private static IEnumerable<string> Errors(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Errors),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member.NameEquals("errors") && member.Value.ValueKind == JsonValueKind.Array
                ? member.Value.EnumerateArray().Select(CodeOf)
                : Errors(member.Value)),
        _ => [],
    };

    private static string CodeOf(JsonElement error) =>
        error.TryGetProperty("code", out var code) ? code.GetString()!
        : error.TryGetProperty("extensions", out var more) && more.TryGetProperty("code", out code) ? code.GetString()!
        : error.ToString();

    private static string Squeeze(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character)));
}
