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
            var bytes = Convert.FromBase64String(File.ReadAllText(path).Trim());
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

    // Complete before it has its name, and never in place of another process's key.
    private static void Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = $"{path}.{Path.GetRandomFileName()}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new StreamWriter(draft, options))
            file.Write(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)));

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
