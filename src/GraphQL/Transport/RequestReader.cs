using System.Buffers;
using System.Text;
using System.Text.Json;
using GraphQL;

namespace Scheduling.Api.Transport;

/// <summary>Reads a request's JSON strictly: a member of a wrong type, or one given twice, is refused, never guessed.</summary>
internal static class RequestReader
{
    /// <summary>A request as POST sends it.</summary>
    /// <exception cref="MalformedRequestException">It is not a GraphQL request in JSON.</exception>
    public static OperationRequest ReadRequest(ReadOnlySequence<byte> json) => Read(json, ReadRequest);

    /// <summary>An object as GET sends it: JSON in a parameter.</summary>
    /// <exception cref="MalformedRequestException">It is not a JSON object.</exception>
    public static Inputs ReadObject(string json, string name) =>
        Read(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(json)), (ref Utf8JsonReader reader) => ReadMap(ref reader, name));

    private delegate T Reading<out T>(ref Utf8JsonReader reader);

    private static T Read<T>(ReadOnlySequence<byte> json, Reading<T> read)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            var value = read(ref reader);
            reader.Read(); // throws on anything after the value
            return value;
        }
        catch (JsonException malformed)
        {
            throw new MalformedRequestException($"Not valid JSON: {malformed.Message}");
        }
        catch (InvalidOperationException)
        {
            throw new MalformedRequestException("Not valid JSON: a text is not valid UTF-8.");
        }
    }

    private static OperationRequest ReadRequest(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new MalformedRequestException("A GraphQL request is a JSON object; batches are not supported.");

        string? query = null, operationName = null;
        Inputs? variables = null, extensions = null;
        var seen = new HashSet<string>(4, StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (!seen.Add(name))
                throw new MalformedRequestException($"'{name}' is given twice.");
            reader.Read();
            switch (name)
            {
                case "query": query = ReadText(ref reader, name); break;
                case "operationName": operationName = ReadText(ref reader, name); break;
                case "variables": variables = ReadOptionalMap(ref reader, name); break;
                case "extensions": extensions = ReadOptionalMap(ref reader, name); break;
                default: reader.Skip(); break;
            }
        }
        return query is null
            ? throw new MalformedRequestException("'query' is missing.")
            : new OperationRequest(query, operationName, variables, extensions);
    }

    private static string? ReadText(ref Utf8JsonReader reader, string name) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Null => null,
        _ => throw new MalformedRequestException($"'{name}' must be a string."),
    };

    private static Inputs? ReadOptionalMap(ref Utf8JsonReader reader, string name) =>
        reader.TokenType == JsonTokenType.Null ? null : ReadMap(ref reader, name);

    private static Inputs ReadMap(ref Utf8JsonReader reader, string name) =>
        reader.TokenType == JsonTokenType.StartObject
            ? new Inputs(ReadMembers(ref reader))
            : throw new MalformedRequestException($"'{name}' must be an object.");

    private static Dictionary<string, object?> ReadMembers(ref Utf8JsonReader reader)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (!members.TryAdd(name, ReadValue(ref reader)))
                throw new MalformedRequestException($"'{name}' is given twice.");
        }
        return members;
    }

    private static object? ReadValue(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadMembers(ref reader),
        JsonTokenType.StartArray => ReadItems(ref reader),
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => ReadNumber(ref reader),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => null,
    };

    private static List<object?> ReadItems(ref Utf8JsonReader reader)
    {
        var items = new List<object?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(ReadValue(ref reader));
        return items;
    }

    // What GraphQL's Int, Long and Float take; a number no double can hold is refused here, not rounded to infinity.
    private static object ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt32(out var small))
            return small;
        if (reader.TryGetInt64(out var large))
            return large;
        return reader.TryGetDouble(out var real) && double.IsFinite(real)
            ? real
            : throw new MalformedRequestException("A number is too large.");
    }
}
