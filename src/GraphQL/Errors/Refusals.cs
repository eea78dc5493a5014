using Scheduling.Grains.Common;

namespace Scheduling.Api.Errors;

internal static class Refusals
{
    /// <summary>The errors of a payload.</summary>
    public static IReadOnlyList<IMutationError> ToErrors(this ImmutableArray<Refusal> refusals, ConflictScene scene) =>
        refusals.IsEmpty ? [] : [.. refusals.Select(refusal => refusal.ToError(scene))];

    /// <summary>The payload error of a refusal.</summary>
    public static IMutationError ToError(this Refusal refusal, ConflictScene scene) => refusal switch
    {
        PlainRefusal plain => new RefusalError(plain),
        InvalidInputRefusal invalid => new InvalidInputError(invalid),
        RuleRefusal rule => new RuleRefusalError(rule),
        ConflictRefusal conflict => new SlotConflictError(conflict, scene),
        SeriesRefusal series => new SeriesRefusalError(series),
        _ => throw new InvalidOperationException($"No payload error is written for {refusal.GetType().Name}."),
    };
}
