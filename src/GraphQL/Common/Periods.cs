using GraphQL;
using NodaTime;

namespace Scheduling.Api.Common;

/// <summary>A span of time. Half-open: the start belongs to it, the end does not.</summary>
public sealed record PeriodInput
{
    /// <summary>The first instant inside.</summary>
    public required Instant Start { get; init; }

    /// <summary>The first instant after.</summary>
    public required Instant End { get; init; }

    /// <summary>As the grains know it; they refuse one that ends before it starts.</summary>
    internal Period ToPeriod() => new(Start, End);
}

/// <summary>A span of time. Half-open: the start belongs to it, the end does not.</summary>
[Name("Period")]
public sealed class PeriodOutput(Period period, DateTimeZone zone)
{
    /// <summary>The first instant inside.</summary>
    public OffsetDateTime Start => period.Start.In(zone);

    /// <summary>The first instant after.</summary>
    public OffsetDateTime End => period.End.In(zone);
}
