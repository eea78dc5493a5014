using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Scheduling.Silo.Storage;

/// <summary>
/// Whether the embedded store can be written now. The writes that are made anyway tell; where there were none for a while, the
/// question is answered by one, and from a write that failed for want of space on every question is, until one succeeds again.
/// So nothing has to be started anew.
/// </summary>
/// <param name="connections">Hands out connections to the store.</param>
/// <param name="path">The database file.</param>
/// <param name="clock">Tells how long ago a write succeeded.</param>
internal sealed class SqliteWrites(DbDataSource connections, string path, TimeProvider clock) : IDisposable
{
    // A server is asked every few seconds whether it is ready: it need not write each time.
    private static readonly TimeSpan Believed = TimeSpan.FromSeconds(5);

    // The page of the question may fit where the next booking does not.
    private const long FreeMin = 1024 * 1024;

    // From https://www.sqlite.org/rescode.html
    private const int Busy = 5, ReadOnly = 8, InputOutput = 10, Full = 13, CannotOpen = 14;

    // Seconds to wait for another writer, which only shows that one can write.
    private const int Patience = 1;

    private readonly SemaphoreSlim one = new(1, 1);
    private long writtenAt;
    private volatile bool isBelieved;
    private volatile bool hasFailed;

    /// <summary>To be told of every write, and why it failed.</summary>
    public void Tried(Exception? failure)
    {
        if (failure is null && !hasFailed)
            Believe(clock.GetTimestamp());
        else if (failure is not null && IsRefusal(failure))
            (hasFailed, isBelieved) = (true, false);
    }

    /// <summary>Why nothing can be written, for anybody to read; null when it can.</summary>
    public async Task<string?> WhyNotAsync(CancellationToken cancellation)
    {
        if (IsBelieved)
            return null;
        await one.WaitAsync(cancellation);
        try
        {
            return IsBelieved ? null : await TryAsync(cancellation);
        }
        finally
        {
            one.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => one.Dispose();

    private bool IsBelieved => isBelieved && clock.GetElapsedTime(Volatile.Read(ref writtenAt)) < Believed;

    private async Task<string?> TryAsync(CancellationToken cancellation)
    {
        var startedAt = clock.GetTimestamp();
        try
        {
            await WriteAsync(cancellation);
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode == Busy && !hasFailed)
        {
            return null;
        }
        catch (SqliteException failure) when (IsRefusal(failure))
        {
            (hasFailed, isBelieved) = (true, false);
            return failure.SqliteErrorCode == Full ? "The disk is full." : "The store's file cannot be written to.";
        }

        if (hasFailed && new DriveInfo(Path.GetDirectoryName(path)!).AvailableFreeSpace < FreeMin)
            return "The disk is full.";
        hasFailed = false;
        Believe(startedAt);
        return null;
    }

    private void Believe(long at)
    {
        Volatile.Write(ref writtenAt, at);
        isBelieved = true;
    }

    // A number in the file's header that nobody else uses: SQLite writes and commits that page also when it stays the same.
    private async Task WriteAsync(CancellationToken cancellation)
    {
        await using var connection = await connections.OpenConnectionAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version = 0";
        command.CommandTimeout = Patience;
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static bool IsRefusal(Exception failure) =>
        failure is SqliteException { SqliteErrorCode: ReadOnly or InputOutput or Full or CannotOpen };
}
