using Npgsql;

namespace Scheduling.Cluster.Tests.Staging;

/// <summary>What the silos have written down of one another.</summary>
internal sealed class Membership(string database) : IAsyncDisposable
{
    private const int Active = 3;
    private const int Dead = 6;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    // Each question on a connection of its own: the database that answers now may not be the one that did before.
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { Pooling = false, GssEncryptionMode = GssEncryptionMode.Disable });

    /// <summary>Returns as soon as the silo at this port has been declared dead.</summary>
    public Task UntilDeadAsync(int port, TimeSpan patience) => UntilAsync(port, Dead, patience);

    /// <summary>Returns as soon as the silo at this port is one of the cluster.</summary>
    public Task UntilActiveAsync(int port, TimeSpan patience) => UntilAsync(port, Active, patience);

    /// <summary>True when the latest silo at this port has been declared dead.</summary>
    public async Task<bool> IsDeadAsync(int port) => await StatusAsync(port) == Dead;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task UntilAsync(int port, int wanted, TimeSpan patience)
    {
        using var late = new CancellationTokenSource(patience);
        var last = -1;
        while ((last = await StatusAsync(port)) != wanted)
        {
            if (late.IsCancellationRequested)
                throw new TimeoutException($"The silo at port {port} has status {last} after {patience}, and not {wanted}.");
            await Task.Delay(s_pause, CancellationToken.None);
        }
    }

    private async Task<int> StatusAsync(int port)
    {
        await using var command = _source.CreateCommand(
            "SELECT status FROM cluster_silo WHERE port = $1 ORDER BY generation DESC LIMIT 1");
        command.Parameters.Add(new NpgsqlParameter { Value = port });
        return await command.ExecuteScalarAsync() is int status ? status : -1;
    }
}
