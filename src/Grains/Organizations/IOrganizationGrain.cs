using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Organizations;

/// <summary>
/// A municipality or a network, keyed by its identity. Owns its name and the lists of its venues and advisors; the things
/// listed keep their own state, and an entry whose thing was never made is skipped by readers.
/// </summary>
[Alias("scheduling.organization")]
public interface IOrganizationGrain : IGrainWithStringKey
{
    /// <summary>Makes the organisation. ADMIN only. WRONG_STATE when a municipality is registered already.</summary>
    [Alias("register")]
    Task<Outcome<OrganizationView>> RegisterAsync(RegisterOrganization command);

    /// <summary>What it is, or null when it was never registered.</summary>
    [Alias("get")]
    Task<OrganizationView?> GetAsync();

    /// <summary>Says how a network reckons travel, for its managers.</summary>
    [Alias("set-travel-rules")]
    Task<Outcome<OrganizationView>> SetTravelRulesAsync(SetTravelRules command);

    /// <summary>Lists a venue before it is published, if the actor may publish for this owner. Can be repeated.</summary>
    [Alias("admit-venue")]
    Task<Outcome<OrganizationView>> AdmitVenueAsync(VenueId venue, Actor actor);

    /// <summary>Lists an advisor before it is registered, if this is a network and the actor manages it. Can be repeated.</summary>
    [Alias("admit-advisor")]
    Task<Outcome<OrganizationView>> AdmitAdvisorAsync(AdvisorId advisor, Actor actor);

    /// <summary>
    /// Lists a request before it is made: a booking of a room of this organisation that waits for its decision. Durable
    /// when it answers; can be repeated.
    /// </summary>
    /// <param name="booking">Which.</param>
    /// <param name="version">The version by which the booking waits.</param>
    /// <param name="at">When it was made.</param>
    [Alias("note-request")]
    Task NoteRequestAsync(BookingId booking, long version, Instant at);

    /// <summary>
    /// Takes a request off the list, unless it was listed again for a later version than the one that waits no more: a word
    /// that comes late takes nothing back that was said after it. Durable when it answers; can be repeated.
    /// </summary>
    [Alias("drop-request")]
    Task DropRequestAsync(BookingId booking, long version);

    /// <summary>
    /// Bookings that may wait for this organisation's decision, oldest first; for its managers. Whoever reads asks each
    /// booking whether it still does.
    /// </summary>
    [Alias("requests")]
    Task<Outcome<Slice<BookingId>>> RequestsAsync(PageRequest page, Actor actor);

    /// <summary>Venues in the order in which they came.</summary>
    [Alias("venues")]
    Task<Slice<VenueId>> VenuesAsync(PageRequest page);

    /// <summary>Advisors in the order in which they came.</summary>
    [Alias("advisors")]
    Task<Slice<AdvisorId>> AdvisorsAsync(PageRequest page);
}

/// <summary>Makes an organisation.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.register-organization")]
public sealed record RegisterOrganization
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Its name, 1 to 200 characters.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(2)] public RequestKey? Key { get; init; }
}

/// <summary>An organisation as others see it.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.organization-view")]
public sealed record OrganizationView
{
    /// <summary>Which.</summary>
    [Id(0)] public required OrganizationId Id { get; init; }

    /// <summary>Its name.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>How it reckons the time its advisors need from one venue to another.</summary>
    [Id(2)] public TravelRules Travel { get; init; } = TravelRules.Default;
}
