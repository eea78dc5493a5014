namespace Scheduling.Grains.Calendars;

/// <summary>A week page that holds claims.</summary>
internal interface IClaimsPage<TSelf> where TSelf : IClaimsPage<TSelf>
{
    /// <summary>Every claim that reaches into the week.</summary>
    ImmutableArray<Claim> Claims { get; }

    /// <summary>The same page with other claims.</summary>
    TSelf WithClaims(ImmutableArray<Claim> claims);
}

/// <summary>The week page of a calendar that has nothing but claims: a room, a venue.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.claims-page")]
internal sealed record ClaimsPage : IClaimsPage<ClaimsPage>
{
    /// <inheritdoc/>
    [Id(0)] public ImmutableArray<Claim> Claims { get; init; } = [];

    public ClaimsPage WithClaims(ImmutableArray<Claim> claims) => this with { Claims = claims };
}
