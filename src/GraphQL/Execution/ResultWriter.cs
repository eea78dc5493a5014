using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using GraphQL;
using GraphQL.Execution;

namespace Scheduling.Api.Execution;

/// <summary>
/// Writes results as JSON, errors first so that a reader sees them before a long list, fields in the order of the document.
/// The library's own converter starts a serializer for each leaf; this one does so only for leaves it does not know.
/// </summary>
internal static class ResultWriter
{
    /// <summary>Relaxed: the text is never put into HTML.</summary>
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    // Unvalidated: the calls below are balanced.
    private static readonly JsonWriterOptions s_options = new() { Encoder = Encoder, SkipValidation = true };

    public static Utf8JsonWriter CreateWriter(IBufferWriter<byte> output) => new(output, s_options);

    public static void Write(Utf8JsonWriter writer, ExecutionResult result)
    {
        if (result is WrittenResult written)
        {
            writer.WriteRawValue(written.Json.Span, skipInputValidation: true);
            return;
        }
        writer.WriteStartObject();
        if (result.Errors is { Count: > 0 } errors)
        {
            writer.WritePropertyName("errors");
            WriteErrors(writer, errors);
        }
        if (result.Executed)
        {
            writer.WritePropertyName("data");
            WriteNode(writer, result.Data as ExecutionNode);
        }
        if (result.Extensions is { Count: > 0 } extensions)
        {
            writer.WritePropertyName("extensions");
            JsonSerializer.Serialize(writer, extensions);
        }
        writer.WriteEndObject();
    }

    public static void WriteErrors(Utf8JsonWriter writer, IEnumerable<ExecutionError> errors)
    {
        writer.WriteStartArray();
        foreach (var error in errors)
            WriteError(writer, error);
        writer.WriteEndArray();
    }

    private static void WriteError(Utf8JsonWriter writer, ExecutionError error)
    {
        writer.WriteStartObject();
        writer.WriteString("message", error.Message);
        if (error.Locations is { Count: > 0 } locations)
        {
            writer.WriteStartArray("locations");
            foreach (var location in locations)
            {
                writer.WriteStartObject();
                writer.WriteNumber("line", location.Line);
                writer.WriteNumber("column", location.Column);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
        if (error.Path is { } path)
        {
            writer.WriteStartArray("path");
            foreach (var step in path)
                WriteLeaf(writer, step);
            writer.WriteEndArray();
        }
        if (error.Code is not null || error.Extensions is { Count: > 0 })
        {
            writer.WriteStartObject("extensions");
            if (error.Code is not null && error.Extensions?.ContainsKey("code") != true)
                writer.WriteString("code", error.Code);
            foreach (var (name, value) in error.Extensions ?? [])
            {
                writer.WritePropertyName(name);
                WriteLeaf(writer, value);
            }
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    private static void WriteNode(Utf8JsonWriter writer, ExecutionNode? node)
    {
        switch (node)
        {
            case ValueExecutionNode value:
                WriteLeaf(writer, value.Result);
                break;
            case PlannedNode { Read: { } read }:
                WriteValue(writer, read);
                break;
            case ObjectExecutionNode { SubFields: { } fields }:
                writer.WriteStartObject();
                foreach (var field in fields)
                {
                    writer.WritePropertyName(field.Name!);
                    WriteNode(writer, field);
                }
                writer.WriteEndObject();
                break;
            case ArrayExecutionNode { Items: { } items }:
                writer.WriteStartArray();
                foreach (var item in items)
                    WriteNode(writer, item);
                writer.WriteEndArray();
                break;
            case ArrayExecutionNode { SerializedResult: { } values }:
                writer.WriteStartArray();
                foreach (var value in values)
                    WriteLeaf(writer, value);
                writer.WriteEndArray();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case PlannedObject { Plan.Fields: var fields, Values: var values }:
                writer.WriteStartObject();
                for (var i = 0; i < fields.Length; i++)
                {
                    writer.WritePropertyName(fields[i].Name);
                    WriteValue(writer, values[i]);
                }
                writer.WriteEndObject();
                break;
            case object?[] items:
                writer.WriteStartArray();
                foreach (var item in items)
                    WriteValue(writer, item);
                writer.WriteEndArray();
                break;
            default:
                WriteLeaf(writer, value);
                break;
        }
    }

    private static void WriteLeaf(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(text); break;
            case int number: writer.WriteNumberValue(number); break;
            case long number: writer.WriteNumberValue(number); break;
            case double number: writer.WriteNumberValue(number); break;
            case decimal number: writer.WriteNumberValue(number); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            default: JsonSerializer.Serialize(writer, value, value.GetType()); break;
        }
    }
}
