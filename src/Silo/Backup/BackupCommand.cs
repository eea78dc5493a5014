using Microsoft.Data.Sqlite;
using Scheduling.Silo.Audit;
using Scheduling.Silo.Hosting;
using Scheduling.Silo.Storage;

namespace Scheduling.Silo.Backup;

/// <summary>
/// <c>backup FILE</c>: copies the embedded store as it is at one moment, whether a server is writing there or not. What lies
/// under the name is a whole copy that has reached the disk and was checked, or nothing.
/// </summary>
internal static class BackupCommand
{
    private const string Usage = "backup takes the name of a new file, and settings that name a SQLite store: backup FILE [--ConnectionStrings:Scheduling=…]";

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">The file, and settings.</param>
    /// <param name="output">Where the line that tells of the copy goes.</param>
    /// <returns>0.</returns>
    /// <exception cref="StartupException">There is no copy, and its line says why.</exception>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output)
    {
        var (name, options) = CommandLine.Split(arguments);
        if (string.IsNullOrWhiteSpace(name))
            throw new StartupException(Usage, StartupException.WrongArguments);
        KnownSettings.RefuseUnknownArguments(options);
        var builder = ServerHost.CreateBuilder(options);
        var settings = SettingsReader.Read(builder.Configuration, builder.Environment);
        if (settings.Provider != StorageProvider.Sqlite)
            throw new StartupException("backup copies a SQLite store; a PostgreSQL database is backed up with its own tools, as docs/backup.md says.");
        var store = SqliteLocation.Of(settings).Path;
        if (!File.Exists(store))
            throw StartupException.Setting("ConnectionStrings:Scheduling", $"names {store}, which is not there", "a store that a server has used");

        var target = Path.GetFullPath(name);
        var records = await CopyAsync(settings, target);
        await output.WriteLineAsync(FormattableString.Invariant(
            $"{target}: {records} records of Sqlite {store}, {new FileInfo(target).Length} bytes"));
        return 0;
    }

    private static async Task<long> CopyAsync(SchedulingSettings settings, string target)
    {
        if (Path.Exists(target))
            throw Refuse(target, "is there already, and no backup is overwritten");
        // Of a backup that was killed there may be one.
        var draft = target + ".partial";
        try
        {
            CreatePrivate(draft);
            var records = await CopyIntoAsync(settings, draft);
            File.Move(draft, target, overwrite: false);
            return records;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or SqliteException or InvalidDataException)
        {
            DeleteIfThere(draft);
            throw Refuse(target, $"cannot be made ({failure.Message})");
        }
    }

    // One statement reads one snapshot; a server that writes meanwhile is not held up. The copy is as long as it has to be
    // and holds nothing that was deleted.
    private static async Task<long> CopyIntoAsync(SchedulingSettings settings, string draft)
    {
        await using (var source = StoredRows.Connect(settings))
        {
            await source.OpenAsync();
            await using var copy = source.CreateCommand();
            copy.CommandText = "VACUUM INTO @file";
            copy.CommandTimeout = 0;
            var file = copy.CreateParameter();
            (file.ParameterName, file.Value) = ("file", draft);
            copy.Parameters.Add(file);
            await copy.ExecuteNonQueryAsync();
        }

        // SQLite does not wait for the disk here.
        await using (var written = new FileStream(draft, FileMode.Open, FileAccess.ReadWrite))
            written.Flush(flushToDisk: true);
        return await CheckAsync(draft);
    }

    private static async Task<long> CheckAsync(string draft)
    {
        var place = new SqliteConnectionStringBuilder { DataSource = draft, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        await using var connection = new SqliteConnection(place.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = "PRAGMA integrity_check(1)";
        if (await command.ExecuteScalarAsync() is not "ok")
            throw new InvalidDataException("the copy is damaged, so the store is");
        command.CommandText = "SELECT count(*) FROM grain_state";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    // Names and titles are in it: nobody but its owner may read it, from the first byte on.
    private static void CreatePrivate(string draft)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        DeleteIfThere(draft);
        new FileStream(draft, options).Dispose();
    }

    private static void DeleteIfThere(string draft)
    {
        try
        {
            File.Delete(draft);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Its folder is not there, or not ours: the refusal that follows says so.
        }
    }

    private static StartupException Refuse(string target, string problem) => new($"{target} {problem}.");
}
