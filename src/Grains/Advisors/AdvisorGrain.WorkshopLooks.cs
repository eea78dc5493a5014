using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Workshops;

namespace Scheduling.Grains.Advisors;

// Who sees what of a workshop, and for which network somebody acts.
internal sealed partial class AdvisorGrain
{
    public async Task<Outcome<WorkshopView>> GetWorkshopAsync(BookingId booking, Actor actor) =>
        await LookAsync<WorkshopView>(booking, actor, (record, found) => Task.FromResult<Outcome<WorkshopView>>(WorkshopRules.View(record, found)));

    public async Task<Outcome<Slice<AttendeeView>>> AttendeesAsync(BookingId booking, PageRequest page, Actor actor) =>
        await LookAsync<Slice<AttendeeView>>(booking, actor, async (record, found) =>
        {
            var sees = await SightAsync(actor, found);
            var visible = record.Attendees.Where(attendee => sees(attendee.Network));
            return Slicing.Numbered(visible, attendee => attendee.Number, record.ToView, page);
        });

    public async Task<Outcome<Slice<WorkshopEvent>>> WorkshopHistoryAsync(BookingId booking, PageRequest page, Actor actor) =>
        await LookAsync<Slice<WorkshopEvent>>(booking, actor, async (record, found) =>
        {
            var sees = await SightAsync(actor, found);
            return Slicing.Numbered(record.History.Where(step => sees(step.Network)), step => step.Number, step => step, page);
        });

    /// <summary>Looks at what is durable, once whoever is next has the places that became free.</summary>
    private async Task<Outcome<T>> LookAsync<T>(
        BookingId id, Actor actor, Func<WorkshopRecord, BookingRecord, Task<Outcome<T>>> look) where T : class
    {
        if (actor.Roles.All(role => role == Role.Display))
            return Refusal.Forbidden("Workshops are for advisors, managers and administrators.");
        return await WithWorkshopAsync<T>(id, async (attendees, booking) =>
        {
            var promoted = WorkshopRules.Promote(attendees.Current, Narrowed(booking), _clock.Now());
            if (promoted != attendees.Current)
                attendees.Decide(promoted);
            await attendees.SaveAsync();
            return await look(attendees.Durable, booking);
        });
    }

    /// <summary>
    /// Whose attendees somebody sees: the lead, co-hosts and their networks' managers those of every network, others those
    /// of their own. What is of no network is for the former.
    /// </summary>
    private async Task<Func<OrganizationId?, bool>> SightAsync(Actor actor, BookingRecord booking)
    {
        if (WorkshopRules.MayRecord(actor, booking))
            return _ => true;
        var own = await NetworksOfAsync(actor);
        if (actor.Roles.Contains(Role.Manager) && actor.Organization is { IsMunicipality: false } managed)
        {
            var hosts = await Task.WhenAll(booking.CoHosts.Select(coHost => NetworkOfAsync(coHost).AsTask()));
            if (hosts.Contains(managed))
                return _ => true;
        }

        return network => network is { } theirs && own.Contains(theirs);
    }

    /// <summary>The network whose attendees a caller means: the one named, when it is theirs, or their own.</summary>
    private async Task<(OrganizationId Network, Outcome<WorkshopAnswer>? Refused)> NetworkOfAsync(Actor actor, OrganizationId? named)
    {
        var own = await NetworksOfAsync(actor);
        if (named is { } network && actor.IsAdmin && !own.Contains(network))
            return await GrainFactory.Get(network).GetAsync() is null ? (default, Refusal.NotFound("such network")) : (network, null);
        if (named is { } theirs && own.Contains(theirs))
            return (theirs, null);
        if (named is null && !own.IsEmpty)
            return (own[0], null);
        return (default, named is null && actor.IsAdmin
            ? Refusal.Invalid("networkId", "Say for which network.")
            : Refusal.Forbidden("Advisors and managers of a network act for its attendees."));
    }

    /// <summary>The networks that somebody acts for: the one they manage, and the one they advise for.</summary>
    private async Task<ImmutableArray<OrganizationId>> NetworksOfAsync(Actor actor)
    {
        ImmutableArray<OrganizationId> networks = [];
        if (actor.Roles.Contains(Role.Manager) && actor.Organization is { IsMunicipality: false } managed)
            networks = [managed];
        if (actor.Roles.Contains(Role.Advisor) && actor.Advisor is { } advisor && await NetworkOfAsync(advisor) is { } advised)
            networks = networks.Add(advised);
        return networks;
    }

    // Itself it does not ask by message: an activation that is ending would not answer.
    private ValueTask<OrganizationId?> NetworkOfAsync(AdvisorId advisor) => advisor == _id
        ? new(View(_settings.Durable)?.Network)
        : _networks.OfAsync(advisor, other => GrainFactory.Get(other).GetAsync());
}
