using GraphQL;
using GraphQL.Types;

namespace Scheduling.Api.Execution;

/// <summary>
/// Marks a field whose answer does not depend on who asks. Events of a subscription that selects nothing else are executed
/// once for everyone who asks the same. What is not marked is never shared, so a new field is safe until somebody has
/// thought about it.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method)]
internal sealed class SaysTheSameToAllAttribute : GraphQLAttribute
{
    private const string Key = "scheduling.same-to-all";

    /// <inheritdoc/>
    public override void Modify(FieldType fieldType, bool isInputType) => fieldType.Metadata[Key] = true;

    /// <summary>Whether a field is marked.</summary>
    public static bool Marks(FieldType field) => field.HasMetadata(Key);
}
