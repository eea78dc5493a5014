using GraphQL;
using Scheduling.Grains.Common;

namespace Scheduling.Api.Errors;

/// <summary>Why a mutation was refused. What is refused has changed nothing.</summary>
[Name("MutationError")]
[PossibleType(typeof(RefusalError)), PossibleType(typeof(InvalidInputError))]
[PossibleType(typeof(SlotConflictError)), PossibleType(typeof(RuleRefusalError)), PossibleType(typeof(SeriesRefusalError))]
public interface IMutationError
{
    /// <summary>Why, for a program.</summary>
    RefusalCode Code { get; }

    /// <summary>Why, in a sentence for a person.</summary>
    string Message { get; }
}

/// <summary>Any refusal that needs no more than a code and a sentence.</summary>
[Name("Refusal"), Implements(typeof(IMutationError))]
public sealed class RefusalError(PlainRefusal refusal) : IMutationError
{
    /// <summary>Why, for a program.</summary>
    public RefusalCode Code => refusal.Code;

    /// <summary>Why, in a sentence for a person.</summary>
    public string Message => refusal.Message;
}

/// <summary>One field of the input is wrong.</summary>
[Name("InvalidInput"), Implements(typeof(IMutationError))]
public sealed class InvalidInputError(InvalidInputRefusal refusal) : IMutationError
{
    /// <summary>Why, for a program.</summary>
    public RefusalCode Code => refusal.Code;

    /// <summary>Why, in a sentence for a person.</summary>
    public string Message => refusal.Message;

    /// <summary>Path in the input: period.end</summary>
    public string Field => refusal.Field;
}

/// <summary>A rule refused: which one, what it allows, what was asked.</summary>
[Name("RuleRefusal"), Implements(typeof(IMutationError))]
public sealed class RuleRefusalError(RuleRefusal refusal) : IMutationError
{
    /// <summary>Why, for a program.</summary>
    public RefusalCode Code => refusal.Code;

    /// <summary>Why, in a sentence for a person.</summary>
    public string Message => refusal.Message;

    /// <summary>The rule's name: a field of the policy, the room or the venue.</summary>
    public string Rule => refusal.Rule;

    /// <summary>What it allows.</summary>
    public string Limit => refusal.Limit;

    /// <summary>What was asked.</summary>
    public string Actual => refusal.Actual;
}
