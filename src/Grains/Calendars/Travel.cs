using System.Globalization;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Calendars;

/// <summary>
/// Whether an advisor can be at one booking after having been at another: pure. The road is taken to be so much longer
/// than the straight line, and to be driven at one speed; what is known of neither place takes no time.
/// </summary>
internal static class Travel
{
    /// <summary>The longest travel that is counted: past a day the next booking is another journey.</summary>
    public static Duration TimeMax => Duration.FromDays(1);

    /// <summary>Everything that travel can make a difference to.</summary>
    public static Period Reach(Period period) => period.Widen(TimeMax, TimeMax);

    /// <summary>How long it takes from one booking's place to the other's, in whole minutes; nothing within one venue.</summary>
    public static Duration Between(TravelRules rules, Claim one, Claim other)
    {
        if (!rules.IsOn || one.Place is not { } from || other.Place is not { } to || from == to || (one.Venue is { } venue && venue == other.Venue))
            return Duration.Zero;
        var minutes = Road(rules, from, to) / rules.KilometresPerHour * 60 + rules.Margin.TotalMinutes;
        return Duration.Min(TimeMax, Duration.FromMinutes(Math.Ceiling(minutes)));
    }

    /// <summary>
    /// The claims from which it is too far to the newcomer's place, or to which it is too far from there, in the time between.
    /// Those that share time with the newcomer are no matter of travel.
    /// </summary>
    public static ImmutableArray<Claim> TooNear(TravelRules rules, IEnumerable<Claim> claims, Claim newcomer) =>
        [.. claims.Where(claim => Left(claim, newcomer) is { } left && left < Between(rules, claim, newcomer))];

    /// <summary>Refuses a newcomer for the travel it leaves no time for, and says neither where the advisor is nor for whom.</summary>
    public static Refusal Refuse(TravelRules rules, IEnumerable<Claim> tooNear, Claim newcomer)
    {
        var nearest = tooNear.MaxBy(claim => Between(rules, claim, newcomer) - Left(claim, newcomer)!.Value)!;
        var (needed, left) = (Between(rules, nearest, newcomer), Left(nearest, newcomer)!.Value);
        var (road, side) = (Math.Ceiling(Road(rules, nearest.Place!, newcomer.Place!)), nearest.Period.End <= newcomer.Period.Start ? "before" : "after");
        return Refusal.Broken(RefusalCode.AdvisorBusy, "travelTime", IsoDuration.Format(needed), IsoDuration.Format(left), string.Create(
            CultureInfo.InvariantCulture,
            $"The advisor has a booking elsewhere {side} it: {road} km by road take {needed.TotalMinutes} min, and {Math.Floor(left.TotalMinutes)} min are left."));
    }

    private static double Road(TravelRules rules, GeoPoint from, GeoPoint to) => from.KilometresTo(to) * rules.DetourFactor;

    private static Duration? Left(Claim claim, Claim newcomer) =>
        claim.Period.End <= newcomer.Period.Start ? newcomer.Period.Start - claim.Period.End
        : newcomer.Period.End <= claim.Period.Start ? claim.Period.Start - newcomer.Period.End
        : null;
}
