using Scheduling.Silo.Hosting;
using Scheduling.Testing;

namespace Scheduling.Silo.Tests.Storage;

/// <summary>Reminders outlive the process, on each store.</summary>
public sealed class ReminderTests(PostgresServer postgres) : IDisposable
{
    private static readonly TimeSpan Due = TimeSpan.FromSeconds(4);
    // A restart that takes longer than until the reminder is due leaves it a minute more.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TempFolder folder = new();

    [Theory]
    [InlineData(nameof(StorageProvider.Sqlite))]
    [InlineData(nameof(StorageProvider.PostgreSql))]
    public async Task Reminder_SetBeforeARestart_FiresAfterIt(string provider)
    {
        var settings = provider == nameof(StorageProvider.Sqlite)
            ? TestSettings.Sqlite(folder.File("store.db"))
            : TestSettings.PostgreSql(await postgres.CreateDatabaseAsync());
        await using (var before = await TestSilo.StartAsync(settings))
        {
            await before.Grains.GetGrain<IWakeGrain>("kept").SetAsync(Due);
            await before.Grains.GetGrain<IWakeGrain>("taken back").SetAsync(Due);
            await before.Grains.GetGrain<IWakeGrain>("taken back").UnsetAsync();
        }

        await using var after = await TestSilo.StartAsync(settings);

        Assert.True(await after.Grains.GetGrain<IWakeGrain>("kept").IsSetAsync());
        Assert.False(await after.Grains.GetGrain<IWakeGrain>("taken back").IsSetAsync());
        await after.Wakes.Of("kept").WaitAsync(Patience);
    }

    /// <inheritdoc />
    public void Dispose() => folder.Dispose();
}
