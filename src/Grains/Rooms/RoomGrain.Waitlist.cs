using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Waitlists;

namespace Scheduling.Grains.Rooms;

// Who waits for the room. An entry is acknowledged when it is stored and a reminder sees to it that it is looked at.
internal sealed partial class RoomGrain
{
    private const int LeaveRoundsMax = 3;
    // Whoever joins or asks hears of what is being offered at this moment; past that they hear of it by asking again.
    private static readonly TimeSpan OffersMadeWait = TimeSpan.FromSeconds(3);

    private int _joining;

    public async Task<Outcome<WaitlistEntryView>> JoinAsync(JoinWaitlist command)
    {
        if (await GrainFactory.Get(command.Advisor).GetAsync() is not { } advisor)
            return Refusal.NotFound("such advisor");
        if (!BookingRules.MayBook(command.Actor, advisor.Id, advisor.Network))
            return Refusal.Forbidden("An advisor waits for themself, a manager for the network's advisors.");
        if (_settings.Durable is not { Details: { } details, Terms: { } terms })
            return Refusal.NotFound("such room");
        if (SlotRules.Validate(command) is { IsEmpty: false } invalid)
            return invalid;
        if (await RepeatAsync(command) is { } repeat)
            return repeat;
        if (SlotRules.Hopeless(command.Window, command.Length, command.Seats, details, terms, _clock.Now()) is { IsEmpty: false } hopeless)
            return hopeless;
        _joining++;
        try
        {
            // Before there is anybody to be forgotten: whatever happens from here on, the reminder goes on with it.
            await RemindOfWaitlistAsync();
            return await RepeatAsync(command) ?? await EnterAsync(command, advisor);
        }
        finally
        {
            _joining--;
        }
    }

    public async Task<Outcome<WaitlistEntryView>> LeaveAsync(LeaveWaitlist command)
    {
        if (_waitlist.Current.Find(command.Entry) is not { } entry)
            return Refusal.NotFound("such place on the waiting list");
        if (InputRules.Text("reason", command.Reason, InputRules.ReasonLengthMax).ToImmutableArray() is { IsEmpty: false } invalid)
            return invalid;
        if (!BookingRules.MayBook(command.Actor, entry.Advisor, entry.Network))
            return Refusal.Forbidden("A place is given up by the advisor or the managers of the network.");
        var isRepeat = command.Key is { } key && entry.LeaveKey?.Key == key.Key;
        if (isRepeat && entry.LeaveKey != command.Key)
            return Refusal.KeyMismatch();
        if (entry is { IsOpen: true, LeavingBy: null })
            Note(entry with { LeavingBy = command.Actor, LeaveKey = command.Key, Reason = command.Reason });
        await _waitlist.SaveAsync();
        if (!entry.IsOpen && !isRepeat)
            return Refusal.Plain(RefusalCode.WrongState, "The place waits no more.");
        for (var round = 0; round < LeaveRoundsMax && _waitlist.Current.Find(entry.Id) is { IsOpen: true }; round++)
            await StepAsync(entry.Id, changed: null);
        return _waitlist.Durable.Find(entry.Id) switch
        {
            null or { IsOpen: true } => throw new TimeoutException($"The lead did not answer; {entry.Id} is given up by itself."),
            { Status: WaitlistStatus.Left } left => ViewOf(left, command.Actor),
            _ => Refusal.Plain(RefusalCode.WrongState, "The place was served or had lapsed before."),
        };
    }

    public async Task<Outcome<WaitlistEntryView>> FindAsync(WaitlistEntryId entry, Actor actor)
    {
        if (_waitlist.Durable.Find(entry) is not { } found)
            return Refusal.NotFound("such place on the waiting list");
        if (!(await SightOfAsync(actor))(found))
            return Refusal.Forbidden("Only the advisor's network and the room's owner see a place on the waiting list.");
        await OffersMadeAsync();
        await LookAgainAsync(_waitlist.Current.Find(entry) ?? found);
        return ViewOf(_waitlist.Durable.Find(entry) ?? found, actor);
    }

