using Scheduling.Grains.Calendars;
using Scheduling.Grains.Changes;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Advisors;

// An absence is a change of terms that bookings may stand in the way of, those the advisor leads and those they co-host.
internal sealed partial class AdvisorGrain : IChangeOwner<PendingAbsence>
{
    private readonly KeyedCalls<UnavailabilityAdded> _adding = new();
    private readonly KeyedCalls<Unavailability> _removing = new();
    private readonly PendingChanges<PendingAbsence> _absences;

    IEnumerable<PendingAbsence> IChangeOwner<PendingAbsence>.Pending => _settings.Current.PendingAbsences;

    public async Task<Outcome<UnavailabilityAdded>> AddUnavailabilityAsync(AddUnavailability command)
    {
        if (RefusalOf(command.Actor) is { } refusal)
            return refusal;
        if (AdvisorRules.Validate(command) is { IsEmpty: false } invalid)
            return invalid;
        return await _adding.RunAsync(command.Key, () => AddOnceAsync(command));
    }

    public async Task<Outcome<Unavailability>> RemoveUnavailabilityAsync(RemoveUnavailability command)
    {
        if (RefusalOf(command.Actor) is { } refusal)
            return refusal;
        return await _removing.RunAsync(command.Key, () => RemoveOnceAsync(command));
    }

    public Task<Outcome<UnavailabilityList>> UnavailabilitiesAsync(Period during, Actor actor) => Task.FromResult<Outcome<UnavailabilityList>>(
        RefusalOf(actor) is { } refusal ? refusal : new UnavailabilityList
        {
            Items = [.. _settings.Durable.Absences.Select(record => record.Unavailability).Where(absence => absence.Period.Overlaps(during))],
        });

    private async Task<Outcome<UnavailabilityAdded>> AddOnceAsync(AddUnavailability command)
    {
        if (command.Key is { } key && await RecallAbsenceAsync(key, command.Actor) is { } earlier)
            return earlier;
        // Asked first, without touching anything: the usual refusal disturbs nobody.
        if (!command.CancelBookings && await StandingAsync(command.Period) is { IsEmpty: false } standing)
            return PendingChanges<PendingAbsence>.Conflict(standing);
        return await ChangingAsync<Outcome<UnavailabilityAdded>>(async () =>
        {
            var known = _settings.Current.MakingPlace(_clock.Now());
            if (known.Absences.Length + known.PendingAbsences.Length >= AdvisorState.AbsencesMax)
                return Refusal.Broken(RefusalCode.Policy, "unavailabilities", $"{AdvisorState.AbsencesMax}", $"{AdvisorState.AbsencesMax + 1}", "The advisor has too many absences.");
            var pending = new PendingAbsence
            {
                Unavailability = new Unavailability { Id = EntityIds.Of<UnavailabilityId>(_ids.NewKey()), Period = command.Period, Reason = command.Reason },
                CancelBookings = command.CancelBookings,
                Actor = command.Actor,
                Key = command.Key,
            };
            _settings.Decide(known with { PendingAbsences = known.PendingAbsences.Add(pending) });
            return Added(pending, await _absences.FinishAsync(pending));
        });
    }

    /// <summary>What an earlier call with this key made, or makes yet; null when nothing came of one.</summary>
    private async Task<Outcome<UnavailabilityAdded>?> RecallAbsenceAsync(RequestKey key, Actor actor)
    {
        if (_settings.Current.Absences.FirstOrDefault(record => record.Key?.Key == key.Key) is { } record)
            return record.Key == key ? await AnswerAsync(record.Unavailability, record.Cancelled, actor) : Refusal.KeyMismatch();
        if (_settings.Current.Made.Of(key) is { } made)
            return made is { Unavailability: { } absence } && made.Key == key ? await AnswerAsync(absence, made.Cancelled, actor) : Refusal.KeyMismatch();
        if (_absences.Find(key) is not { } pending)
            return null;
        var finished = Added(pending, await _absences.FinishAsync(pending));
        if (pending.Key == key)
            return finished;
        return finished.Value is null ? (Outcome<UnavailabilityAdded>?)null : Refusal.KeyMismatch();
    }

