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
    private long _made;

    /// <summary>
    /// What the grain last posted; false when it is not here, or has not posted for a minute, and on a silo that does not know
    /// that the others count it as alive: the grain may be active elsewhere then.
    /// </summary>
    internal bool TryRead(TId id, [NotNullWhen(true)] out TReading? reading)
    {
        reading = lease.IsHeld && _notices.TryGetValue(id, out var posted) && clock.GetElapsedTime(posted.At) < s_goodFor ? posted.Reading : null;
        return reading is not null;
    }

    /// <summary>The place of an activation. Of two for one grain only the later one posts.</summary>
    internal Notice NoticeOf(TId id) => new(this, id, Interlocked.Increment(ref _made));

    private long Now => clock.GetTimestamp();

    /// <summary>An activation's place on the board.</summary>
    internal sealed class Notice(Board<TId, TReading> board, TId id, long number)
    {
        private bool _isUp;
        private bool _isDown;

        /// <summary>
        /// From now on it posts, first this. Called by what the grain is asked, not while it is being activated: an activation that
        /// is given up on the way is never told that it has ended, and may go on with what it has read long ago.
        /// </summary>
        public void PutUp(TReading reading)
        {
            _isUp = !_isDown;
            Post(reading);
        }

        /// <summary>This is durable, or still is. Called in a turn of the grain; does nothing while the notice is not up.</summary>
        public void Post(TReading reading)
        {
            if (!_isUp)
                return;
            board._notices.AddOrUpdate(
                id, static (_, mine) => mine, static (_, known, mine) => known.By > mine.By ? known : mine,
                new Posted(reading, board.Now, number));
        }

        /// <summary>
        /// For good: the grain ends, or a write of it has failed, and nobody knows what is stored. A write under way may come back
        /// after that, and changes nothing here any more.
        /// </summary>
        public void TakeDown()
        {
            (_isUp, _isDown) = (false, true);
            if (board._notices.TryGetValue(id, out var posted) && posted.By == number)
                board._notices.TryRemove(KeyValuePair.Create(id, posted));
        }
    }

    private readonly record struct Posted(TReading Reading, long At, long By);
}
