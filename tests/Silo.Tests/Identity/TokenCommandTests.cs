using Scheduling.Silo.Hosting;
using Scheduling.Silo.Identity;
using Scheduling.Testing;

namespace Scheduling.Silo.Tests.Identity;

/// <summary>The token command.</summary>
public sealed class TokenCommandTests : IDisposable
{
    private readonly TempFolder folder = new();

    private SiloOptions Options => new() { Folder = folder.Path };

    [Fact]
    public async Task Program_Token_PrintsATokenAndNothingElse_BeforeTheFirstStartAndWhileRunning()
    {
        var before = await SiloProcess.RunAsync(Options, "token", "--role", "ADMIN", "--valid-for", "PT1H");
        await using var silo = await SiloProcess.StartAsync(Options);
        var during = await silo.TokenAsync("--role", "ADMIN");

        Assert.Equal((0, ""), (before.ExitCode, before.Errors));
        Assert.Matches(@"\A[\w-]+\.[\w-]+\.[\w-]+\n\z", before.Output);
        foreach (var token in (string[])[before.Output.Trim(), during])
            Assert.Equal("OK", await GetDashboardAsync(silo, token));
    }

    [Fact]
    public async Task Program_TokenOutsideDevelopment_IsRefused()
    {
        var result = await SiloProcess.RunAsync(Options with { Environment = "Production" }, "token", "--role", "ADMIN");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("Development", result.ErrorLine, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Program_TokenWrongArgument_EndsWithTwo()
    {
        var result = await SiloProcess.RunAsync(Options, "token", "--role", "MAYOR");

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("--role", result.ErrorLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--role is missing")]
    [InlineData("--role", "--role")]
    [InlineData("--role", "--role", "")]
    [InlineData("--organization", "--role", "MANAGER")]
    [InlineData("--advisor", "--role", "ADVISOR")]
    [InlineData("--advisor", "--role", "MANAGER", "--organization", "o", "--advisor", "a")]
    [InlineData("--valid-for", "--role", "ADMIN", "--valid-for", "8h")]
    [InlineData("--valid-for", "--role", "ADMIN", "--valid-for", "-PT1H")]
    [InlineData("--valid-for", "--role", "ADMIN", "--valid-for", "PT0S")]
    [InlineData("--valid-for", "--role", "ADMIN", "--valid-for", "P9000D")]
    [InlineData("--valid-for", "--role", "ADMIN", "--valid-for", "P99999999999999D")]
    [InlineData("--rol", "--rol", "ADMIN")]
    [InlineData("extra", "--role", "ADMIN", "extra")]
    public void Parse_WrongArguments_EndWithTwoAndNameTheOne(string named, params string[] arguments)
    {
        var refusal = Assert.Throws<StartupException>(() => TokenArguments.Parse(arguments));

        Assert.Equal(StartupException.WrongArguments, refusal.ExitCode);
        Assert.Contains(named, refusal.Line, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_EverythingSet_IsRead()
    {
        var asked = TokenArguments.Parse(
        [
            "--role=ADVISOR", "--role", "manager", "--advisor", "ana", "--organization", "poste", "--subject", "s",
            "--valid-for", "P1DT30M", "--ConnectionStrings:Scheduling=Data Source=x.db",
        ]);

        Assert.Equal(["ADVISOR", "MANAGER"], asked.Roles);
        Assert.Equal(("ana", "poste", "s"), (asked.Advisor, asked.Organization, asked.Subject));
        Assert.Equal(TimeSpan.FromMinutes(24 * 60 + 30), asked.ValidFor);
        Assert.Equal(["--ConnectionStrings:Scheduling", "Data Source=x.db"], asked.Settings);
    }

    [Fact]
    public void LoadOrCreate_ManyAtOnce_AllGetOneKeyThatOnlyItsOwnerReads()
    {
        var path = folder.File("store.db.key");

        var keys = Enumerable.Range(0, 16).AsParallel().WithDegreeOfParallelism(16)
            .Select(_ => Convert.ToHexString(DevelopmentKey.LoadOrCreate(path).Key))
            .Distinct(StringComparer.Ordinal)
            .ToList();

        Assert.True(Assert.Single(keys).Length >= 64);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void LoadOrCreate_DamagedKey_IsRefused()
    {
        var path = folder.File("store.db.key");
        File.WriteAllText(path, "short");

        var refusal = Assert.Throws<StartupException>(() => DevelopmentKey.LoadOrCreate(path));

        Assert.Contains(path, refusal.Line, StringComparison.Ordinal);
    }

    /// <inheritdoc />
    public void Dispose() => folder.Dispose();

    private static async Task<string> GetDashboardAsync(SiloProcess silo, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "orleans/version");
        request.Headers.Authorization = new("Bearer", token);
        return (await silo.Http.SendAsync(request)).StatusCode.ToString();
    }
}
