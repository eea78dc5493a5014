using System.Collections.Frozen;
using System.Reflection;
using Orleans;
using Orleans.Runtime;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Tests.Compatibility;

/// <summary>What the product stores, found in the code itself: whatever a durable record of any class holds.</summary>
internal static class StoredTypes
{
    private const string Prefix = "scheduling.";
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public static readonly Assembly Product = typeof(StorageNames).Assembly;

    /// <summary>Types of whole records, by their alias without the prefix.</summary>
    public static FrozenDictionary<string, Type> Records { get; } = Product.GetTypes()
        .Where(type => !type.IsGenericTypeDefinition)
        .SelectMany(RecordsOf).Distinct().ToFrozenDictionary(NameOf, StringComparer.Ordinal);

    /// <summary>Every type that a record can hold, the records themselves included.</summary>
    public static FrozenSet<Type> Reachable { get; } = WithMembers(Records.Values).ToFrozenSet();

    /// <summary>The types of the records that instances of a class keep.</summary>
    public static IEnumerable<Type> RecordsOf(Type type) => Mentioned(type, [])
        .Where(mentioned => mentioned.GetGenericTypeDefinition() is var definition
            && (definition == typeof(DurableRecord<>) || definition == typeof(IPersistentState<>) || definition == typeof(GrainState<>)))
        .Select(mentioned => mentioned.GetGenericArguments()[0]);

    /// <summary>The members that are serialised, those of base types first, in the order of their numbers.</summary>
    public static IEnumerable<PropertyInfo> MembersOf(Type type) =>
        (type.BaseType is { } parent ? MembersOf(parent) : []).Concat(type
            .GetProperties(Instance | BindingFlags.DeclaredOnly)
            .Where(property => property.IsDefined(typeof(IdAttribute)))
            .OrderBy(property => property.GetCustomAttribute<IdAttribute>()!.Id));

    public static bool IsSerialized(Type type) => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false);

    private static string NameOf(Type type) =>
        type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias.Replace(Prefix, "", StringComparison.Ordinal) ?? type.Name;

    // Closed generic types in the fields of a type, and in the fields of those of them that are the product's own.
    private static IEnumerable<Type> Mentioned(Type type, HashSet<Type> seen)
    {
        foreach (var field in type.GetFields(Instance))
        {
            foreach (var part in Parts(field.FieldType).Where(part => part is { IsGenericType: true, ContainsGenericParameters: false }))
            {
                if (!seen.Add(part))
                    continue;
                yield return part;
                if (part.Assembly == Product)
                    foreach (var inner in Mentioned(part, seen))
                        yield return inner;
            }

            if (field.FieldType is { IsGenericType: false } own && own.Assembly == Product && seen.Add(own))
                foreach (var inner in Mentioned(own, seen))
                    yield return inner;
        }
    }

    private static HashSet<Type> WithMembers(IEnumerable<Type> types)
    {
        var reached = new HashSet<Type>();
        var waiting = new Stack<Type>(types);
        while (waiting.TryPop(out var type))
            if (reached.Add(type))
                foreach (var member in MembersOf(type))
                    foreach (var part in Parts(member.PropertyType))
                        waiting.Push(part);
        return reached;
    }

    private static IEnumerable<Type> Parts(Type type) =>
        type.IsGenericType ? [type, .. type.GetGenericArguments().SelectMany(Parts)] : [type];
}
