namespace Scheduling.Acceptance.Tests.Randomised;

/// <content>Other advisors' parts in a booking: invitations, leaving, and asking to join.</content>
internal sealed partial class RunClient
{
    private Task StepOfPartsAsync(Server server) => dice.Next(9) switch
    {
        < 3 => AboutACoHostAsync(server, AnswerInvitation),
        < 4 => AboutACoHostAsync(server, Leave),
        < 7 => AboutABookingAsync(server, AskToJoin),
        _ => journal.Joining is { Count: > 0 } joining ? SendAsync(server, AnswerJoinRequest(Any(joining))) : ReadAsync(server),
    };

    private async Task AboutACoHostAsync(Server server, Func<Operation, RunAdvisor, Operation> make)
    {
        if (journal.Hosted is { Count: > 0 } hosted)
        {
            // The latest are the likeliest to wait for an answer.
            var booked = dice.Next(2) == 0 ? hosted[^(1 + dice.Next(Math.Min(10, hosted.Count)))] : Any(hosted);
            var coHost = Any(booked.Shown.List("coHosts")).Text("id");
            await SendAsync(server, make(booked, world.Advisors.Single(advisor => advisor.Id == coHost)));
        }
        else
            await SendAsync(server, Book());
    }

    private Operation AnswerInvitation(Operation booked, RunAdvisor coHost)
    {
        var (booking, key) = (booked.Shown.Text("id"), NextKey());
        return new Operation
        {
            Key = key,
            Mutation = "answerInvitation",
            Caller = dice.Next(3) == 0 ? coHost.Manager : coHost.Self,
            Booking = booking,
            Input = new
            {
                bookingId = booking,
                advisorId = coHost.Id,
                decision = dice.Next(4) == 0 ? "DECLINE" : "ACCEPT",
                note = key,
                idempotencyKey = key,
            },
        };
    }

    private Operation Leave(Operation booked, RunAdvisor coHost)
    {
        var (booking, key) = (booked.Shown.Text("id"), NextKey());
        return new Operation
        {
            Key = key,
            Mutation = "leaveBooking",
            Caller = dice.Next(10) == 0 ? LeadOf(booked).Self : coHost.Self,
            Booking = booking,
            Input = new { bookingId = booking, advisorId = coHost.Id, reason = key, idempotencyKey = key },
        };
    }

    private Operation AskToJoin(Operation booked)
    {
        var (booking, key) = (booked.Shown.Text("id"), NextKey());
        return new Operation
        {
            Key = key,
            Mutation = "askToJoin",
            Caller = Own(),
            Booking = booking,
            Advisor = self.Id,
            Input = new { bookingId = booking, advisorId = self.Id, note = key, idempotencyKey = key },
        };
    }

    private Operation AnswerJoinRequest(Operation asked)
    {
        var key = NextKey();
        var lead = LeadOf(journal.Bookings.Single(booked => booked.Shown.Text("id") == asked.Booking));
        return new Operation
        {
            Key = key,
            Mutation = "answerJoinRequest",
            Caller = dice.Next(3) == 0 ? lead.Manager : lead.Self,
            Booking = asked.Booking,
            Input = new
            {
                bookingId = asked.Booking,
                advisorId = asked.Advisor,
                decision = dice.Next(4) == 0 ? "DECLINE" : "ACCEPT",
                note = key,
                idempotencyKey = key,
            },
        };
    }
}
