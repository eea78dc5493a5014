using Microsoft.Data.Sqlite;
using Scheduling.Silo.Hosting;

namespace Scheduling.Silo.Storage;

/// <summary>Which file a SQLite store is, and how it is opened.</summary>
/// <param name="Path">The database file, in full.</param>
/// <param name="ConnectionString">What connections are opened with.</param>
internal sealed record SqliteLocation(string Path, string ConnectionString)
{
    /// <summary>The file when nothing is set, under the directory the server was started in.</summary>
    public static readonly string DefaultPath = System.IO.Path.Combine("data", "scheduling.db");

    /// <summary>The file the settings name.</summary>
    /// <exception cref="StartupException">The connection string is not one, or names no file.</exception>
    public static SqliteLocation Of(SchedulingSettings settings)
    {
        SqliteConnectionStringBuilder builder;
        try
        {
            builder = new SqliteConnectionStringBuilder(settings.ConnectionString ?? $"Data Source={DefaultPath}");
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException)
        {
            throw Refuse($"is not a SQLite connection string ({failure.Message})");
        }

        var noFile = builder.Mode == SqliteOpenMode.Memory
            || builder.DataSource is "" or ":memory:"
            || builder.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase);
        if (noFile)
            throw Refuse($"is '{settings.ConnectionString}', which names no file");
        if (builder.Mode == SqliteOpenMode.ReadOnly)
            throw Refuse("asks for Mode=ReadOnly");

        var path = System.IO.Path.GetFullPath(builder.DataSource);
        builder.DataSource = path;
        builder.Mode = SqliteOpenMode.ReadWriteCreate;
        builder.Cache = SqliteCacheMode.Private;
        builder.Pooling = true;

        // Seconds a statement waits for a lock. Only a checkpoint or a reminder can hold one against a writer here.
        if (!builder.ShouldSerialize("Default Timeout"))
            builder.DefaultTimeout = 30;
        return new SqliteLocation(path, builder.ToString());
    }

    private static StartupException Refuse(string problem) => StartupException.Setting(
        "ConnectionStrings:Scheduling",
        problem,
        "Data Source=PATH with Storage:Provider=Sqlite, a file that can be written to");
}
