using Scheduling.Grains.Calendars;
using Scheduling.Grains.Series;

namespace Scheduling.Grains.Common;

/// <summary>Why something was refused; the names are the API's.</summary>
public enum RefusalCode
{
    /// <summary>The input is wrong in itself.</summary>
    InvalidInput,

    /// <summary>No such thing, or none that the caller may know of.</summary>
    NotFound,

    /// <summary>The caller may not do this.</summary>
    Forbidden,

    /// <summary>Somebody else holds the room then.</summary>
    SlotTaken,

    /// <summary>More people than the room seats.</summary>
    SeatsExceeded,

    /// <summary>An advisor is engaged, away or not at work then.</summary>
    AdvisorBusy,

    /// <summary>The building would hold more people than it may.</summary>
    VenueFull,

    /// <summary>The venue is not open for all of the period.</summary>
    OutsideOpeningHours,

    /// <summary>The venue is closed for at least part of the period.</summary>
    Closed,

    /// <summary>A rule of the room or of the system.</summary>
    Policy,

    /// <summary>A quota is used up.</summary>
    Quota,

    /// <summary>Not possible in the state the thing is in.</summary>
    WrongState,

    /// <summary>The thing has changed since the caller looked.</summary>
    StaleVersion,

    /// <summary>The idempotency key was used with another input.</summary>
    IdempotencyMismatch,

    /// <summary>The answer was lost on the way.</summary>
    OutcomeUnknown,
}

/// <summary>A refusal: an answer, not an exception. Whatever is refused changed nothing.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.refusal")]
public abstract record Refusal
{
    /// <summary>Why.</summary>
    [Id(0)] public required RefusalCode Code { get; init; }

    /// <summary>Why, in a sentence for a person.</summary>
    [Id(1)] public required string Message { get; init; }

    /// <summary>A refusal that needs no more than a code and a sentence.</summary>
    public static Refusal Plain(RefusalCode code, string message) => new PlainRefusal { Code = code, Message = message };

    /// <summary>No such thing.</summary>
    public static Refusal NotFound(string what) => Plain(RefusalCode.NotFound, $"There is no {what}.");

    /// <summary>The caller may not.</summary>
    public static Refusal Forbidden(string message) => Plain(RefusalCode.Forbidden, message);

    /// <summary>One field of the input is wrong.</summary>
    public static Refusal Invalid(string field, string message) =>
        new InvalidInputRefusal { Code = RefusalCode.InvalidInput, Message = message, Field = field };

    /// <summary>A rule refused: which, what it allows, what was asked.</summary>
    public static Refusal Broken(RefusalCode code, string rule, string limit, string actual, string message) =>
        new RuleRefusal { Code = code, Message = message, Rule = rule, Limit = limit, Actual = actual };

    /// <summary>The same key came with another input.</summary>
    public static Refusal KeyMismatch() => Plain(
        RefusalCode.IdempotencyMismatch, "This idempotencyKey was already used with another input; take a new key.");
}

/// <inheritdoc/>
[GenerateSerializer, Immutable, Alias("scheduling.refusal.plain")]
public sealed record PlainRefusal : Refusal;

/// <summary>One field of the input is wrong.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.refusal.invalid-input")]
public sealed record InvalidInputRefusal : Refusal
{
    /// <summary>Its path in the input: <c>period.end</c>.</summary>
    [Id(0)] public required string Field { get; init; }
}

/// <summary>A rule refused.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.refusal.rule")]
public sealed record RuleRefusal : Refusal
{
    /// <summary>The rule's name: a field of the policy, the room or the venue.</summary>
    [Id(0)] public required string Rule { get; init; }

    /// <summary>What it allows.</summary>
    [Id(1)] public required string Limit { get; init; }

    /// <summary>What was asked.</summary>
    [Id(2)] public required string Actual { get; init; }
}

/// <summary>The slot, the seats or an advisor is taken.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.refusal.conflict")]
public sealed record ConflictRefusal : Refusal
{
    /// <summary>What stands in the way.</summary>
    [Id(0)] public required ImmutableArray<FreeBusy> Conflicts { get; init; }
}

/// <summary>Too few dates of a series can be had; none was taken.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.refusal.series")]
public sealed record SeriesRefusal : Refusal
{
    /// <summary>Every date, with what stands against those that cannot be had.</summary>
    [Id(0)] public required ImmutableArray<SeriesDateView> Dates { get; init; }
}

/// <summary>An answer: a value, or every refusal.</summary>
/// <typeparam name="T">What is answered when nothing was refused.</typeparam>
[GenerateSerializer, Immutable, Alias("scheduling.outcome`1")]
public sealed record Outcome<T> where T : class
{
    /// <summary>Null when refused.</summary>
    [Id(0)] public T? Value { get; init; }

    /// <summary>Empty when not refused.</summary>
    [Id(1)] public ImmutableArray<Refusal> Refusals { get; init; } = [];

    /// <summary>Wraps an answer.</summary>
    public static implicit operator Outcome<T>(T value) => new() { Value = value };

    /// <summary>Wraps a refusal.</summary>
    public static implicit operator Outcome<T>(Refusal refusal) => new() { Refusals = [refusal] };

    /// <summary>Wraps refusals; there is at least one.</summary>
    public static implicit operator Outcome<T>(ImmutableArray<Refusal> refusals) => new() { Refusals = refusals };
}
