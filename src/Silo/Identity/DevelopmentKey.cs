using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using Scheduling.Silo.Hosting;
using Scheduling.Silo.Storage;

namespace Scheduling.Silo.Identity;

/// <summary>
/// The key that signs and checks tokens in Development: 64 random bytes of HMAC-SHA256, one file a store, readable by
/// its owner only, made when the server or the token command first asks for it.
/// </summary>
internal static class DevelopmentKey
{
    /// <summary>Who issues such tokens.</summary>
    public const string Issuer = "scheduling-development";

    /// <summary>Whom they are for.</summary>
    public const string Audience = "scheduling";

    /// <summary>The only algorithm they are signed with.</summary>
    public const string Algorithm = SecurityAlgorithms.HmacSha256;

    private const int KeyBytes = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The key file of a store: beside a SQLite file; for PostgreSQL under <c>data/</c>, named after the database.
    /// </summary>
    /// <exception cref="StartupException">The connection string is wrong.</exception>
    public static string PathFor(SchedulingSettings settings)
    {
        if (settings.Provider == StorageProvider.Sqlite)
            return SqliteLocation.Of(settings).Path + ".key";

        var database = PostgreSqlStore.Parse(settings.ConnectionString!);
        var name = SHA256.HashData(Encoding.UTF8.GetBytes($"{database.Host}:{database.Port}/{database.Database}"));
        return Path.GetFullPath(Path.Combine("data", $"postgresql-{Convert.ToHexStringLower(name)[..16]}.key"));
    }

    /// <summary>Reads the key, or makes it. Several processes may ask at once: all get the same one.</summary>
    /// <exception cref="StartupException">The file cannot be read or made.</exception>
    public static SymmetricSecurityKey LoadOrCreate(string path)
    {
        try
        {
            if (!File.Exists(path))
                Create(path);
            var bytes = Read(path);
            if (bytes.Length >= KeyBytes)
                return new SymmetricSecurityKey(bytes);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw StartupException.Setting(
                "The development key",
                $"is {path}, which cannot be used ({failure.Message})",
                "a file that this user can write");
        }
        catch (FormatException)
        {
            // Said below, together with a key that is too short.
        }

        throw new StartupException($"The development key {path} is damaged: delete it, and a new one is made.");
    }

    // Nobody else makes a file that is there; whoever comes second reads it when the first has written it.
    private static void Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using var file = new StreamWriter(path, options);
            file.Write(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)));
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was faster.
        }
    }

    private static byte[] Read(string path)
    {
        var (patience, pause) = (Stopwatch.StartNew(), new SpinWait());
        for (; ; pause.SpinOnce())
        {
            try
            {
                if (File.ReadAllText(path).Trim() is { Length: > 0 } text)
                    return Convert.FromBase64String(text);
            }
            catch (IOException) when (patience.Elapsed < Patience)
            {
                // It is being written.
            }

            if (patience.Elapsed >= Patience)
                return [];
        }
    }
}
