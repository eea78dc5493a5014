using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains.Rooms;

// A room that changes hands: the leads of the bookings ahead hear whose it is, so that the new owner sees and decides them.
internal sealed partial class RoomGrain
{
    private const int HandOverRoundsMax = 3;

    private bool ChangesHands(VenueTerms terms) =>
        _settings.Current is { Details: not null, Terms: { } known } && known.Owner != terms.Owner;

    /// <summary>Returns when every lead has noted it durably. What cannot be told now is told when the reminder comes.</summary>
    private async Task HandOverAsync()
    {
        for (var round = 0; round < HandOverRoundsMax && _settings.Current is { OwnerIsNews: true, Terms: { } terms }; round++)
        {
            var ahead = await _ledger.AheadAsync(_clock.Now());
            var told = await Task.WhenAll(ahead.Select(claim => HandOverAsync(claim, terms)));
            // Bookings that were being decided may have been granted by the former owner's terms.
            if (!told.All(isTold => isTold) || _settings.Current.Terms != terms)
                continue;
            _settings.Decide(_settings.Current with { OwnerIsNews = false });
            await _settings.SaveAsync();
        }
    }

    private async Task<bool> HandOverAsync(Claim claim, VenueTerms terms)
    {
        try
        {
            return await GrainFactory.Get(claim.Booking.Lead).HandOverAsync(new HandOver
            {
                Booking = claim.Booking,
                Claim = claim.Id,
                Room = _id,
                Owner = terms.Owner,
                Revision = terms.Revision,
            });
        }
        catch (Exception failure)
        {
            LogNotHandedOver(failure, claim.Booking, _id);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The lead of {Booking} could not be told whose {Room} is by now; it will be told again")]
    private partial void LogNotHandedOver(Exception failure, BookingId booking, RoomId room);
}
