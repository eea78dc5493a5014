using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Series;
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
                < 47 => BookAsync(),
                < 50 => BookSeriesAsync(),
                < 54 => RepeatBookAsync(),
                < 68 => MoveAsync(),
                < 76 => AnswerAsync(),
                < 80 => JoinAsync(),
                < 96 => CancelAsync(),
                96 when closes => CloseAsync(),
                _ => EndAnActivationAsync(),
            });
    }

    // Each call may reach another cluster, as a caller's next connection may reach another silo.
    private IGrainFactory Grains => clusters[random.Next(clusters.Count)].Grains;

    private async Task BookAsync()
    {
        // Every third of any networks.
        var network = random.Next(3) == 0 ? [.. world.Advisors.SelectMany(all => all)] : world.Advisors[random.Next(world.Advisors.Length)];
        var advisors = network.OrderBy(_ => random.Next()).Take(1 + Math.Max(0, random.Next(-2, 3))).ToList();
        var command = A.Booking(Any(world.Rooms), World.AnyPeriod(random, quartersMax: 8)) with
        {
            Seats = random.Next(1, 9),
            CoHosts = [.. advisors.Skip(1)],
            OptionalCoHosts = [.. advisors.Skip(1).Where(_ => random.Next(2) == 0)],
            Key = NewKey(),
        };
        if (await RepeatAsync(() => Grains.Get(advisors[0]).BookAsync(command)) is { } answer)
            answers.Note(command.Key, answer);
    }

    private async Task BookSeriesAsync()
    {
        var network = world.Advisors[random.Next(world.Advisors.Length)];
        var advisors = network.OrderBy(_ => random.Next()).Take(1 + random.Next(2)).ToList();
        var (period, key) = (World.AnyPeriod(random, quartersMax: 4), NewKey());
        var start = period.Start.InUtc().LocalDateTime;
        var command = new BookSeries
        {
            Actor = GrainCluster.Admin,
            Id = SeriesId.New(advisors[0], IdSource.KeyOf(key.Key)),
            Terms = new SeriesTerms
            {
                Room = Any(world.Rooms),
                FirstDate = start.Date,
                StartsAt = start.TimeOfDay,
                Length = period.Length,
                Rule = "FREQ=DAILY;COUNT=2",
                Seats = random.Next(1, 9),
                CoHosts = [.. advisors.Skip(1)],
                OnConflict = random.Next(2) == 0 ? OnConflict.AllOrNothing : OnConflict.Skip,
            },
            Key = key,
        };
        if (await RepeatAsync(() => Grains.Get(advisors[0]).BookSeriesAsync(command)) is { } answer)
            answers.Note(key, answer);
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
        // An activation that is behind may refuse it for another reason; act it must not.
        else if (clusters.Count == 1 ? answer.Codes() is not [RefusalCode.IdempotencyMismatch] : answer.Value is not null)
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
        if (answer.Value is not null)
            answers.NoteCancelled(booking);
        else if (answer.Codes() is [RefusalCode.WrongState])
            answers.NoteEnded(booking);
        // An activation that is behind may not have heard of the booking: it changes nothing, and is not asked for more.
        else if (clusters.Count == 1 || answer.Codes() is not [RefusalCode.NotFound])
            answers.Untrue.Enqueue($"cancelling {booking} gave {string.Join(", ", answer.Codes())}");
    }

    private async Task MoveAsync()
    {
        if (answers.Booked is not { Length: > 0 } booked)
            return;
        var booking = booked[random.Next(booked.Length)].Booking;
        var command = new ChangeBooking
        {
            Actor = GrainCluster.Admin,
            Booking = booking,
            Period = random.Next(3) == 0 ? null : World.AnyPeriod(random, quartersMax: 8),
            Room = random.Next(2) == 0 ? Any(world.Rooms) : null,
            Seats = random.Next(1, 9),
            Key = NewKey(),
        };
        if (await RepeatAsync(() => Grains.Get(booking.Lead).ChangeAsync(command)) is not { } answer)
            return;
        if (answer.Value is { } moved)
            answers.NoteChanged(command.Key, moved);
        else if (clusters.Count == 1 && answer.Codes().Contains(RefusalCode.NotFound))
            answers.Untrue.Enqueue($"moving {booking} did not find it");
    }

    private async Task AnswerAsync()
    {
        if (await AnyBookingAsync() is not { } booking
            || booking.Invitations.FirstOrDefault(part => part.Answer == InvitationAnswer.Pending) is not { } part)
            return;
        var decision = random.Next(5) == 0 ? Decision.Decline : Decision.Accept;
        if (decision == Decision.Decline)
            answers.MayBeCancelled(booking.Id);
        var command = new AnswerInvitation
        {
            Actor = Guests.Self(part.Advisor),
            Booking = booking.Id,
            Advisor = part.Advisor,
            Decision = decision,
            Key = NewKey(),
        };
        if (await RepeatAsync(() => Grains.Get(booking.Lead).AnswerAsync(command)) is { Value: { } answered })
            answers.NoteChanged(command.Key, answered);
    }

    private async Task JoinAsync()
    {
        if (await AnyBookingAsync() is not { } booking)
            return;
        if (booking.JoinRequests.FirstOrDefault(request => request.Status == JoinStatus.Pending) is { } waiting)
        {
            var answer = new AnswerJoinRequest
            {
                Actor = GrainCluster.Admin,
                Booking = booking.Id,
                Advisor = waiting.Advisor,
                Decision = random.Next(4) == 0 ? Decision.Decline : Decision.Accept,
                Key = NewKey(),
            };
            if (await RepeatAsync(() => Grains.Get(booking.Lead).AnswerAsync(answer)) is { Value: { } answered })
                answers.NoteChanged(answer.Key, answered);
            return;
        }

        var advisor = Any(Any(world.Advisors));
        var command = new AskToJoin { Actor = Guests.Self(advisor), Booking = booking.Id, Key = NewKey() };
        if (await RepeatAsync(() => Grains.Get(advisor).AskToJoinAsync(command)) is { Value: { } asked })
            answers.NoteAsked(asked);
    }

    private async Task<BookingView?> AnyBookingAsync()
    {
        if (answers.Booked is not { Length: > 0 } booked)
            return null;
        var booking = booked[random.Next(booked.Length)].Booking;
        return (await RepeatAsync(() => Grains.Get(booking.Lead).GetBookingAsync(booking, GrainCluster.Admin)))?.Value;
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
