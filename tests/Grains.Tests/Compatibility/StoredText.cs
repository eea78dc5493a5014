using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using NodaTime.Text;

namespace Scheduling.Grains.Tests.Compatibility;

/// <summary>
/// A stored value as text, every serialised member on a line of its own. Members without a value are left out, so that
/// the text of an old record stays the same when a later version adds a member that is empty there.
/// </summary>
internal static class StoredText
{
    public static string Of(object value)
    {
        var text = new StringBuilder();
        Write(text, value.GetType().Name, value, depth: 0);
        return text.ToString();
    }

    /// <summary>Paths of members that a value leaves empty, in the value itself and in all that it holds.</summary>
    public static IEnumerable<string> EmptyMembers(object value, string path = "") => Children(value).SelectMany(child =>
        IsEmpty(child.Value) ? [$"{path}{child.Name}"] : EmptyMembers(child.Value!, $"{path}{child.Name}."));

    private static void Write(StringBuilder text, string name, object value, int depth)
    {
        text.Append(' ', 2 * depth).Append(name);
        if (Scalar(value) is { } scalar)
            text.Append(": ").Append(scalar);
        text.Append('\n');
        foreach (var (childName, child) in Children(value).Where(child => !IsEmpty(child.Value)))
            Write(text, childName, child!, depth + 1);
    }

    private static IEnumerable<(string Name, object? Value)> Children(object value) => value switch
    {
        _ when Scalar(value) is not null => [],
        IDictionary entries => entries.Keys.Cast<object>().Select(key => ($"[{key}]", entries[key])),
        IEnumerable items => items.Cast<object?>().Select((item, index) => ($"[{index}]", item)),
        _ => StoredTypes.MembersOf(value.GetType()).Select(member => (member.Name, member.GetValue(value))),
    };

    private static string? Scalar(object value) => value switch
    {
        string text => $"\"{text}\"",
        Instant instant => InstantPattern.ExtendedIso.Format(instant),
        Duration duration => DurationPattern.Roundtrip.Format(duration),
        LocalDate date => LocalDatePattern.Iso.Format(date),
        LocalTime time => LocalTimePattern.ExtendedIso.Format(time),
        Enum or bool or int or long or ulong or double => string.Format(CultureInfo.InvariantCulture, "{0}", value),
        // An array that was never set breaks whoever reads it: that is not the same as empty.
        ICollection when IsUnset(value) => "UNSET",
        IEnumerable => null,
        _ when StoredTypes.IsSerialized(value.GetType()) => null,
        _ => throw new NotSupportedException($"How is a {value.GetType()} written?"),
    };

    private static bool IsEmpty(object? value) => value switch
    {
        null => true,
        string => false,
        IEnumerable items => !IsUnset(value) && !items.Cast<object?>().Any(),
        _ => value.GetType().IsValueType && value.Equals(RuntimeHelpers.GetUninitializedObject(value.GetType())),
    };

    private static bool IsUnset(object value) =>
        value.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
        && value.Equals(RuntimeHelpers.GetUninitializedObject(type));
}
