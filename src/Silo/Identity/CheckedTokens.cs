using System.Collections.Concurrent;
using Microsoft.IdentityModel.Tokens;

namespace Scheduling.Silo.Identity;

/// <summary>
/// Remembers tokens that were found valid, for a minute and not beyond their end: whoever asks a hundred times a second has its
/// signature checked once a minute. An issuer's key that is withdrawn is noticed as much later.
/// </summary>
/// <param name="inner">Checks them.</param>
/// <param name="skew">For how long after its end a token is good.</param>
/// <param name="clock">The time of day.</param>
internal sealed class CheckedTokens(TokenHandler inner, TimeSpan skew, TimeProvider clock) : TokenHandler
{
    /// <summary>How long a check is good for.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    // Some 2 KB each. Beyond, all are forgotten: who has that many callers checks some twice.
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, (TokenValidationResult Result, DateTimeOffset Until)> known = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        var now = clock.GetUtcNow();
        if (known.TryGetValue(token, out var found))
        {
            if (now < found.Until)
                return found.Result;
            known.TryRemove(token, out _);
        }

        var result = await inner.ValidateTokenAsync(token, validationParameters).ConfigureAwait(false);
        if (!result.IsValid)
            return result;
        var end = new DateTimeOffset(result.SecurityToken.ValidTo, TimeSpan.Zero) + skew;
        if (known.Count >= Most)
            known.Clear();
        known[token] = (result, end < now + Kept ? end : now + Kept);
        return result;
    }
}
