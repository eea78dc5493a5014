using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Series;

namespace Scheduling.Grains.Tests.Compatibility;

/// <content>Series of bookings.</content>
internal static partial class Samples
{
    private static SeriesRecord SeriesOf(OrganizationId network, Instant at, RequestKey key) => new()
    {
        Terms = new SeriesTerms
        {
            Room = Room,
            FirstDate = new LocalDate(2027, 3, 28),
            StartsAt = new LocalTime(9, 30),
            Length = Duration.FromHours(2),
            Rule = "FREQ=WEEKLY;COUNT=2",
            Except = [new LocalDate(2027, 4, 4)],
            Seats = 8,
            CoHosts = [EntityIds.Of<AdvisorId>("fedcba9876543210")],
            Purpose = BookingPurpose.DropIn,
            Title = "Atelier",
            OnConflict = OnConflict.AcceptIfAtLeast,
            AtLeast = 1,
            Places = 12,
        },
        Network = network,
        Owner = Town,
        TimeZone = "Europe/Paris",
        At = at,
        Dates =
        [
            new SeriesDate
            {
                Date = new LocalDate(2027, 3, 28),
                Period = Period,
                Booking = Booking,
                Refusals = [Refusal.Plain(RefusalCode.NotFound, "There is no such room.")],
                Room = Room,
            },
        ],
        Key = key,
        Changes = [new SeriesChange { Key = key, Bookings = [Booking] }],
        Tombstones = 2,
    };
}
