using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Scheduling.Grains.Common;

/// <summary>
/// What grains of this silo have posted of themselves: what is durable, in the very turn in which it became so, and so before
/// anybody was told of it. Whoever is on the same silo reads there what a message would be answered with, and costs the grain
/// nothing.
/// </summary>
/// <typeparam name="TId">Names the grain.</typeparam>
/// <typeparam name="TReading">Read on other threads while the grain goes on: an immutable value, or one that is made for it.</typeparam>
public sealed class Board<TId, TReading>(TimeProvider clock, ISiloLease lease)
    where TId : notnull
    where TReading : class
{
    // A grain takes its notice down when it ends. Should it end without being able to, nobody believes it for longer; and one
    // that is read is asked itself now and then, so that it is not let go of for having nothing to do.
    private static readonly TimeSpan s_goodFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<TId, Posted> _notices = new();

    /// <summary>
    /// What the grain last posted; false when it is not here, or has not been asked itself for a minute, and on a silo that does
    /// not know that the others count it as alive: it may be active elsewhere then.
    /// </summary>
    internal bool TryRead(TId id, [NotNullWhen(true)] out TReading? reading)
    {
        reading = lease.IsHeld && _notices.TryGetValue(id, out var posted) && clock.GetElapsedTime(posted.At) < s_goodFor ? posted.Reading : null;
        return reading is not null;
    }

    /// <summary>The place of a grain that has been made.</summary>
    internal Notice NoticeOf(TId id) => new(this, id);

    /// <summary>A grain's place on the board: empty until it is activated, and again from the moment on in which it ends.</summary>
    internal sealed class Notice(Board<TId, TReading> board, TId id)
    {
        private bool _isUp;

        /// <summary>The grain is activated: from now on it posts.</summary>
        public void PutUp() => _isUp = true;

        /// <summary>This is durable, or still is. Called in a turn of the grain; does nothing while the notice is not up.</summary>
        public void Post(TReading reading)
        {
            if (_isUp)
                board._notices[id] = new Posted(reading, board.Now);
        }

        /// <summary>The grain ends. A write under way may come back after that, and changes nothing here any more.</summary>
        public void TakeDown()
        {
            _isUp = false;
            board._notices.TryRemove(id, out _);
        }
    }

    private long Now => clock.GetTimestamp();

    private readonly record struct Posted(TReading Reading, long At);
}
