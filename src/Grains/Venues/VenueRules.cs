using Scheduling.Grains.Common;

namespace Scheduling.Grains.Venues;

/// <summary>What a venue's settings may be: pure.</summary>
internal static class VenueRules
{
    public const int OccupancyMax = 100_000;
    public static readonly Duration ClosureMax = Duration.FromDays(366);

    /// <summary>What is wrong with an owner's settings, by field.</summary>
    public static ImmutableArray<Refusal> Validate(VenueDetails details) =>
    [
        .. InputRules.Name("name", details.Name),
        .. InputRules.Text("address.street", details.Address.Street, InputRules.NameLengthMax),
        .. InputRules.Name("address.postalCode", details.Address.PostalCode),
        .. InputRules.Name("address.city", details.Address.City),
        .. ValidateInseeCode(details.Address.InseeCode),
        .. InputRules.Location("location", details.Location),
        .. InputRules.TimeZone("timeZone", details.TimeZone),
        .. InputRules.WeeklyHours("openingHours", details.OpeningHours),
        .. details.MaxOccupancy is { } most ? InputRules.Within("maxOccupancy", most, 1, OccupancyMax) : [],
    ];

    /// <summary>What is wrong with a closure, by field.</summary>
    public static ImmutableArray<Refusal> Validate(CloseVenue command) =>
    [
        .. InputRules.Period("period", command.Period, ClosureMax),
        .. InputRules.Text("reason", command.Reason, InputRules.ReasonLengthMax),
    ];

    /// <summary>What is wrong with new settings, by field.</summary>
    public static ImmutableArray<Refusal> Validate(UpdateVenue command, VenueDetails known) =>
    [
        .. Validate(command.Over(known)),
        .. InputRules.Text("reason", command.Reason, InputRules.ReasonLengthMax),
    ];

    private static IEnumerable<Refusal> ValidateInseeCode(string? inseeCode)
    {
        if (inseeCode is not null && !OrganizationId.IsInseeCode(inseeCode))
            yield return Refusal.Invalid("address.inseeCode", $"'{inseeCode}' is not an INSEE code such as 36005 or 2A004.");
    }
}
