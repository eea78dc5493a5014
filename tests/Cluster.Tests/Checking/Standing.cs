namespace Scheduling.Cluster.Tests.Checking;

/// <summary>What stands on a calendar at one point of an order: bookings and where they are. Never changed.</summary>
internal sealed class Standing : IEquatable<Standing>
{
    private readonly (int Booking, Stay Stay)[] _stays;
    private readonly int _hash;

    private Standing((int Booking, Stay Stay)[] stays)
    {
        _stays = stays;
        var hash = default(HashCode);
        foreach (var (booking, stay) in stays)
        {
            hash.Add(booking);
            hash.Add(stay.Start);
            hash.Add(stay.End);
        }

        _hash = hash.ToHashCode();
    }

    /// <summary>Nothing.</summary>
    public static Standing Nothing { get; } = new([]);

    /// <summary>How many bookings.</summary>
    public int Count => _stays.Length;

    /// <summary>Where a booking is; null when it does not stand.</summary>
    public Stay? Of(int booking)
    {
        foreach (var (other, stay) in _stays)
            if (other == booking)
                return stay;
        return null;
    }

    /// <summary>The same without a booking.</summary>
    public Standing Without(int booking) => new([.. _stays.Where(entry => entry.Booking != booking)]);

    /// <summary>The same with a booking that is not there yet; null when it does not fit.</summary>
    public Standing? With(int booking, Stay stay, int capacity) =>
        Peak(stay.Start, stay.End, static taken => taken.Units) + stay.Units > capacity
            ? null
            : new([.. _stays.Append((booking, stay)).OrderBy(entry => entry.Item1)]);

    /// <summary>The most that is there at one moment of a time.</summary>
    public int Peak(long start, long end, Func<Stay, int> measure)
    {
        var peak = 0;
        foreach (var (_, at) in _stays)
        {
            if (at.Start >= end || start >= at.End)
                continue;
            var moment = Math.Max(at.Start, start);
            var sum = 0;
            foreach (var (_, stay) in _stays)
                if (stay.Start <= moment && moment < stay.End)
                    sum += measure(stay);
            peak = Math.Max(peak, sum);
        }

        return peak;
    }

    /// <inheritdoc/>
    public bool Equals(Standing? other) => other is not null && _hash == other._hash && _stays.AsSpan().SequenceEqual(other._stays);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Standing);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;
}
