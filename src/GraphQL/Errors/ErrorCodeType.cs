using GraphQL;
using GraphQL.Types;
using Scheduling.Grains.Common;

namespace Scheduling.Api.Errors;

/// <summary>The codes of refusals, in the API's spelling.</summary>
public sealed class ErrorCodeType : EnumerationGraphType<RefusalCode>
{
    private static readonly ImmutableArray<string> Names =
        [.. Enum.GetValues<RefusalCode>().Select(code => code.ToString().ToConstantCase())];

    /// <summary>Names the codes.</summary>
    public ErrorCodeType()
    {
        Name = "ErrorCode";
        Description = "Why something was refused.";
        Values.FindByValue(RefusalCode.OutcomeUnknown)!.Description =
            "The answer was lost on the way: repeat the call with the same idempotencyKey to learn it.";
    }

    /// <summary>A code as the API spells it: SLOT_TAKEN.</summary>
    public static string NameOf(RefusalCode code) => Names[(int)code];
}
