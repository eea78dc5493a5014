using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace Scheduling.Api.Common;

/// <summary>
/// The text of a parsed input, by which a repeat under the same idempotency key is told from another request. The key is
/// not in it, instants are UTC, and what is null is left out, so that new optional fields change no old fingerprint.
/// </summary>
internal static class Fingerprint
{
    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters =
        {
            new JsonStringEnumConverter(),
            new TextConverter<Instant>(InstantPattern.ExtendedIso),
            new TextConverter<Duration>(DurationPattern.Roundtrip),
            new TextConverter<LocalDate>(LocalDatePattern.Iso),
            new TextConverter<LocalTime>(LocalTimePattern.ExtendedIso),
        },
    };

    /// <summary>The same text for the same input, always.</summary>
    public static string Of(MutationInput input) => JsonSerializer.Serialize(input, input.GetType(), Options);

    private sealed class TextConverter<T>(IPattern<T> pattern) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("A fingerprint is only written.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(pattern.Format(value));
    }
}
