using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Series;
using Scheduling.Grains.Waitlists;
using Scheduling.Simulation.Tests.Checks;
using Scheduling.Simulation.Tests.Engine;

namespace Scheduling.Simulation.Tests.Scene;

/// <summary>Calls at random, repeats what was not answered with its key, and notes every answer.</summary>
internal sealed partial class Caller(Cluster cluster, Answers answers, string name)
{
    private const int RepeatsMax = 6;
    private static readonly Actor s_admin = new() { Subject = "admin", Roles = [Role.Admin] };
    private static readonly Actor s_owner = new() { Subject = "mayor", Roles = [Role.Manager], Organization = OrganizationId.OfMunicipality("36005") };

    private readonly References _grains = new(cluster);
    private readonly Clock _clock = new(cluster.Course, TimeSpan.Zero);
    private int _keys;

    private Course Course => cluster.Course;

    public async Task CallAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await (Course.Any(100) switch
            {
                < 38 => BookAsync(),
                < 50 => CancelAsync(),
                < 61 => MoveAsync(),
                < 66 => BookSeriesAsync(),
                < 75 => AnswerAsync(),
                < 81 => WaitAsync(),
                < 88 => LookAtPlaceAsync(),
                < 92 => BookAgainAsync(),
                _ => LookAtRoomAsync(),
            });
            await Task.Delay(Course.Within(TimeSpan.FromMilliseconds(300)), _clock);
        }
    }

    private async Task BookAsync()
    {
        var command = Booking(out var lead);
        if (await RepeatAsync(() => _grains.Get(lead).BookAsync(command)) is { } answer)
            answers.Booked(command.Key!, answer);
    }

    // Two callers at once with one key.
    private async Task BookAgainAsync()
    {
        var command = Booking(out var lead);
        var (one, other) = (RepeatAsync(() => _grains.Get(lead).BookAsync(command)), RepeatAsync(() => _grains.Get(lead).BookAsync(command)));
        foreach (var answer in await Task.WhenAll(one, other))
            if (answer?.Value is not null)
                answers.Booked(command.Key!, answer);
    }

    private async Task CancelAsync()
    {
        if (answers.Known.Count == 0)
            return;
        var booking = Course.Any(answers.Known);
        answers.MayEnd(booking);
        var command = new CancelBooking { Actor = s_admin, Booking = booking, Key = NewKey() };
        if (await RepeatAsync(() => _grains.Get(booking.Lead).CancelAsync(command)) is not { } answer)
            return;
        // "Over already" is an answer too.
        if (answer.Value is not null || answer.Refusals is [{ Code: RefusalCode.WrongState }])
            answers.Ended(booking);
    }

    private async Task MoveAsync()
    {
        if (answers.Known.Count == 0)
            return;
        var booking = Course.Any(answers.Known);
        var command = new ChangeBooking
        {
            Actor = s_admin,
            Booking = booking,
            Period = Course.Chance(0.2) ? null : Town.AnyPeriod(Course),
            Room = Course.Chance(0.4) ? Course.Any(Town.Rooms) : null,
            Seats = 1 + Course.Any(6),
            Key = NewKey(),
        };
        if (await RepeatAsync(() => _grains.Get(booking.Lead).ChangeAsync(command)) is { Value: { } moved })
            answers.Changed(command.Key, moved);
    }

    private async Task BookSeriesAsync()
    {
        var (advisors, period, key) = (AnyAdvisors(), Town.AnyPeriod(Course), NewKey());
        var start = period.Start.InZone(DateTimeZoneProviders.Tzdb["Europe/Paris"]).LocalDateTime;
        var command = new BookSeries
        {
            Actor = s_admin,
            Id = SeriesId.New(advisors[0], key.Key),
            Terms = new SeriesTerms
            {
                Room = Course.Any(Town.Rooms),
                FirstDate = start.Date,
                StartsAt = start.TimeOfDay,
                Length = period.Length,
                Rule = "FREQ=DAILY;COUNT=2",
                Seats = 1 + Course.Any(6),
                CoHosts = [.. advisors.Skip(1)],
                OnConflict = Course.Chance(0.5) ? OnConflict.AllOrNothing : OnConflict.Skip,
            },
            Key = key,
        };
        if (await RepeatAsync(() => _grains.Get(advisors[0]).BookSeriesAsync(command)) is { Value: { } made })
            answers.Made(key, made);
    }

    // Whatever a booking waits for: its owner's decision, or a co-host's.
    private async Task AnswerAsync()
    {
        if (answers.Known.Count == 0)
            return;
        var id = Course.Any(answers.Known);
        if (await RepeatAsync(() => _grains.Get(id.Lead).GetBookingAsync(id, s_admin)) is not { Value: { Status: BookingStatus.Pending } booking })
            return;
        var (decision, key) = (Course.Chance(0.2) ? Decision.Decline : Decision.Accept, NewKey());
        if (decision == Decision.Decline)
            answers.MayEnd(id);
        var answered = booking.Invitations.FirstOrDefault(part => part.Answer == InvitationAnswer.Pending) is { } part
            ? await RepeatAsync(() => _grains.Get(id.Lead).AnswerAsync(new AnswerInvitation
            {
                Actor = new Actor { Subject = part.Advisor.Value, Roles = [Role.Advisor], Advisor = part.Advisor },
                Booking = id,
                Advisor = part.Advisor,
                Decision = decision,
                Key = key,
            }))
            : await RepeatAsync(() => _grains.Get(id.Lead).DecideAsync(new DecideBooking { Actor = s_owner, Booking = id, Decision = decision, Key = key }));
        if (answered is { Value: { } view })
            answers.Changed(key, view);
    }

    private BookRoom Booking(out AdvisorId lead)
    {
        var advisors = AnyAdvisors();
        lead = advisors[0];
        return new BookRoom
        {
            Actor = s_admin,
            Room = Course.Any(Town.Rooms),
            Period = Town.AnyPeriod(Course),
            Seats = 1 + Course.Any(8),
            CoHosts = [.. advisors.Skip(1)],
            OptionalCoHosts = [.. advisors.Skip(1).Where(_ => Course.Chance(0.3))],
            Key = NewKey(),
        };
    }

    private List<AdvisorId> AnyAdvisors()
    {
        var lead = Course.Any(Town.Advisors);
        List<AdvisorId> advisors = [Town.Advisor(lead)];
        if (Course.Chance(0.35))
            advisors.Add(Town.Advisor((lead + 1 + Course.Any(Town.Advisors - 1)) % Town.Advisors));
        return advisors;
    }

    private async Task<Outcome<T>?> RepeatAsync<T>(Func<Task<Outcome<T>>> call) where T : class
    {
        for (var i = 0; i < RepeatsMax; i++)
        {
            var since = Course.Elapsed;
            try
            {
                var answer = await call();
                answers.Waited(Course.Elapsed - since);
                answers.Count($"{typeof(T).Name} {(answer.Value is null ? "refused" : "given")}");
                return answer;
            }
            catch (Exception failure)
            {
                answers.Waited(Course.Elapsed - since);
                // The same key again tells, unless that is lost as well.
                answers.Count(failure is TimeoutException or OrleansException ? failure.GetType().Name : failure.ToString());
            }
        }

        answers.Count("never answered");
        return null;
    }

    private RequestKey NewKey() => RequestKey.Of("caller", $"{name}{++_keys}", "call", "input");
}
