using System.Text.Json;
using GraphQL;
using Scheduling.Api.Execution;

namespace Scheduling.Api.Transport;

/// <summary>One message of <c>graphql-transport-ws</c>.</summary>
/// <param name="Type">The message's kind.</param>
/// <param name="Id">The operation it is about.</param>
/// <param name="Payload">The payload's JSON, empty when there is none. Valid until the next message is read.</param>
internal readonly record struct SocketMessage(string Type, string? Id, ReadOnlyMemory<byte> Payload)
{
    public static readonly ReadOnlyMemory<byte> Ack = """{"type":"connection_ack"}"""u8.ToArray();

    /// <summary>Reads one message; the payload is not looked into.</summary>
    /// <exception cref="MalformedRequestException">It is not a message.</exception>
    public static SocketMessage Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            return ReadObject(json);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            throw new MalformedRequestException("Invalid message: not JSON");
        }
    }

    /// <summary>The token in the payload of <c>connection_init</c>: null when there is none, empty when it is no bearer token.</summary>
    /// <exception cref="MalformedRequestException">The payload has text in it that is none, such as half a surrogate pair.</exception>
    public string? BearerToken()
    {
        try
        {
            return Payload.IsEmpty ? null : ReadToken();
        }
        catch (InvalidOperationException)
        {
            throw new MalformedRequestException("Invalid message: not JSON");
        }
    }

    private string? ReadToken()
    {
        using var payload = JsonDocument.Parse(Payload);
        if (payload.RootElement.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var member in payload.RootElement.EnumerateObject())
        {
            if (!member.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
                continue;
            const string Scheme = "Bearer ";
            return member.Value.ValueKind == JsonValueKind.String
                && member.Value.GetString()!.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
                    ? member.Value.GetString()![Scheme.Length..].Trim()
                    : "";
        }
        return null;
    }

    public static ReadOnlyMemory<byte> Pong(ReadOnlyMemory<byte> payload) => Write("pong", null, writer =>
    {
        if (!payload.IsEmpty)
        {
            writer.WritePropertyName("payload");
            writer.WriteRawValue(payload.Span, skipInputValidation: true);
        }
    });

    public static ReadOnlyMemory<byte> Next(string id, ExecutionResult result) => Write("next", id, writer =>
    {
        writer.WritePropertyName("payload");
        ResultWriter.Write(writer, result);
    });

    public static ReadOnlyMemory<byte> Error(string id, IEnumerable<ExecutionError> errors) => Write("error", id, writer =>
    {
        writer.WritePropertyName("payload");
        ResultWriter.WriteErrors(writer, errors);
    });

    public static ReadOnlyMemory<byte> Complete(string id) => Write("complete", id, _ => { });

    private static ReadOnlyMemory<byte> Write(string type, string? id, Action<Utf8JsonWriter> payload) => ExactBytes.Of(message =>
    {
        using var writer = ResultWriter.CreateWriter(message);
        writer.WriteStartObject();
        if (id is not null)
            writer.WriteString("id", id);
        writer.WriteString("type", type);
        payload(writer);
        writer.WriteEndObject();
    });

    private static SocketMessage ReadObject(ReadOnlyMemory<byte> json)
    {
        string? type = null, id = null;
        var payload = ReadOnlyMemory<byte>.Empty;
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new MalformedRequestException("Invalid message: not an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            switch (name)
            {
                case "type": type = reader.GetString(); break;
                case "id": id = reader.GetString(); break;
                case "payload" when reader.TokenType != JsonTokenType.Null:
                    reader.Skip();
                    payload = json[start..(int)reader.BytesConsumed];
                    break;
                default: reader.Skip(); break;
            }
        }
        reader.Read();
        return type is null ? throw new MalformedRequestException("Invalid message: no type") : new SocketMessage(type, id, payload);
    }
}
