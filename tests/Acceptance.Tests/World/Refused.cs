using System.Text.Json;

namespace Scheduling.Acceptance.Tests.World;

/// <summary>What every refusal has in common.</summary>
internal static class Refused
{
    private static readonly string[] s_inside =
        ["   at ", "Exception", "System.", "Orleans", "INTERNAL", "Internal error", "OUTCOME_UNKNOWN"];

    /// <summary>
    /// Refused with an error that names the field: typed, or GraphQL's own with a path or the name in its message.
    /// </summary>
    public static void ByName(Answer answer, string mutation, string path)
    {
        WithoutAFailure(answer);
        if (answer.Json.TryGetProperty("errors", out var errors))
        {
            Assert.Contains(path.Split('.').Last(step => !char.IsAsciiDigit(step[0])), errors.ToString(),
                StringComparison.Ordinal);
            return;
        }

        var payload = answer.Data.At(mutation);
        Assert.Contains(payload.List("errors"), error =>
            error.Text("code") == "INVALID_INPUT"
                && (error.Text("field") == path || error.Text("field").StartsWith($"{path}.", StringComparison.Ordinal)
                || path.StartsWith($"{error.Text("field")}.", StringComparison.Ordinal)));
    }

    /// <summary>Any answer but a failure of the server, and nothing of its inside.</summary>
    public static void WithoutAFailure(Answer answer)
    {
        Assert.True((int)answer.Status < 500, $"{(int)answer.Status}: {answer.Body}");
        foreach (var word in s_inside)
            Assert.DoesNotContain(word, answer.Body, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Object, answer.Json.ValueKind);
    }
}
