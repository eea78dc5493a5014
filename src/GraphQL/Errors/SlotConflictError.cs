using GraphQL;
using NodaTime;
using Scheduling.Api.Common;
using Scheduling.Api.Rooms;
using Scheduling.Grains.Common;
using Scheduling.Grains.Directory;

namespace Scheduling.Api.Errors;

/// <summary>The slot, the seats or an advisor is taken; with what could be booked instead, best first, at most five.</summary>
[Name("SlotConflict"), Implements(typeof(IMutationError))]
public sealed class SlotConflictError(ConflictRefusal refusal, ConflictScene scene) : IMutationError
{
    /// <summary>Why, for a program.</summary>
    public RefusalCode Code => refusal.Code;

    /// <summary>Why, in a sentence for a person.</summary>
    public string Message => refusal.Message;

    /// <summary>What stands in the way, by network; in the venue's zone.</summary>
    [Complexity(1, 5)]
    public async Task<IReadOnlyList<FreeBusyOutput>> ConflictsAsync() =>
        FreeBusyOutput.All(refusal.Conflicts, await scene.ZoneAsync(), scene.Api);

    /// <summary>What could be booked instead, best first, at most five. Looked for only when asked for.</summary>
    [Complexity(10, 5)]
    public async Task<IReadOnlyList<AlternativeOutput>> AlternativesAsync() =>
        [.. (await scene.AlternativesAsync()).Select(alternative => new AlternativeOutput(alternative, scene.Api))];
}

/// <summary>A room and a time that could be booked.</summary>
[Name("Alternative")]
public sealed class AlternativeOutput(Alternative alternative, ApiRequest api)
{
    /// <summary>The room.</summary>
    public Task<Room> RoomAsync() => api.FindAsync(alternative.Room).There(alternative.Room);

    /// <summary>The time, as long as the one asked for.</summary>
    public async Task<PeriodOutput> PeriodAsync() =>
        alternative.Period.In((await api.FindAsync(alternative.Room).There(alternative.Room)).Zone);
}

/// <summary>What a conflict is about: whose zone shows it, and what would do instead.</summary>
/// <param name="Api">The request.</param>
/// <param name="ZoneAsync">The zone of the venue concerned.</param>
/// <param name="WantedAsync">What was asked for; null where nothing else would do.</param>
public sealed record ConflictScene(ApiRequest Api, Func<Task<DateTimeZone>> ZoneAsync, Func<Task<AlternativesQuery?>>? WantedAsync)
{
    /// <summary>A mutation that books nothing.</summary>
    internal static ConflictScene None(ApiRequest api) => new(api, () => Task.FromResult(DateTimeZone.Utc), WantedAsync: null);

    internal async Task<ImmutableArray<Alternative>> AlternativesAsync()
    {
        if (WantedAsync is null)
            return [];
        try
        {
            return await WantedAsync() is { } wanted ? await Api.Grains.RoomSearch().AlternativesAsync(wanted) : [];
        }
        catch (Exception failure) when (Outage.Is(failure))
        {
            // The refusal itself is certain and worth more than advice: it is told without.
            Outage.LogNoAlternatives(Api.Log, failure, CorrelationId.Current);
            return [];
        }
    }
}
