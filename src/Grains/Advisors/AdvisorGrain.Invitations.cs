using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Advisors;

// Co-hosts: what they answer to the lead, and on the co-host's side whose invitations wait and whose need no answer.
internal sealed partial class AdvisorGrain
{
    private const int NetworksMax = 100;

    public async Task<Outcome<BookingView>> AnswerAsync(AnswerInvitation command)
    {
        if (InputRules.Text("note", command.Note, InputRules.ReasonLengthMax).ToImmutableArray() is { IsEmpty: false } invalid)
            return invalid;
        return await ChangeAsync(command.Booking, (booking, now) => BookingRules.Answer(booking, command, now));
    }

    public async Task<Outcome<BookingView>> LeaveAsync(LeaveBooking command)
    {
        if (InputRules.Text("reason", command.Reason, InputRules.ReasonLengthMax).ToImmutableArray() is { IsEmpty: false } invalid)
            return invalid;
        return await ChangeAsync(command.Booking, (booking, now) => BookingRules.Leave(booking, command, now));
    }

    public async Task<Outcome<Slice<BookingId>>> InvitationsAsync(PageRequest page, Actor actor)
    {
        if (RefusesToShow(actor) is { } refusal)
            return refusal;
        var weeks = await _pages.LoadAsync(_pages.WeeksFrom(IsoWeek.Of(_clock.Now())).ToList());
        // Those of other leads; which of them wait for an answer their leads know.
        var claims = weeks.SelectMany(week => week.Durable.Claims)
            .Where(claim => claim.Network != _settings.Durable.Network && claim.Booking.Lead != _id && claim.Period.Start > _clock.Now())
            .DistinctBy(claim => claim.Booking).ToList();
        var waits = await Task.WhenAll(claims.Select(claim => WaitsForMeAsync(claim.Booking, actor)));
        return Slicing.Of(claims.Where((_, i) => waits[i]), claim => claim.Period.Start, claim => claim.Booking, page);
    }

    public Task<Outcome<InvitationPolicyView>> InvitationPolicyAsync(Actor actor) => Task.FromResult<Outcome<InvitationPolicyView>>(
        RefusesToShow(actor) is { } refusal ? refusal : new InvitationPolicyView
        {
            AcceptsAll = _settings.Durable.AcceptsFrom?.AcceptsAll ?? false,
            Networks = _settings.Durable.AcceptsFrom?.Networks ?? [],
        });

    public async Task<Outcome<AdvisorView>> SetInvitationPolicyAsync(SetInvitationPolicy command)
    {
        if (RefusesToShow(command.Actor) is { } refusal)
            return refusal;
        if (command.Networks.Length > NetworksMax)
            return Refusal.Invalid("networkIds", $"'networkIds' takes at most {NetworksMax} networks.");
        var networks = command.Networks.Distinct().ToImmutableArray();
        var found = await Task.WhenAll(networks.Select(network => GrainFactory.Get(network).GetAsync()));
        if (Array.IndexOf(found, null) is >= 0 and var missing)
            return Refusal.NotFound($"network '{networks[missing]}'");
        var before = _settings.Current.AcceptsFrom ?? new InvitationPolicy();
        if (before.Keys.FirstOrDefault(known => known.Key == command.Key?.Key) is not { } used)
            _settings.Decide(_settings.Current with
            {
                AcceptsFrom = new InvitationPolicy
                {
                    AcceptsAll = command.AcceptsAll,
                    Networks = networks,
                    Keys = command.Key is { } key ? [.. before.Keys.Add(key).TakeLast(InvitationPolicy.KeysMax)] : before.Keys,
                },
            });
        else if (used != command.Key)
            return Refusal.KeyMismatch();
        await _settings.SaveAsync();
        return View(_settings.Durable)!;
    }

    private bool ConsentsTo(OrganizationId network) =>
        network == _settings.Durable.Network || _settings.Durable.AcceptsFrom?.Accepts(network) == true;

    private Refusal? RefusesToShow(Actor actor) =>
        _settings.Durable.Name is null ? Refusal.NotFound("such advisor")
        : !BookingRules.MayBook(actor, _id, _settings.Durable.Network) ? Refusal.Forbidden("Only the advisor and managers of the network do that.")
        : null;

    private async Task<bool> WaitsForMeAsync(BookingId booking, Actor actor) =>
        (await GrainFactory.Get(booking.Lead).GetBookingAsync(booking, actor)).Value is { } view
        && view.Awaiting.Contains(BookingStep.CoHostConsent)
        && view.Invitations.Any(part => part.Advisor == _id && part.Answer == InvitationAnswer.Pending);
}
