using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Orleans.Runtime;
using Orleans.Storage;
using Scheduling.Api.Common;
using Scheduling.Api.Errors;
using Scheduling.Grains.Common;

namespace Scheduling.Api.Tests.Errors;

public sealed class RefusalMappingTests
{
    private static readonly ApiRequest Api = Schema.ApiSchema.RequestOf(new Actor { Subject = "ana", Roles = [Role.Admin] });

    private static readonly ImmutableArray<Refusal> OneOfEach =
    [
        Refusal.Plain(RefusalCode.Forbidden, "No."),
        Refusal.Invalid("period.end", "It ends before it starts."),
        Refusal.Broken(RefusalCode.Policy, "minimumNotice", "PT48H", "PT1H", "Too late."),
        new ConflictRefusal { Code = RefusalCode.SlotTaken, Message = "Taken.", Conflicts = [] },
        new SeriesRefusal { Code = RefusalCode.SlotTaken, Message = "Too few.", Dates = [] },
    ];

    public static TheoryData<RefusalCode, string> Codes => new(
        from code in Enum.GetValues<RefusalCode>() select (code, ErrorCodeType.NameOf(code)));

    [Fact]
    public void ToError_EveryKindOfRefusal_HasAnErrorOfItsOwn()
    {
        var kinds = typeof(Refusal).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Refusal))).ToHashSet();
        Assert.Equal(kinds, OneOfEach.Select(refusal => refusal.GetType()).ToHashSet());

        var errors = OneOfEach.ToErrors(ConflictScene.None(Api));

        Assert.Equal(OneOfEach.Select(refusal => (refusal.Code, refusal.Message)),
            errors.Select(error => (error.Code, error.Message)));
        Assert.Equal(kinds.Count, errors.Select(error => error.GetType()).Distinct().Count());
    }

    [Fact]
    public void ToError_InvalidInputAndRule_KeepTheirDetails()
    {
        var errors = OneOfEach.ToErrors(ConflictScene.None(Api));

        Assert.Equal("period.end", Assert.IsType<InvalidInputError>(errors[1]).Field);
        var rule = Assert.IsType<RuleRefusalError>(errors[2]);
        Assert.Equal(("minimumNotice", "PT48H", "PT1H"), (rule.Rule, rule.Limit, rule.Actual));
    }

    [Fact]
    public async Task Conflict_NothingElseWouldDo_HasNoAlternatives()
    {
        var conflict = Assert.IsType<SlotConflictError>(OneOfEach.ToErrors(ConflictScene.None(Api))[3]);

        Assert.Empty(await conflict.AlternativesAsync());
        Assert.Empty(await conflict.ConflictsAsync());
    }

    [Theory, MemberData(nameof(Codes))]
    public void NameOf_EveryCode_IsTheEnumValueServed(RefusalCode code, string name) =>
        Assert.Equal(name, new ErrorCodeType().Serialize(code));

    [Fact]
    public void Of_Rule_CarriesItInTheExtensions()
    {
        var error = ApiError.Of(OneOfEach[2]);

        Assert.Equal("POLICY", error.Code);
        Assert.Equal(
            new Dictionary<string, object?> { ["rule"] = "minimumNotice", ["limit"] = "PT48H", ["actual"] = "PT1H" },
            error.Extensions);
    }

    public static TheoryData<Exception> LostAnswers =>
    [
        new TimeoutException(), new SiloUnavailableException(), new InconsistentStateException(),
        new OperationCanceledException(), new TaskCanceledException(), new Npgsql.NpgsqlException("lost"),
    ];

    [Theory, MemberData(nameof(LostAnswers))]
    public async Task Command_AnswerLost_OutcomeUnknown(Exception failure)
    {
        var outcome = await Task.FromException<Outcome<string>>(failure).OrUnknownAsync(NullLogger.Instance);

        var refusal = Assert.Single(outcome.Refusals);
        Assert.Equal(RefusalCode.OutcomeUnknown, refusal.Code);
        Assert.Contains("same idempotencyKey", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_Bug_GoesOnToMasking() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Task.FromException<Outcome<string>>(new InvalidOperationException()).OrUnknownAsync(NullLogger.Instance));
}
