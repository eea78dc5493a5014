using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Scheduling.Silo.Tests.Access;

/// <summary>What a caller got, and what that means in the words of the matrix.</summary>
internal sealed record Answer(HttpStatusCode Status, string Body)
{
    /// <summary>A mark of the matrix, or the code that no mark stands for.</summary>
    public string Outcome => Status switch
    {
        HttpStatusCode.Unauthorized when Body.Length == 0 || Tells("\"UNAUTHENTICATED\"") => "401",
        HttpStatusCode.Forbidden => "no",
        HttpStatusCode.OK => Body.StartsWith('{') || Body.StartsWith(':') ? OutcomeOf(Root) : "ok",
        _ => ((int)Status).ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The data of a GraphQL answer.</summary>
    public JsonElement Data => Root.GetProperty("data");

    /// <summary>True when it holds this text, in any case.</summary>
    public bool Tells(string text) => Body.Contains(text, StringComparison.OrdinalIgnoreCase);

    // An event stream's first message, or the body itself.
    private JsonElement Root => JsonDocument.Parse(
        Body.StartsWith('{') ? Body : Body.Split('\n').First(IsMessage)["data: ".Length..]).RootElement;

    private static bool IsMessage(string line) => line.StartsWith("data: {", StringComparison.Ordinal);

    private static string OutcomeOf(JsonElement root)
    {
        if (root.TryGetProperty("errors", out var errors))
            return MarkOf(errors[0].GetProperty("extensions").GetProperty("code").GetString()!);
        if (!root.TryGetProperty("data", out var value))
            return "ok";
        // Documents of the matrix ask first for what they are about; a payload's refusals come before that.
        while (value.ValueKind == JsonValueKind.Object)
        {
            if (value.TryGetProperty("errors", out var refusals) && refusals.GetArrayLength() > 0)
                return MarkOf(refusals[0].GetProperty("code").GetString()!);
            value = value.EnumerateObject().First().Value;
        }

        return value.ValueKind switch
        {
            JsonValueKind.Null => "none",
            JsonValueKind.Array when value.GetArrayLength() == 0 => "none",
            _ => "ok",
        };
    }

    private static string MarkOf(string code) => code switch
    {
        "FORBIDDEN" => "no",
        "WRONG_STATE" => "shut",
        _ => code,
    };
}
