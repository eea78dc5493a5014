using System.Security.Claims;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Scheduling.Silo.Identity;

namespace Scheduling.Silo.Tests.Identity;

/// <summary>A token is checked once a minute, and never accepted after its end.</summary>
public sealed class CheckedTokensTests
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);
    private static readonly byte[] Secret = new byte[32];

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 30, 9, 0, 0, TimeSpan.Zero));
    private readonly Counting inner = new();
    private readonly CheckedTokens tokens;

    public CheckedTokensTests() => tokens = new CheckedTokens(inner, Skew, clock);

    [Fact]
    public async Task Validate_Again_IsCheckedOnceAMinute()
    {
        var token = Token(TimeSpan.FromHours(1));

        for (var i = 0; i < 100; i++)
            Assert.Equal("ana", Name(await ValidateAsync(token)));
        Assert.Equal(1, inner.Checks);
        clock.Advance(CheckedTokens.Kept);
        Assert.True((await ValidateAsync(token)).IsValid);

        Assert.Equal(2, inner.Checks);
    }

    [Fact]
    public async Task Validate_EndHasCome_IsCheckedAndRefused()
    {
        var token = Token(TimeSpan.FromSeconds(10));
        Assert.True((await ValidateAsync(token)).IsValid);

        clock.Advance(TimeSpan.FromSeconds(10) + Skew - TimeSpan.FromTicks(1));
        Assert.True((await ValidateAsync(token)).IsValid);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.False((await ValidateAsync(token)).IsValid);
    }

    [Fact]
    public async Task Validate_BadToken_IsRefusedEachTime()
    {
        var token = Token(TimeSpan.FromHours(1));
        var forged = token[..^4] + (token.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBB" : "AAAA");
        Assert.True((await ValidateAsync(token)).IsValid);

        Assert.False((await ValidateAsync(forged)).IsValid);
        Assert.False((await ValidateAsync(forged)).IsValid);

        Assert.Equal(3, inner.Checks);
    }

    private static string? Name(TokenValidationResult result) => result.ClaimsIdentity.FindFirst("sub")?.Value;

    private string Token(TimeSpan lasts) => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
    {
        Subject = new ClaimsIdentity([new Claim("sub", "ana")]),
        Expires = (clock.GetUtcNow() + lasts).UtcDateTime,
        SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(Secret), SecurityAlgorithms.HmacSha256),
    });

    private Task<TokenValidationResult> ValidateAsync(string token) => tokens.ValidateTokenAsync(token, new TokenValidationParameters
    {
        IssuerSigningKey = new SymmetricSecurityKey(Secret),
        ValidateIssuer = false,
        ValidateAudience = false,
        LifetimeValidator = (_, expires, _, _) => clock.GetUtcNow() < new DateTimeOffset(expires!.Value, TimeSpan.Zero) + Skew,
    });

    private sealed class Counting : TokenHandler
    {
        private readonly JsonWebTokenHandler handler = new();

        public int Checks { get; private set; }

        public override Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
        {
            Checks++;
            return handler.ValidateTokenAsync(token, validationParameters);
        }
    }
}
