using Scheduling.Silo.Audit;
using Scheduling.Testing;

namespace Scheduling.Silo.Tests.Audit;

/// <summary>The program's own command, beside a server that runs.</summary>
public sealed class AuditCommandTests(PostgresServer postgres)
{
    [Fact]
    public async Task Audit_LiveSqliteStore_IsSound()
    {
        using var folder = new TempFolder();

        await AssertSoundAsync(new SiloOptions { Folder = folder.Path, Settings = Empty }, $"Sqlite {folder.Path}");
    }

    [Fact]
    public async Task Audit_LivePostgreSqlStore_IsSound()
    {
        using var folder = new TempFolder();

        await AssertSoundAsync(
            new SiloOptions { Folder = folder.Path, PostgreSql = await postgres.CreateDatabaseAsync(), Settings = Empty }, "PostgreSql 127.0.0.1:");
    }

    [Theory]
    [InlineData("which cannot be read")]
    [InlineData("accepts Sqlite or PostgreSql", "--Storage:Provider=Oracle")]
    [InlineData("which cannot be read", "--Storage:Provider=PostgreSql", "--ConnectionStrings:Scheduling=Host=127.0.0.1;Port=1;Database=x")]
    [InlineData("'all' is not a setting", "all")]
    public async Task Audit_NoStore_SaysWhyAndEndsWith2(string why, params string[] arguments)
    {
        using var folder = new TempFolder();

        var result = await SiloProcess.RunAsync(new SiloOptions { Folder = folder.Path }, ["audit", .. arguments]);

        Assert.Equal(AuditCommand.NotRead, result.ExitCode);
        Assert.Contains(why, result.ErrorLine, StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private static Dictionary<string, string> Empty => new() { ["Demo:Seed"] = "false" };

    private static async Task AssertSoundAsync(SiloOptions options, string place)
    {
        await using var silo = await SiloProcess.StartAsync(options);
        await AuditedTown.FoundAsync(silo, DevelopmentTokens.Of(options.Folder));

        var result = await SiloProcess.RunAsync(silo.Options, ["audit", .. Store(options)]);

        Assert.True(result.ExitCode == AuditCommand.Sound, result.Output + result.Errors);
        Assert.StartsWith(place, result.Output, StringComparison.Ordinal);
        Assert.Contains("6 bookings, 5 standing; ", result.Output, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Store(SiloOptions options) => options.Arguments()
        .Where(argument => argument.StartsWith("--Storage", StringComparison.Ordinal) || argument.StartsWith("--ConnectionStrings", StringComparison.Ordinal));
}
