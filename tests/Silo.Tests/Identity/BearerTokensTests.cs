using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using Scheduling.Silo.Hosting;
using Scheduling.Silo.Identity;
using Scheduling.Testing;

namespace Scheduling.Silo.Tests.Identity;

/// <summary>Which tokens are accepted.</summary>
public sealed class BearerTokensTests : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private TestIssuer issuer = null!;

    /// <inheritdoc />
    public async ValueTask InitializeAsync() => issuer = await TestIssuer.StartAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Validate_GoodToken_SaysWhoAndUntilWhen(bool discovered)
    {
        var tokens = discovered ? Discovering() : WithPublicKey(issuer.Pem);
        var expires = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 60);

        var caller = await tokens.ValidateAsync("Bearer " + issuer.Token(token =>
        {
            token.Expires = expires.UtcDateTime;
            token.Claims["role"] = new[] { "MANAGER", "DISPLAY" };
            token.Claims["organization"] = "poste";
        }));

        Assert.NotNull(caller);
        Assert.Equal(("ana", expires), (caller.Value.Principal.Identity?.Name, caller.Value.Expires));
        Assert.True(caller.Value.Principal.IsInRole("MANAGER") && caller.Value.Principal.IsInRole("DISPLAY"));
        Assert.False(caller.Value.Principal.IsInRole("ADMIN"));
        Assert.Equal("poste", caller.Value.Principal.FindFirst("organization")?.Value);
    }

    [Fact]
    public async Task Validate_BadToken_IsNobody()
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        using var stranger = RSA.Create(2048);
        var bad = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["no token"] = "",
            ["not one"] = "a.b.c",
            ["unsigned"] = issuer.Token(token => token.SigningCredentials = null),
            ["signed by a stranger"] = Signed(new RsaSecurityKey(stranger), SecurityAlgorithms.RsaSha256),
            ["signed with the public key as a secret"] = Signed(
                new SymmetricSecurityKey(Encoding.UTF8.GetBytes(issuer.Pem)), SecurityAlgorithms.HmacSha256),
            ["for somebody else"] = issuer.Token(token => token.Audience = "another"),
            ["of another issuer"] = issuer.Token(token => token.Issuer = "https://another.example"),
            ["expired"] = issuer.Token(token => token.Expires = now.AddSeconds(-45)),
            ["of tomorrow"] = issuer.Token(token =>
                (token.NotBefore, token.Expires) = (now.AddDays(1), now.AddDays(2))),
            ["for ever"] = issuer.Token(token => token.Expires = null),
            ["naming nobody"] = issuer.Token(token => token.Claims.Remove("sub")),
            ["changed"] = Changed(issuer.Token()),
        };
        BearerTokens[] rules = [WithPublicKey(issuer.Pem), Discovering()];

        foreach (var (name, token) in bad)
        {
            foreach (var rule in rules)
                Assert.True(await rule.ValidateAsync(token) is null, $"A token {name} was accepted.");
        }
    }

    [Fact]
    public async Task Validate_DevelopmentToken_IsAcceptedInItsStoreOnly()
    {
        var (here, there) = (TestSettings.Sqlite(folder.File("here.db")), TestSettings.Sqlite(folder.File("there.db")));
        var asked = TokenArguments.Parse(["--role", "ADVISOR", "--advisor", "ana"]);
        var key = DevelopmentKey.LoadOrCreate(DevelopmentKey.PathFor(here));
        var token = TokenCommand.Sign(asked, key, TimeProvider.System);

        var caller = await Tokens(here).ValidateAsync(token);

        Assert.Equal("ana", caller?.Principal.FindFirst("advisor")?.Value);
        Assert.Null(await Tokens(there).ValidateAsync(token));
        Assert.Null(await WithPublicKey(issuer.Pem).ValidateAsync(token));
    }

    [Fact]
    public async Task Validate_PublicKeyFromAFileOrOfACurve_Works()
    {
        await File.WriteAllTextAsync(folder.File("key.pem"), issuer.Pem);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signed = Signed(new ECDsaSecurityKey(curve), SecurityAlgorithms.EcdsaSha256);

        Assert.NotNull(await WithPublicKey(folder.File("key.pem")).ValidateAsync(issuer.Token()));
        Assert.NotNull(await WithPublicKey(curve.ExportSubjectPublicKeyInfoPem()).ValidateAsync(signed));
    }

    [Fact]
    public void Read_KeyThatIsNoPublicKey_IsRefused()
    {
        using var weak = RSA.Create(1024);
        string[] wrong =
        [
            folder.File("none.pem"),
            "-----BEGIN PUBLIC KEY-----\nxx\n-----END PUBLIC KEY-----",
            weak.ExportSubjectPublicKeyInfoPem(),
            weak.ExportPkcs8PrivateKeyPem(),
        ];

        foreach (var key in wrong)
        {
            var refusal = Assert.Throws<StartupException>(() => PublicKeys.Read(key));
            Assert.Contains("Authentication:PublicKey", refusal.Line, StringComparison.Ordinal);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await issuer.DisposeAsync();
        folder.Dispose();
    }

    private static string Changed(string token)
    {
        var parts = token.Split('.');
        var body = Base64UrlEncoder.Decode(parts[1]).Replace("\"ana\"", "\"eve\"", StringComparison.Ordinal);
        return $"{parts[0]}.{Base64UrlEncoder.Encode(body)}.{parts[2]}";
    }

    private string Signed(SecurityKey key, string algorithm) =>
        issuer.Token(token => token.SigningCredentials = new SigningCredentials(key, algorithm));

    private BearerTokens WithPublicKey(string key) => Tokens(TestSettings.Sqlite(folder.File("x.db")) with
    {
        IsDevelopment = false,
        Identity = new IdentitySettings(Authority: null, "scheduling-test", key, issuer.Url),
    });

    private BearerTokens Discovering() => Tokens(TestSettings.Sqlite(folder.File("x.db")) with
    {
        IsDevelopment = false,
        Identity = new IdentitySettings(issuer.Url, "scheduling-test", PublicKey: null, Issuer: null),
    });

    private static BearerTokens Tokens(SchedulingSettings settings)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders());
        services.AddSchedulingIdentity(settings);
        return services.BuildServiceProvider().GetRequiredService<BearerTokens>();
    }
}
