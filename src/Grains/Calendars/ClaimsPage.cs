namespace Scheduling.Grains.Calendars;

/// <summary>A week page that holds claims.</summary>
internal interface IClaimsPage<TSelf> where TSelf : IClaimsPage<TSelf>
{
    /// <summary>Every claim that reaches into the week.</summary>
    ImmutableArray<Claim> Claims { get; }

    /// <summary>The same page with other claims.</summary>
    TSelf WithClaims(ImmutableArray<Claim> claims);
}

internal static class ClaimsPages
{
    /// <summary>The claims that share time with the period, each once, by the start of what they hold.</summary>
    public static ImmutableArray<Claim> Within(IEnumerable<Claim> claims, Period during)
    {
        var within = new List<Claim>();
        foreach (var claim in claims)
            if (claim.Held.Overlaps(during))
                within.Add(claim);
        return within.Count < 2 ? [.. within] : [.. within.DistinctBy(claim => claim.Id).OrderBy(claim => claim.Held.Start)];
    }

    /// <summary>The page of a week once one of its claims has heard how its booking stands; what does not reach into it any more goes.</summary>
    public static TPage Hearing<TPage>(this TPage page, ClaimNews news, IsoWeek week) where TPage : IClaimsPage<TPage>
    {
        if (page.Claims.FirstOrDefault(claim => claim.Id == news.Id) is not { } claim)
            return page;
        var heard = claim.Hearing(news);
        return page.WithClaims(CalendarRules.PagesOf(heard.Held).Contains(week)
            ? page.Claims.Replace(claim, heard)
            : page.Claims.Remove(claim));
    }
}

/// <summary>The week page of a calendar that has nothing but claims: a room, a venue.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.claims-page")]
internal sealed record ClaimsPage : IClaimsPage<ClaimsPage>
{
    /// <inheritdoc/>
    [Id(0)] public ImmutableArray<Claim> Claims { get; init; } = [];

    public ClaimsPage WithClaims(ImmutableArray<Claim> claims) => this with { Claims = claims };
}
