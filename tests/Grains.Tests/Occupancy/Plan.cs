using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Occupancy;

namespace Scheduling.Grains.Tests.Occupancy;

/// <summary>What a room's time is made of, and what the room then is at an instant, worked out the slow way.</summary>
internal sealed record Plan(ImmutableArray<Claim> Claims, ImmutableArray<Period> Open, ImmutableArray<Closure> Closures)
{
    private const int Minutes = 24 * 60;

    /// <summary>Hours count from here.</summary>
    public static Instant Midnight { get; } = Instant.FromUtc(2027, 1, 5, 0, 0);

    public static Period Hours(double from, double to) => new(At(from), At(to));

    public static Instant At(double hour) => Midnight + Duration.FromMinutes((long)Math.Round(hour * 60));

    public static Claim Claim(string booking, double from, double to, double setup = 0, double teardown = 0) => new()
    {
        Id = EntityIds.Of<ClaimId>(booking),
        Booking = BookingId.New(EntityIds.Of<AdvisorId>("lead"), IsoWeek.Of(Midnight), booking),
        Network = OrganizationId.OfNetwork("laposte"),
        Period = Hours(from, to),
        Held = Hours(from - setup, to + teardown),
        Seats = 4,
        MadeAt = Midnight,
    };

    public static ClaimPresence Came(double at, double? left, int? people = null) =>
        new() { Version = 2, CheckedInAt = At(at), CheckedOutAt = left is { } hour ? At(hour) : null, People = people };

    public static Plan Random(Dice dice)
    {
        var claims = Enumerable.Range(0, dice.Between(0, 6)).Select(i =>
        {
            var from = dice.Between(0, 46) / 2.0;
            var claim = Claim($"{(dice.OneIn(4) ? i / 2 : i)}", from, from + (dice.Between(1, 8) / 2.0), dice.Pick([0, 0.25, 1]), dice.Pick([0, 0.5])) with
            {
                Id = EntityIds.Of<ClaimId>($"{i}"),
                Network = OrganizationId.OfNetwork(dice.Pick(["laposte", "emmaus"])),
                Seats = dice.Between(1, 5),
                IsPending = dice.OneIn(3),
            };
            var came = from - dice.Pick([0.25, 0.1, 0, -0.2]);
            var left = dice.OneIn(2) ? came + dice.Pick([0, 0.3, 6]) : (double?)null;
            return dice.OneIn(2) ? claim with { Presence = Came(came, left, dice.OneIn(2) ? dice.Between(1, 9) : null) } : claim;
        });
        return new Plan(
            [.. claims],
            [.. Enumerable.Range(0, dice.Between(0, 3)).Select(_ => RandomPeriod(dice))],
            [.. Enumerable.Range(0, dice.Between(0, 2)).Select(i => new Closure { Id = EntityIds.Of<ClosureId>($"{i}"), Period = RandomPeriod(dice) })]);
    }

    public Period RandomWindow(Dice dice) => dice.OneIn(2) ? Hours(0, 24) : RandomPeriod(dice);

    /// <summary>What the room is at an instant.</summary>
    public (OccupancyState State, int SeatsTaken, int People, OrganizationId? Network) At(Instant at)
    {
        var (seats, people) = (new Dictionary<BookingId, int>(), new Dictionary<BookingId, int>());
        var networks = new HashSet<OrganizationId>();
        foreach (var claim in Claims)
        {
            var isThere = claim.Presence is { CheckedInAt: { } came } presence && at >= came
                && at < claim.Period.End && (presence.CheckedOutAt is not { } left || at < left);
            if (isThere || (at >= claim.Held.Start && at < claim.Held.End))
                networks.Add(claim.Network);
            if (isThere || (at >= claim.Period.Start && at < claim.Period.End))
                seats[claim.Booking] = Math.Max(seats.GetValueOrDefault(claim.Booking), claim.Seats);
            if (isThere)
                people.TryAdd(claim.Booking, claim.Presence!.People ?? claim.Seats);
        }

        var isOpen = Open.Any(span => at >= span.Start && at < span.End)
            && !Closures.Any(closure => at >= closure.Period.Start && at < closure.Period.End);
        var state = people.Count > 0 ? OccupancyState.Occupied : networks.Count > 0 ? OccupancyState.Reserved
            : isOpen ? OccupancyState.Free : OccupancyState.Closed;
        return (state, seats.Values.Sum(), people.Values.Sum(), networks.Count == 1 ? networks.Single() : null);
    }

    /// <summary>As a room would tell it, from the start of the window.</summary>
    public RoomTimeline Tell(Period window, long version = 0) => Timeline(version, OccupancyRules.Stretches(window, Claims, Open, Closures));

    /// <summary>The last of several stretches ends with what was looked at only.</summary>
    public static RoomTimeline Timeline(long version, ImmutableArray<OccupancyStretch> stretches) => new()
    {
        Room = EntityIds.Of<RoomId>("room"),
        Version = version,
        Stretches = stretches.Length > 1 ? stretches[..^1] : stretches,
        EndsWithChange = stretches.Length > 1,
        SeatsTotal = 8,
        TimeZone = "Europe/Paris",
    };

    private static Period RandomPeriod(Dice dice)
    {
        var from = dice.Between(0, Minutes - 1);
        return Hours(from / 60.0, (from + dice.Between(1, Minutes)) / 60.0);
    }
}
