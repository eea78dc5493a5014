namespace Scheduling.Grains.Common;

/// <summary>An instant on the wire and in storage: ticks of 100 ns since 1970-01-01T00:00Z.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.instant")]
public readonly record struct InstantSurrogate([property: Id(0)] long UnixTicks);

/// <summary>A duration on the wire and in storage: ticks of 100 ns.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.duration")]
public readonly record struct DurationSurrogate([property: Id(0)] long Ticks);

/// <summary>A wall-clock time on the wire and in storage: ticks of 100 ns since midnight.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.local-time")]
public readonly record struct LocalTimeSurrogate([property: Id(0)] long TicksOfDay);

/// <summary>A calendar date on the wire and in storage: days since 1970-01-01.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.local-date")]
public readonly record struct LocalDateSurrogate([property: Id(0)] int Days);

[RegisterConverter]
internal sealed class InstantConverter : IConverter<Instant, InstantSurrogate>
{
    public Instant ConvertFromSurrogate(in InstantSurrogate surrogate) => Instant.FromUnixTimeTicks(surrogate.UnixTicks);

    public InstantSurrogate ConvertToSurrogate(in Instant value) => new(value.ToUnixTimeTicks());
}

[RegisterConverter]
internal sealed class DurationConverter : IConverter<Duration, DurationSurrogate>
{
    public Duration ConvertFromSurrogate(in DurationSurrogate surrogate) => Duration.FromTicks(surrogate.Ticks);

    public DurationSurrogate ConvertToSurrogate(in Duration value) => new(value.BclCompatibleTicks);
}

[RegisterConverter]
internal sealed class LocalTimeConverter : IConverter<LocalTime, LocalTimeSurrogate>
{
    public LocalTime ConvertFromSurrogate(in LocalTimeSurrogate surrogate) =>
        LocalTime.FromTicksSinceMidnight(surrogate.TicksOfDay);

    public LocalTimeSurrogate ConvertToSurrogate(in LocalTime value) => new(value.TickOfDay);
}

[RegisterConverter]
internal sealed class LocalDateConverter : IConverter<LocalDate, LocalDateSurrogate>
{
    private static readonly LocalDate Epoch = new(1970, 1, 1);

    public LocalDate ConvertFromSurrogate(in LocalDateSurrogate surrogate) => Epoch.PlusDays(surrogate.Days);

    public LocalDateSurrogate ConvertToSurrogate(in LocalDate value) => new(NodaTime.Period.DaysBetween(Epoch, value));
}
