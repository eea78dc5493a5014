using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Tests.Cluster;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains.Tests.Simulation;

/// <summary>Calls at random, repeats what was not answered with its key, and notes every answer.</summary>
internal sealed class Caller(World world, IReadOnlyList<GrainCluster> clusters, Answers answers, Random random, bool closes)
{
    private const int RepeatsMax = 8;

    public async Task CallAsync(int times)
    {
        for (var i = 0; i < times; i++)
            await (random.Next(100) switch
            {
                < 58 => BookAsync(),
                < 62 => RepeatBookAsync(),
                < 96 => CancelAsync(),
                96 when closes => CloseAsync(),
                _ => EndAnActivationAsync(),
            });
    }

    // Each call may reach another cluster, as a caller's next connection may reach another silo.
    private IGrainFactory Grains => clusters[random.Next(clusters.Count)].Grains;

    private async Task BookAsync()
    {
        var network = world.Advisors[random.Next(world.Advisors.Length)];
        var advisors = network.OrderBy(_ => random.Next()).Take(1 + Math.Max(0, random.Next(-2, 3))).ToList();
        var command = A.Booking(Any(world.Rooms), World.AnyPeriod(random, quartersMax: 8)) with
        {
            Seats = random.Next(1, 9),
            CoHosts = [.. advisors.Skip(1)],
            Key = NewKey(),
        };
        if (await RepeatAsync(() => Grains.Get(advisors[0]).BookAsync(command)) is { } answer)
            answers.Note(command.Key, answer);
    }

    private async Task RepeatBookAsync()
    {
        if (answers.Booked is not { Length: > 0 } booked)
            return;
        var (key, booking) = booked[random.Next(booked.Length)];
        var isSame = random.Next(2) == 0;
        // The grain compares fingerprints, not inputs: what the rest says does not matter for a repeat.
        var command = A.Booking(Any(world.Rooms), World.AnyPeriod(random, quartersMax: 8)) with
        {
            Key = isSame ? key : key with { Fingerprint = "other input" },
        };
        if (await RepeatAsync(() => Grains.Get(booking.Lead).BookAsync(command)) is not { } answer)
            return;
        if (isSame)
            answers.Note(key, answer);
        else if (answer.Codes() is not [RefusalCode.IdempotencyMismatch])
            answers.Untrue.Enqueue($"the key of {booking} with other input gave {answer.Value?.Id.Value ?? string.Join(", ", answer.Codes())}");
    }

    private async Task CancelAsync()
    {
        if (answers.Booked is not { Length: > 0 } booked)
            return;
        var booking = booked[random.Next(booked.Length)].Booking;
        answers.MayBeCancelled(booking);
        var command = new CancelBooking { Actor = GrainCluster.Admin, Booking = booking, Key = NewKey() };
        if (await RepeatAsync(() => Grains.Get(booking.Lead).CancelAsync(command)) is not { } answer)
            return;
        // "Already cancelled" is told as an answer, too, and has to be true for good.
        if (answer.Value is not null || answer.Codes() is [RefusalCode.WrongState])
            answers.NoteCancelled(booking);
        else
            answers.Untrue.Enqueue($"cancelling {booking} gave {string.Join(", ", answer.Codes())}");
    }

    private async Task CloseAsync()
    {
        var venue = Any(world.Venues);
        var command = new CloseVenue
        {
            Actor = GrainCluster.Admin,
            Period = World.AnyPeriod(random, quartersMax: 2),
            CancelBookings = random.Next(2) == 0,
            Key = NewKey(),
        };
        answers.MayBeClosed(venue, command);
        if (await RepeatAsync(() => Grains.Get(venue).CloseAsync(command)) is { } answer)
            answers.Note(venue, answer);
    }

    private Task EndAnActivationAsync()
    {
        clusters[random.Next(clusters.Count)].EndActivation(Any([.. world.Calendars]));
        return Task.CompletedTask;
    }

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

    private T Any<T>(ImmutableArray<T> choices) => choices[random.Next(choices.Length)];
}
