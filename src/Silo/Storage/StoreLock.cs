using System.Text.Json;
using Scheduling.Silo.Hosting;

namespace Scheduling.Silo.Storage;

/// <summary>
/// Makes one process the owner of a SQLite store. The lock is the operating system's, on a file beside the database, so
/// it ends with its process however that ends; a file that merely lies there locks nothing. A second file says how to
/// reach the owner, because a locked file cannot be read everywhere.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private static readonly TimeSpan PatienceWithReaders = TimeSpan.FromMilliseconds(20);

    private readonly FileStream handle;
    private readonly string runFile;

    private StoreLock(FileStream handle, string runFile)
    {
        this.handle = handle;
        this.runFile = runFile;
    }

    /// <summary>Takes the store, or returns null when another process has it.</summary>
    /// <param name="path">The database file.</param>
    /// <param name="info">What <see cref="ReadRunning"/> tells others.</param>
    public static StoreLock? TryAcquire(string path, RunningServer info)
    {
        // A reader that asks whether the store is free holds the lock for a moment; that is no reason to refuse.
        for (var attempt = 0; attempt < 5; attempt++)
        {
            if (TryOpen(path) is { } handle)
            {
                var held = new StoreLock(handle, RunFile(path));
                held.Publish(info);
                return held;
            }

            Task.Delay(PatienceWithReaders).Wait();
        }

        return null;
    }

    /// <summary>
    /// The server that has the store now; null when none has, or when it has only just begun to start.
    /// </summary>
    /// <param name="path">The database file.</param>
    public static RunningServer? ReadRunning(string path)
    {
        if (!File.Exists(LockFile(path)))
            return null;

        using (var free = TryOpen(path))
        {
            if (free is not null)
                return null;
        }

        try
        {
            return JsonSerializer.Deserialize<RunningServer>(File.ReadAllText(RunFile(path)));
        }
        catch (Exception failure) when (failure is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Replaces what others are told, in one step.</summary>
    public void Publish(RunningServer info)
    {
        var draft = runFile + ".new";
        File.WriteAllText(draft, JsonSerializer.Serialize(info));
        File.Move(draft, runFile, overwrite: true);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        File.Delete(runFile);
        handle.Dispose();
    }

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(LockFile(path), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            throw StartupException.Setting(
                "ConnectionStrings:Scheduling", $"names {path}", "a file in a folder that is there and can be written to");
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string LockFile(string path) => path + ".lock";

    private static string RunFile(string path) => path + ".run";
}
