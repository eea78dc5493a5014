using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Scheduling.Silo.Storage;

/// <summary>
/// Connections to the embedded store that overwrite what they delete. SQLite by itself only marks the place of an earlier
/// value as free, so that whoever reads the file finds it there: an attendee who is to be forgotten would not be. And they ask
/// for a lock again after a few milliseconds; the driver by itself does so after 150, and a reminder that has to be set before a
/// booking hardly ever found a moment between two commits of a busy server.
/// </summary>
internal sealed class SqliteDataSource(string connectionString) : DbDataSource
{
    /// <inheritdoc />
    public override string ConnectionString => connectionString;

    /// <inheritdoc />
    protected override DbConnection CreateDbConnection() => new ErasingConnection(connectionString);

    private sealed class ErasingConnection(string connectionString) : SqliteConnection(connectionString)
    {
        // The settings are the connection's, not the file's. They are made anew when a connection comes out of the pool: that
        // costs microseconds, and nobody has to know which ones have it already.
        public override void Open()
        {
            base.Open();
            using var command = CreateCommand();
            command.CommandText = "PRAGMA secure_delete = ON; PRAGMA busy_timeout = 1000";
            command.ExecuteNonQuery();
        }
    }
}
