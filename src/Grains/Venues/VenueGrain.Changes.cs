using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Venues;

// What every change of terms needs: rooms that are told, and a reminder that goes on after a crash.
internal sealed partial class VenueGrain
{
    private const string SettleReminder = "settle";

    private int _beginning;

    private bool HasUnfinished => HasPending || _settings.Current.ToldRevision < _settings.Current.Revision;

    private bool HasPending => !_settings.Current.Pending.IsEmpty || _settings.Current.Update is not null;

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await SettleAsync(CancellationToken.None);
        // Looked at last: whoever begins after this sets the reminder anew, and that one has another version.
        if (await this.GetReminder(SettleReminder) is { } reminder && !HasUnfinished && _beginning == 0)
            await this.UnregisterReminder(reminder);
    }

    // Before anything is pending: a crash from here on is picked up by the reminder.
    private async Task EnsureReminderAsync()
    {
        _beginning++;
        try
        {
            await this.RegisterOrUpdateReminder(SettleReminder, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
        }
        finally
        {
            _beginning--;
        }
    }

    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        // That rooms are told once more is no news: what they were told last is noted with the next change only.
        if (HasPending)
            LogSettling(_id);
        await Task.WhenAll(_closures.SettleAsync(), _updates.SettleAsync());
        await RoomsToldAsync();
    }

    private async Task RoomsToldAsync()
    {
        await _settings.SaveAsync();
        if (_settings.Current.ToldRevision < _settings.Current.Revision)
            await TellRoomsAsync();
    }

    /// <summary>Returns when the present terms are durable here and in every room.</summary>
    private async Task TellRoomsAsync()
    {
        await _settings.SaveAsync();
        // Never of what may still be lost: its revision would be given to something else, which rooms would take for old.
        var (terms, rooms) = (_settings.Durable.Terms(_id), _settings.Durable.Rooms);
        await Task.WhenAll(rooms.Select(room => GrainFactory.Get(room).ApplyTermsAsync(terms)));
        // Written along with the next change; told again after a crash, which does no harm.
        if (terms.Revision > _settings.Current.ToldRevision)
            _settings.Decide(_settings.Current with { ToldRevision = terms.Revision });
    }

    private Refusal? RefusalOf(Actor actor)
    {
        if (_settings.Durable.Details is null)
            return Refusal.NotFound("such venue");
        return actor.Manages(_settings.Durable.Owner) ? null : Refusal.Forbidden("Only managers of the venue's owner change it.");
    }

    private async Task<ImmutableArray<BookingView>> ViewsAsync(ImmutableArray<BookingId> bookings, Actor actor)
    {
        var views = await Task.WhenAll(bookings.Select(id => GrainFactory.Get(id.Lead).GetBookingAsync(id, actor)));
        return [.. views.Select(booking => booking.Value).OfType<BookingView>()];
    }

    [LoggerMessage(LogLevel.Warning, "{Venue} goes on with changes that were left half-way")]
    private partial void LogSettling(VenueId venue);
}
