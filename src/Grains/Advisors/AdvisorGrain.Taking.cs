using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Advisors;

// Takes everything that a booking needs on the calendars concerned, or tells every reason against.
internal sealed partial class AdvisorGrain
{
    /// <summary>
    /// Takes the lead's time in memory, then the room, whose answer says where it is and what it asks for, then everybody
    /// else at once. Whatever is refused is given back. Null when a calendar did not answer: nothing is held then, and it can
    /// be tried again.
    /// </summary>
    /// <param name="attempt">What to take.</param>
    /// <param name="alongside">What has to be durable before the commit, and is written while all but the room are asked.</param>
    /// <param name="patient">True when it holds nothing yet, so that it may wait for whatever else this advisor is being booked for.</param>
    private async Task<Outcome<Grants>?> TakeAsync(Attempt attempt, Func<Task> alongside, bool patient = true)
    {
        var plan = attempt.Plan;
        ImmutableArray<Refusal> refusals = [];
        if (!await KnowsTravelRulesAsync())
            return null;
        var inTheWay = await _ledger.PlaceAsync(
            attempt.Own, () => Capacity.One, () => !(refusals = CheckOwn(plan)).IsEmpty, () => Begin(attempt), patient: patient);
        if (!inTheWay.IsEmpty)
            refusals = Refusals(inTheWay, attempt.Own);
        if (!refusals.IsEmpty)
            return (await RoomRefusalsAsync(attempt)).AddRange(refusals).AddRange(await CoHostRefusalsAsync(attempt));
        var room = await AskAsync(attempt, plan.Room.Value);
        ClaimAnswer?[] others = [];
        var waiting = Task.CompletedTask;
        var travelling = Task.FromResult<ImmutableArray<Refusal>>([]);
        if (room is { IsGranted: true, Room: { } facts })
        {
            attempt.TakesPlaceAt(facts);
            Begin(attempt);
            // Not before: when many want one slot, most attempts end at the room, and those write nothing.
            waiting = alongside();
            travelling = CheckTravelAsync(attempt.Own);
            IEnumerable<string> calendars = plan.CoHosts.Select(coHost => coHost.Value);
            others = await Task.WhenAll((facts.VenueCountsPeople ? calendars.Append(facts.Venue.Value) : calendars)
                .Select(calendar => AskAsync(attempt, calendar)));
        }

        await FinishAsync(attempt, Task.WhenAll(waiting, travelling));
        if (room is null || others.Any(answer => answer is null))
        {
            await GiveUpAsync(attempt);
            return null;
        }

        refusals = [.. room.Refusals, .. await travelling, .. others.SelectMany(answer => answer!.Refusals)];
        if (refusals.IsEmpty)
            return new Grants(room.Room!, [.. others.Select(answer => answer!.Advisor).OfType<AdvisorFacts>()]);
        await GiveUpAsync(attempt);
        return room.IsGranted ? refusals : refusals.AddRange(await CoHostRefusalsAsync(attempt));
    }

    private async Task FinishAsync(Attempt attempt, Task alongside)
    {
        try
        {
            await alongside;
        }
        catch
        {
            await GiveUpAsync(attempt);
            throw;
        }
    }

    private Task<ImmutableArray<Refusal>> RoomRefusalsAsync(Attempt attempt) =>
        GrainFactory.Get(attempt.Plan.Room).RefusalsAsync(attempt.Plan.Period, attempt.Plan.Seats, attempt.Own.Booking);

    // Those that were not asked for their time, because others had refused before.
    private async Task<ImmutableArray<Refusal>> CoHostRefusalsAsync(Attempt attempt) =>
    [
        .. (await Task.WhenAll(attempt.Plan.CoHosts.Select(coHost =>
            GrainFactory.Get(coHost).RefusalsAsync(attempt.Plan.Period, attempt.Own.Booking, attempt.Own.Place)))).SelectMany(refusals => refusals),
    ];

    private async Task<ClaimAnswer?> AskAsync(Attempt attempt, string calendar)
    {
        var claim = _ids.NewClaim();
        _undecided[claim] = attempt;
        var request = attempt.Ask(calendar, claim);
        try
        {
            var answer = await GrainFactory.GetCalendar(calendar).ClaimAsync(request);
            if (!answer.IsGranted)
            {
                attempt.Refused(claim);
                _undecided.Remove(claim);
            }

            return answer;
        }
        catch (Exception failure)
        {
            LogUnanswered(failure, calendar, attempt.Own.Booking);
            return null;
        }
    }
}
