using Scheduling.Grains.Bookings;
using Scheduling.Grains.Waitlists;

namespace Scheduling.Grains.Tests.Compatibility;

internal static partial class Samples
{
    private static WaitlistState WaitlistSample() => new()
    {
        Entries =
        [
            new WaitlistEntry
            {
                Id = Waiting,
                Advisor = Lead,
                Network = Network,
                Actor = Actor,
                Window = Period,
                Length = Duration.FromHours(1),
                Seats = 8,
                Purpose = BookingPurpose.Meeting,
                Title = "Atelier",
                BookOutright = true,
                OfferHold = Duration.FromHours(2),
                JoinedAt = Start,
                Key = Key,
                Status = WaitlistStatus.Left,
                Attempts = 3,
                Asking = Period,
                Booking = Booking,
                AnswerBy = Start,
                LeavingBy = Actor,
                LeaveKey = Key,
                EndedAt = Start,
                Reason = "Malade",
            },
        ],
    };
}
