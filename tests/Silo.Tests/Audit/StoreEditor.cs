using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Storage;
using Scheduling.Grains.Calendars;
using Scheduling.Silo.Audit;
using Scheduling.Testing;

namespace Scheduling.Silo.Tests.Audit;

/// <summary>A copy of a SQLite store, to be changed behind the server's back.</summary>
internal sealed class StoreEditor : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly ServiceProvider services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private readonly OrleansGrainStorageSerializer serializer;
    private readonly SqliteConnection connection;

    public StoreEditor(string original)
    {
        File.Copy(original, Path);
        serializer = new OrleansGrainStorageSerializer(services.GetRequiredService<Serializer>());
        connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
    }

    /// <summary>The file.</summary>
    public string Path => folder.File("store.db");

    /// <summary>Replaces the stored value of a grain.</summary>
    public void Edit<T>(string key, string state, Func<T, T> change) where T : class
    {
        var value = serializer.Deserialize<T>(new BinaryData(Payload(key, state)))!;
        Write(key, state, serializer.Serialize(change(value)).ToArray());
    }

    /// <summary>Replaces the claims of a room's or venue's week.</summary>
    public void EditClaims(string calendar, IsoWeek week, Func<ImmutableArray<Claim>, ImmutableArray<Claim>> change) =>
        Edit<ClaimsPage>(calendar, $"week-{week}", page => page.WithClaims(change(page.Claims)));

    /// <summary>Makes the stored value of a grain something that nobody wrote.</summary>
    public void Garble(string key, string state) => Write(key, state, Encoding.UTF8.GetBytes("garbled"));

    /// <summary>Takes the stored value of a grain away altogether.</summary>
    public void Remove(string key, string state)
    {
        using var command = Command("DELETE FROM grain_state", key, state);
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    /// <summary>What the auditor says of it.</summary>
    public async Task<(int Code, string Text)> AuditAsync()
    {
        await using var output = new StringWriter(CultureInfo.InvariantCulture);
        var code = await AuditCommand.RunAsync(
            ["--environment=Development", $"--ConnectionStrings:Scheduling=Data Source={Path}"], output, TextWriter.Null);
        return (code, output.ToString());
    }

    /// <inheritdoc />
    public void Dispose()
    {
        connection.Dispose();
        services.Dispose();
        folder.Dispose();
    }

    private byte[] Payload(string key, string state)
    {
        using var command = Command("SELECT payload FROM grain_state", key, state);
        return (byte[])command.ExecuteScalar()!;
    }

    private void Write(string key, string state, byte[] payload)
    {
        using var command = Command("UPDATE grain_state SET payload = @payload", key, state);
        command.Parameters.AddWithValue("payload", payload);
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    private SqliteCommand Command(string statement, string key, string state)
    {
        var command = connection.CreateCommand();
        command.CommandText = statement + " WHERE grain_key = @key AND state_name = @name";
        command.Parameters.AddWithValue("key", $"/{key}");
        command.Parameters.AddWithValue("name", $"{key.Split('-')[0]}/{state}");
        return command;
    }
}
