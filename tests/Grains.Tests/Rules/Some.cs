using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Tests.Cluster;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains.Tests.Rules;

/// <summary>Plain values for tables of rules, at a fixed time: Monday 1 March 2027, 09:00 in Paris.</summary>
internal static class Some
{
    public static readonly Instant Now = Instant.FromUtc(2027, 3, 1, 8, 0);
    public static readonly AdvisorId Advisor = EntityIds.Of<AdvisorId>("camille");
    public static readonly AdvisorId OtherAdvisor = EntityIds.Of<AdvisorId>("dominique");
    public static readonly OrganizationId Network = OrganizationId.OfNetwork("laposte");
    public static readonly OrganizationId OtherNetwork = OrganizationId.OfNetwork("emmaus");
    public static readonly OrganizationId Owner = OrganizationId.OfMunicipality("36005");

    public static VenueTerms Terms { get; } = new()
    {
        Venue = EntityIds.Of<VenueId>("mairie"),
        Owner = Owner,
        Revision = 1,
        TimeZone = "Europe/Paris",
        OpeningHours = A.Venue.OpeningHours,
        Closures = [],
    };

    public static BookingPolicy Policy => BookingPolicy.Default;

    /// <summary>The reader's one line of a refusal: code, rule, limit and actual value.</summary>
    public static string Line(Refusal refusal) => refusal switch
    {
        RuleRefusal rule => $"{rule.Code} {rule.Rule} {rule.Limit} {rule.Actual}",
        InvalidInputRefusal invalid => $"{invalid.Code} {invalid.Field}",
        _ => $"{refusal.Code}",
    };

    /// <summary>So many hours, counted from an hour of 2 March 2027, UTC.</summary>
    public static Period Tomorrow(double hour, double hours) =>
        new(Now + Duration.FromHours(16 + hour), Now + Duration.FromHours(16 + hour + hours));

    public static Closure Closure(Period period, string? reason = null) =>
        new() { Id = EntityIds.Of<ClosureId>("c"), Period = period, Reason = reason };

    public static Actor Actor(OrganizationId? organization = null, AdvisorId? advisor = null, params Role[] roles) => new()
    {
        Subject = "caller",
        Roles = [.. roles],
        Organization = organization,
        Advisor = advisor,
    };
}