    public async Task<Outcome<Slice<WaitlistEntryView>>> ListAsync(PageRequest page, Actor actor)
    {
        if (_settings.Durable.Terms is not { } terms)
            return Refusal.NotFound("such room");
        if (!actor.Manages(terms.Owner) && actor is { Organization: null, Advisor: null })
            return Refusal.Forbidden("Advisors see who of their network waits, managers of the room's owner see everybody.");
        var maySee = await SightOfAsync(actor);
        await OffersMadeAsync();
        await Task.WhenAll(_waitlist.Durable.Open.Where(maySee).Select(LookAgainAsync));
        var list = _waitlist.Durable;
        var slice = Slicing.Of(list.Open.Where(maySee), entry => entry.JoinedAt, entry => entry.Id, page);
        return new Slice<WaitlistEntryView>
        {
            Items = [.. slice.Items.Select(item => new SliceItem<WaitlistEntryView>(item.Cursor, ViewOf(list.Find(item.Node)!, actor)))],
            HasNext = slice.HasNext,
            HasPrevious = slice.HasPrevious,
        };
    }

    private async Task<Outcome<WaitlistEntryView>> EnterAsync(JoinWaitlist command, AdvisorView advisor)
    {
        if (WaitlistRules.Against(_waitlist.Current, command) is { } refusal)
        {
            await _waitlist.SaveAsync();
            await _waitlist.FenceAsync();
            await _lease.HeldAsync();
            return refusal;
        }

        var entry = WaitlistRules.Join(_waitlist.Current, command, WaitlistEntryId.New(_id, _ids.NewKey()), advisor.Network, _clock.Now());
        Note(entry);
        await _waitlist.SaveAsync();
        LookForOffers(command.Window);
        await OffersMadeAsync();
        return ViewOf(_waitlist.Durable.Find(entry.Id) ?? entry, command.Actor);
    }

    private async Task<Outcome<WaitlistEntryView>?> RepeatAsync(JoinWaitlist command)
    {
        if (command.Key is not { } key || _waitlist.Current.Entries.FirstOrDefault(entry => entry.Key?.Key == key.Key) is not { } known)
            return null;
        await _waitlist.SaveAsync();
        return known.Key == key ? ViewOf(_waitlist.Durable.Find(known.Id) ?? known, command.Actor) : Refusal.KeyMismatch();
    }

    private Task OffersMadeAsync() =>
        _pass.IsCompleted ? Task.CompletedTask : Task.WhenAny(_pass, Task.Delay(OffersMadeWait, _clock));

    private void Note(WaitlistEntry entry) => _waitlist.Decide(WaitlistRules.With(_waitlist.Current, entry, _clock.Now()));

    // Whose places somebody sees: managers of the owner everybody's, others their network's.
    private async Task<Func<WaitlistEntry, bool>> SightOfAsync(Actor actor)
    {
        var network = actor.Advisor is { } advisor ? (await GrainFactory.Get(advisor).GetAsync())?.Network : null;
        var isOwner = _settings.Durable.Terms is { } terms && actor.Manages(terms.Owner);
        return entry => isOwner || actor.Manages(entry.Network) || (actor.Roles.Contains(Role.Advisor) && entry.Network == network);
    }

    private WaitlistEntryView ViewOf(WaitlistEntry entry, Actor actor)
    {
        var isParty = BookingRules.MayBook(actor, entry.Advisor, entry.Network);
        return new WaitlistEntryView
        {
            Id = entry.Id,
            TimeZone = _settings.Current.Terms!.TimeZone,
            Network = entry.Network,
            Advisor = isParty ? entry.Advisor : null,
            Window = entry.Window,
            Length = entry.SlotLength,
            Seats = entry.Seats,
            Purpose = isParty ? entry.Purpose : null,
            Title = isParty ? entry.Title : null,
            BookOutright = entry.BookOutright,
            OfferHold = entry.OfferHold,
            JoinedAt = entry.JoinedAt,
            Status = entry.Status,
            Position = WaitlistRules.PositionOf(_waitlist.Durable, entry),
            Booking = isParty && entry.Status is not WaitlistStatus.Waiting ? entry.Booking : null,
            AnswerBy = entry.AnswerBy,
            Reason = isParty ? entry.Reason : null,
        };
    }
}
