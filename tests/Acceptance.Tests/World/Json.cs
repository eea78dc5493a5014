using System.Globalization;
using System.Text.Json;

namespace Scheduling.Acceptance.Tests.World;

/// <summary>Ways into an answer; a wrong turn fails with the whole of it.</summary>
internal static class Json
{
    /// <summary>What lies at a path of names and places in lists: <c>errors.0.code</c>.</summary>
    public static JsonElement At(this JsonElement json, string path)
    {
        var here = json;
        foreach (var step in path.Split('.'))
        {
            here = int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
                ? Item(here, place)
                : Member(here, step);
        }

        return here;

        JsonElement Item(JsonElement list, int place) =>
            list.ValueKind == JsonValueKind.Array && place < list.GetArrayLength() ? list[place] : throw Missing();
        JsonElement Member(JsonElement item, string name) =>
            item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var member) ? member
                : throw Missing();
        Xunit.Sdk.XunitException Missing() => new($"There is no '{path}' in {json}");
    }

    /// <summary>The text at a path.</summary>
    public static string Text(this JsonElement json, string path) =>
        json.At(path).GetString() ?? throw new Xunit.Sdk.XunitException($"'{path}' is null in {json}");

    /// <summary>The whole number at a path.</summary>
    public static int Number(this JsonElement json, string path) => json.At(path).GetInt32();

    /// <summary>The list at a path.</summary>
    public static IReadOnlyList<JsonElement> List(this JsonElement json, string path) =>
        [.. json.At(path).EnumerateArray()];

    /// <summary>True when the path leads to null.</summary>
    public static bool IsNull(this JsonElement json, string path) => json.At(path).ValueKind == JsonValueKind.Null;

    /// <summary>The codes of a payload's errors, in order.</summary>
    public static IReadOnlyList<string> Codes(this JsonElement payload) =>
        [.. payload.List("errors").Select(error => error.Text("code"))];

    /// <summary>The payload's error with this code.</summary>
    public static JsonElement Error(this JsonElement payload, string code) =>
        payload.List("errors")
            .FirstOrDefault(error => error.Text("code") == code) is { ValueKind: JsonValueKind.Object } error
            ? error
            : throw new Xunit.Sdk.XunitException($"No {code} in {payload}");

    /// <summary>The payload itself, when nothing was refused.</summary>
    public static JsonElement Accepted(this JsonElement payload) =>
        payload.Codes().Count == 0 ? payload : throw new Xunit.Sdk.XunitException($"Refused: {payload}");
}
