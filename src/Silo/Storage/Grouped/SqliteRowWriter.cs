using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Scheduling.Silo.Storage.Grouped;

/// <summary>
/// Writes a batch as one transaction on one connection. After any failure the connection is made anew: the file, the disk
/// or the lock may be as before by then.
/// </summary>
internal sealed class SqliteRowWriter(Func<SqliteConnection> open, string service) : IRowWriter
{
    private SqliteRowTransaction? transaction;

    /// <inheritdoc />
    public Task WriteAsync(List<RowWrite> batch)
    {
        var written = new bool[batch.Count];
        var refusals = new Dictionary<RowWrite, SqliteException>();
        try
        {
            transaction ??= new SqliteRowTransaction(open(), service);
            transaction.Begin();
            for (var index = 0; index < written.Length; index++)
            {
                try
                {
                    written[index] = transaction.Write(batch[index]);
                }
                catch (SqliteException refusal) when (ConcernsOneRow(refusal))
                {
                    refusals.Add(batch[index], refusal);
                }
            }

            transaction.Commit();
        }
        catch
        {
            transaction?.Dispose();
            transaction = null;
            throw;
        }

        for (var index = 0; index < written.Length; index++)
        {
            if (refusals.TryGetValue(batch[index], out var refusal))
                batch[index].Fail(refusal);
            else
                batch[index].Tell(written[index]);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public void Dispose() => transaction?.Dispose();

    // Of these SQLite undoes the one statement, and the transaction goes on.
    private static bool ConcernsOneRow(SqliteException refusal) =>
        refusal.SqliteErrorCode is raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH;
}
