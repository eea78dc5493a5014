using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Waitlists;

namespace Scheduling.Simulation.Tests.Scene;

// Waiting lists, and what a room shows.
internal sealed partial class Caller
{
    private async Task WaitAsync()
    {
        var (room, wait) = (Course.Any(Town.Rooms), Town.AnyPeriod(Course));
        var command = new JoinWaitlist
        {
            Actor = s_admin,
            Advisor = Town.Advisor(Course.Any(Town.Advisors)),
            Window = wait,
            Length = Duration.FromMinutes(30),
            Seats = 1 + Course.Any(8),
            BookOutright = Course.Chance(0.3),
            OfferHold = Duration.FromMinutes(5),
            Key = NewKey(),
        };
        if (await RepeatAsync(() => _grains.WaitlistOf(room).JoinAsync(command)) is { Value: { } entry })
            answers.Joined(entry);
    }

    private async Task LookAtPlaceAsync()
    {
        if (answers.Waiting.Count == 0)
            return;
        var id = Course.Any(answers.Waiting);
        if (await RepeatAsync(() => _grains.WaitlistOf(id.Room).FindAsync(id, s_admin)) is not { Value: { } entry })
            return;
        if (entry is { Status: WaitlistStatus.Offered, Booking: { } offer })
        {
            var command = new AnswerOffer
            {
                Actor = s_admin,
                Booking = offer,
                Decision = Course.Chance(0.3) ? Decision.Decline : Decision.Accept,
                Key = NewKey(),
            };
            if (await RepeatAsync(() => _grains.Get(offer.Lead).AnswerOfferAsync(command)) is { Value: { } answered })
                answers.Changed(command.Key, answered);
        }
        else if (entry is { Status: WaitlistStatus.Served, Booking: { } served })
            answers.Known.Add(served);
        else if (Course.Chance(0.2))
            await RepeatAsync(() => _grains.WaitlistOf(id.Room).LeaveAsync(new LeaveWaitlist { Actor = s_admin, Entry = id, Key = NewKey() }));
    }

    private async Task LookAtRoomAsync()
    {
        try
        {
            if (await _grains.Get(Course.Any(Town.Rooms)).OccupancyAsync() is { } view)
                answers.Seen(view);
        }
        catch (Exception failure)
        {
            answers.Count(failure is TimeoutException or OrleansException ? failure.GetType().Name : failure.ToString());
        }
    }
}
