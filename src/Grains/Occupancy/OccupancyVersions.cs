using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Occupancy;

/// <summary>How far the versions of a room's occupancy have been given out, as stored.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.occupancy-versions")]
internal sealed record OccupancyVersionsState
{
    /// <summary>Every version up to this one may have been told.</summary>
    [Id(0)] public long Reserved { get; init; }
}

/// <summary>
/// Versions that only grow, across restarts and wherever the room lives, for one write an activation: a block of them is
/// reserved before the first is told. Two activations have different blocks; whoever heard of the higher ones says so when it
/// asks the one that lives on, which goes on above them.
///
/// An activation begins at what the clock says, in microseconds, where that is higher than what is stored. A store that was
/// restored knows nothing of the versions that were told after its backup, but those lie below the clock: a block is a second's
/// worth, so what is told overtakes the clock only where a room is activated, or a million versions are spent, more than once a
/// second for long.
/// </summary>
internal sealed class OccupancyVersions(IGrainContext context, IGrainStorage storage, TimeProvider clock)
{
    /// <summary>What the clock says at most: early in the year 2163. A browser counts to twice as much exactly, and the rest is for counting on.</summary>
    public const long ClockMax = 1L << 52;

    private const long Block = 1_000_000;
    private static readonly Instant Epoch = Instant.FromUtc(2020, 1, 1, 0, 0);

    private readonly DurableRecord<OccupancyVersionsState> _state = new("occupancy", context, storage);
    private Task? _loading;
    private long _next = 1;

    /// <summary>The version that an activation begins after when no higher one is stored.</summary>
    public static long At(Instant now) =>
        (long)Math.Clamp((now - Epoch).TotalMilliseconds * 1000, 0, ClockMax);

    /// <summary>Returns when so many versions can be taken that are above a given one.</summary>
    public async Task ReserveAsync(int count, long above = 0)
    {
        // A failed read must not be remembered.
        if (_loading is null or { IsFaulted: true })
            _loading = LoadAsync();
        await _loading;
        while (Last(count, above) > _state.Durable.Reserved)
        {
            if (Last(count, above) > _state.Current.Reserved)
                _state.Decide(new OccupancyVersionsState { Reserved = Math.Max(Math.Max(_state.Current.Reserved, above), _next - 1) + Block });
            await _state.SaveAsync();
        }

        _next = Math.Max(_next, above + 1);
    }

    /// <summary>
    /// Takes so many that follow on each other after <see cref="ReserveAsync"/>; answers with the first. Whoever reserves asks
    /// for far more than it takes, so that what others take meanwhile leaves enough.
    /// </summary>
    /// <param name="count">How many.</param>
    /// <param name="first">Where they begin, of those taken already; null for new ones.</param>
    /// <exception cref="InvalidOperationException">They were not reserved.</exception>
    public long Take(int count, long? first)
    {
        var begin = first ?? _next;
        _next = Math.Max(_next, begin + count);
        return _next - 1 <= _state.Durable.Reserved ? begin : throw new InvalidOperationException("Versions are reserved before they are taken.");
    }

    private async Task LoadAsync()
    {
        await _state.LoadAsync();
        _next = Math.Max(_state.Durable.Reserved, At(clock.Now())) + 1;
    }

    private long Last(int count, long above) => Math.Max(_next, above + 1) + count - 1;
}
