using Scheduling.Grains.Advisors;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>The pages of a calendar as the store holds them, read past the grain.</summary>
internal sealed class StoredCalendar<TPage>(FaultyStorage storage, string calendar) where TPage : class, IClaimsPage<TPage>, new()
{
    private readonly GrainId _grain = GrainId.Create(StoredCalendar.TypeOf(calendar), calendar);

    /// <summary>One page; empty when there is none.</summary>
    public async Task<TPage> PageAsync(IsoWeek week) => await ReadAsync<TPage>($"week-{week}");

    /// <summary>Every page that the calendar lists.</summary>
    public async Task<IReadOnlyDictionary<IsoWeek, TPage>> PagesAsync()
    {
        var pages = new Dictionary<IsoWeek, TPage>();
        foreach (var number in (await ReadAsync<WeekIndex>("weeks")).Weeks)
            pages[new IsoWeek(number)] = await PageAsync(new IsoWeek(number));
        return pages;
    }

    private async Task<T> ReadAsync<T>(string name) where T : class, new()
    {
        var state = new GrainState<T>(new T());
        await storage.ReadStateAsync(name, _grain, state);
        return state.State ?? new T();
    }
}

/// <summary>How identities of calendars become grains.</summary>
internal static class StoredCalendar
{
    public static string TypeOf(string calendar) => calendar.Split('-')[0];

    public static StoredCalendar<AdvisorPage> Of(this GrainCluster cluster, AdvisorId advisor) => cluster.Stored<AdvisorPage>(advisor.Value);

    public static StoredCalendar<ClaimsPage> Of(this GrainCluster cluster, RoomId room) => cluster.Stored<ClaimsPage>(room.Value);

    public static StoredCalendar<ClaimsPage> Of(this GrainCluster cluster, VenueId venue) => cluster.Stored<ClaimsPage>(venue.Value);
}
