using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Tests.Cluster;

namespace Scheduling.Grains.Tests.Simulation;

/// <summary>Comes and goes at random on the day of the bookings: checks in and out, cancels, and takes what has become free.</summary>
internal sealed class Visitor(World world, GrainCluster cluster, Answers answers, Random random)
{
    private const int RepeatsMax = 8;
    private const int Glances = 12;

    public async Task VisitAsync(Instant now, int times)
    {
        for (var i = 0; i < times; i++)
            await (random.Next(10) switch
            {
                < 5 => CheckInAsync(now),
                < 7 => CheckOutAsync(),
                < 8 => CancelAsync(now),
                < 9 => BookAsync(now),
                _ => EndAnActivationAsync(),
            });
    }

    private async Task CheckInAsync(Instant now)
    {
        if (await AnyAsync(booking => booking.Status == BookingStatus.Confirmed && booking.Period.Start - now < Duration.FromMinutes(20)) is not { } booking)
            return;
        var command = new CheckIn { Actor = GrainCluster.Admin, Booking = booking.Id, People = random.Next(9), Key = NewKey() };
        if (await RepeatAsync(() => Lead(booking).CheckInAsync(command)) is { Value: not null })
            answers.NoteVisited(command.Key, booking.Id);
    }

    private async Task CheckOutAsync()
    {
        if (await AnyAsync(booking => booking.Status == BookingStatus.InProgress) is not { } booking)
            return;
        var command = new CheckOut { Actor = GrainCluster.Admin, Booking = booking.Id, Key = NewKey() };
        if (await RepeatAsync(() => Lead(booking).CheckOutAsync(command)) is { Value: not null })
            answers.NoteLeft(command.Key, booking.Id);
    }

    private async Task CancelAsync(Instant now)
    {
        if (await AnyAsync(booking => booking.Period.End > now) is not { } booking)
            return;
        answers.MayBeCancelled(booking.Id);
        var command = new CancelBooking { Actor = GrainCluster.Admin, Booking = booking.Id, Key = NewKey() };
        if (await RepeatAsync(() => Lead(booking).CancelAsync(command)) is { Value: not null })
            answers.NoteCancelled(booking.Id);
    }

    private async Task BookAsync(Instant now)
    {
        var network = world.Advisors[random.Next(world.Advisors.Length)];
        var lead = network[random.Next(network.Length)];
        var start = now + Duration.FromMinutes(random.Next(1, 120));
        var command = A.Booking(world.Rooms[random.Next(world.Rooms.Length)], new Period(start, start + Duration.FromMinutes(random.Next(10, 90)))) with
        {
            Seats = random.Next(1, 9),
            Key = NewKey(),
        };
        if (await RepeatAsync(() => cluster.Grains.Get(lead).BookAsync(command)) is { } answer)
            answers.Note(command.Key, answer);
    }

    private Task EndAnActivationAsync()
    {
        cluster.EndActivation(world.Calendars.ElementAt(random.Next(world.Calendars.Count())));
        return Task.CompletedTask;
    }

    private async Task<BookingView?> AnyAsync(Func<BookingView, bool> wanted)
    {
        var booked = answers.Booked;
        for (var i = 0; i < Glances && booked.Length > 0; i++)
        {
            var id = booked[random.Next(booked.Length)].Booking;
            if (await RepeatAsync(() => cluster.Grains.Get(id.Lead).GetBookingAsync(id, GrainCluster.Admin)) is { Value: { } found } && wanted(found))
                return found;
        }

        return null;
    }

    private IAdvisorGrain Lead(BookingView booking) => cluster.Grains.Get(booking.Lead);

    private async Task<Outcome<T>?> RepeatAsync<T>(Func<Task<Outcome<T>>> call) where T : class
    {
        for (var i = 0; i < RepeatsMax; i++)
        {
            try
            {
                return await call();
            }
            catch (Exception failure)
            {
                // The same key again tells, unless that is lost as well.
                answers.NoteLost(failure);
            }
        }

        return null;
    }

    private RequestKey NewKey() => A.Key($"{random.NextInt64()}");
}
