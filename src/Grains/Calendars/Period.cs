namespace Scheduling.Grains.Calendars;

/// <summary>A half-open span of time: <see cref="Start"/> belongs to it, <see cref="End"/> does not.</summary>
/// <param name="Start">The first instant inside.</param>
/// <param name="End">The first instant after; never before <paramref name="Start"/>.</param>
[GenerateSerializer, Immutable, Alias("scheduling.period")]
public readonly record struct Period([property: Id(0)] Instant Start, [property: Id(1)] Instant End)
{
    /// <summary>How long it is.</summary>
    public Duration Length => End - Start;

    /// <summary>True when the two share at least one instant.</summary>
    public bool Overlaps(Period other) => Start < other.End && other.Start < End;

    /// <summary>True when every instant of <paramref name="other"/> lies inside.</summary>
    public bool Contains(Period other) => Start <= other.Start && other.End <= End;

    /// <summary>True when the instant lies inside.</summary>
    public bool Contains(Instant instant) => Start <= instant && instant < End;

    /// <summary>The part both share, or null when there is none.</summary>
    public Period? Intersect(Period other)
    {
        var start = Instant.Max(Start, other.Start);
        var end = Instant.Min(End, other.End);
        return start < end ? new Period(start, end) : null;
    }

    /// <summary>What is left of it outside of another: nothing, one part or two.</summary>
    public IEnumerable<Period> Without(Period other)
    {
        if (!Overlaps(other))
            return [this];
        return new[] { new Period(Start, other.Start), new Period(other.End, End) }.Where(part => part.Start < part.End);
    }

    /// <summary>The same span, grown by <paramref name="before"/> at its start and <paramref name="after"/> at its end.</summary>
    public Period Widen(Duration before, Duration after) => new(Start - before, End + after);
}