    private static Outcome<UnavailabilityAdded> Added(PendingAbsence pending, Outcome<ChangeDone> finished) => finished.Value is { } done
        ? new UnavailabilityAdded { Unavailability = pending.Unavailability, Cancelled = done.Cancelled }
        : finished.Refusals;

    private async Task<Outcome<UnavailabilityAdded>> AnswerAsync(Unavailability absence, ImmutableArray<BookingId> cancelled, Actor actor)
    {
        await _settings.SaveAsync();
        return new UnavailabilityAdded { Unavailability = absence, Cancelled = await ViewsAsync(cancelled, actor) };
    }

    private async Task<Outcome<Unavailability>> RemoveOnceAsync(RemoveUnavailability command)
    {
        var (known, now) = (_settings.Current, _clock.Now());
        var found = known.Absences.FirstOrDefault(record => record.Unavailability.Id == command.Unavailability);
        var earlier = known.Made.Of(command.Key);
        if (earlier is null && known.Made.TooMany(command.Key, now) is { } tooMany)
            return tooMany;
        if (earlier is null && found is not null)
        {
            _settings.Decide(known with
            {
                Absences = known.Absences.Remove(found),
                // The key that it was made with has to be known for as long as ever.
                Made = known.Made.With(found.Key, now, found.Cancelled, absence: found.Unavailability)
                    .With(command.Key, now, absence: found.Unavailability),
            });
        }

        await _settings.SaveAsync();
        if (earlier is not null)
            return earlier is { Unavailability: { } removed } && earlier.Key == command.Key ? removed : Refusal.KeyMismatch();
        return found?.Unavailability is { } taken ? taken : Refusal.NotFound("such unavailability");
    }

    // From here on nothing is granted in the period; what stands is what was granted before.
    Task IChangeOwner<PendingAbsence>.ForbidAsync(PendingAbsence change) => _settings.SaveAsync();

    Task<ImmutableArray<Claim>> IChangeOwner<PendingAbsence>.StandingAsync(PendingAbsence change) => StandingAsync(change.Unavailability.Period);

    Task IChangeOwner<PendingAbsence>.NoteAsync(PendingAbsence change)
    {
        var former = _settings.Current.PendingAbsences.Single(other => other.ChangeId == change.ChangeId);
        _settings.Decide(_settings.Current with { PendingAbsences = _settings.Current.PendingAbsences.Replace(former, change) });
        return _settings.SaveAsync();
    }

    Task IChangeOwner<PendingAbsence>.CompleteAsync(PendingAbsence change, ImmutableArray<BookingId> cancelled)
    {
        var record = new AbsenceRecord { Unavailability = change.Unavailability, Key = change.Key, Cancelled = cancelled };
        _settings.Decide(_settings.Current with
        {
            PendingAbsences = Without(change),
            Absences = [.. _settings.Current.Absences.Add(record).OrderBy(made => made.Unavailability.Period.Start)],
        });
        return _settings.SaveAsync();
    }

    Task IChangeOwner<PendingAbsence>.WithdrawAsync(PendingAbsence change)
    {
        _settings.Decide(_settings.Current with { PendingAbsences = Without(change) });
        return _settings.SaveAsync();
    }

    private ImmutableArray<PendingAbsence> Without(PendingAbsence change) =>
        _settings.Current.PendingAbsences.RemoveAll(other => other.ChangeId == change.ChangeId);

    private Task<ImmutableArray<Claim>> StandingAsync(Period away) =>
        _ledger.VerifiedAheadAsync(_clock.Now(), claims => [.. claims.Where(claim => claim.Period.Overlaps(away))]);
}
