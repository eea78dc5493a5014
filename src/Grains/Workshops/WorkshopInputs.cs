using System.Text.RegularExpressions;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Workshops;

/// <summary>What is wrong with commands in themselves, by field.</summary>
internal static partial class WorkshopInputs
{
    private const int AttendancesMax = 1_000;

    /// <summary>A short reference: its letters leave no room for a name with spaces or an address with an @.</summary>
    public static IEnumerable<Refusal> Reference(string field, string reference)
    {
        if (!ReferenceForm().IsMatch(reference))
            yield return Refusal.Invalid(field, $"'{field}' is a reference of 1 to 64 letters, digits, dots, hyphens and underscores, and never a name or an address.");
    }

    /// <summary>Places are for workshops.</summary>
    public static IEnumerable<Refusal> Booked(BookRoom command)
    {
        if (command.Places is not { } places)
            return [];
        return command.Purpose == BookingPurpose.Workshop
            ? Places(places)
            : [Refusal.Invalid("places", "Only a WORKSHOP has places for attendees.")];
    }

    /// <summary>How many attendees a workshop takes.</summary>
    public static IEnumerable<Refusal> Places(int places) => InputRules.Within("places", places, 1, WorkshopRules.PlacesMax);

    /// <summary>Who came.</summary>
    public static IEnumerable<Refusal> Attendances(ImmutableArray<AttendanceEntry> entries)
    {
        if (entries.Length is < 1 or > AttendancesMax)
            return [Refusal.Invalid("attendances", $"'attendances' takes 1 to {AttendancesMax} attendees.")];
        return entries.SelectMany((entry, place) => Reference($"attendances.{place}.reference", entry.Reference));
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ReferenceForm();
}
