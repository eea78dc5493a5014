using System.Text.RegularExpressions;
using Scheduling.Testing;

namespace Scheduling.Silo.Tests.Repository;

/// <summary>No key, token or password is kept in the repository.</summary>
public sealed partial class SecretsTests
{
    private static readonly string[] NotOurs = [".git", "bin", "obj", "node_modules", "artifacts", "data", "TestResults", ".vs", ".idea"];

    [Fact]
    public void Files_HoldNoSecret()
    {
        var files = Files(new DirectoryInfo(BuiltProgram.Root)).ToList();

        var found = files.SelectMany(file => Find(File.ReadAllText(file.FullName))
            .Select(secret => $"{Path.GetRelativePath(BuiltProgram.Root, file.FullName)}: {secret[..Math.Min(24, secret.Length)]}…")).ToList();

        Assert.True(files.Count > 500, $"Only {files.Count} files were looked at.");
        Assert.Empty(found);
    }

    // Put together here, so that the scan of this file finds none.
    [Theory]
    [InlineData("-----BEGIN RSA PRIV", "ATE KEY-----")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.ey", "JzdWIiOiJhbmEiLCJyb2xlIjoiQURNSU4ifQ.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg")]
    [InlineData("AKIA", "ABCDEFGHIJKLMNOP")]
    [InlineData("ghp", "_abcdefghijklmnopqrstuvwxyz0123456789")]
    [InlineData("Host=db;Username=app;Pass", "word=correcthorse9")]
    [InlineData("\"ApiKey", "\": \"d41d8cd98f00b204e9\"")]
    [InlineData("secret: 'base", "64-of-something-1'")]
    [InlineData("postgres://app:hun", "ter22@db/scheduling")]
    public void Find_ASecret_FindsIt(string begin, string end) => Assert.Single(Find(begin + end));

    [Theory]
    [InlineData("Host=…;Database=…;Username=…;Password=…")]
    [InlineData("-----BEGIN PUBLIC KEY-----")]
    [InlineData("password: ${POSTGRES_PASSWORD}")]
    [InlineData("Authorization: Bearer $CAMILLE")]
    public void Find_NoSecret_FindsNone(string text) => Assert.Empty(Find(text));

    private static IEnumerable<string> Find(string text) => Secrets().Matches(text).Select(match => match.Value);

    private static IEnumerable<FileInfo> Files(DirectoryInfo folder) =>
        folder.EnumerateFiles().Where(IsText).Concat(folder.EnumerateDirectories()
            .Where(inner => !NotOurs.Contains(inner.Name) && inner.LinkTarget is null).SelectMany(Files));

    private static bool IsText(FileInfo file) =>
        file.Length < 4_000_000 && file.LinkTarget is null && file.Extension is not (".png" or ".ico" or ".woff2" or ".db" or ".bin" or ".key");

    // Keys in PEM, JWTs, keys of clouds and forges, assignments of a literal with a digit in it, passwords in URLs.
    [GeneratedRegex(
        """
        -----BEGIN\ (?:[A-Z]+\ )*PRIVATE\ KEY-----
        |\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}
        |\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}|\bglpat-[\w-]{20,}|\bxox[abprs]-[\w-]{10,}
        |(?<![\w-])(?:password|passwd|pwd|secret|api_?key|access_?token)["']?\s*[=:]\s*["']?(?=[\w+/.-]*\d)[\w+/.-]{8,}(?![\w(.])
        |\b[a-z]+://[\w.-]+:[^\s@/$<{]{4,}@
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 20_000)]
    private static partial Regex Secrets();
}
