using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Simulation.Tests.Engine;

namespace Scheduling.Simulation.Tests.Faults;

// What is left out between the grains.

/// <summary>Whatever stands in a newcomer's way is taken for gone, without asking its lead.</summary>
internal sealed class TakeClaimsForGone : Fault
{
    public override Task Execute(Message message, object grain) =>
        message.Call.Name == "CheckClaimAsync" ? Task.FromResult(ClaimStanding.Gone) : base.Execute(message, grain);
}

/// <summary>Whatever stands in a newcomer's way is taken for standing, without asking its lead.</summary>
internal sealed class TakeClaimsForStanding : Fault
{
    public override Task Execute(Message message, object grain) =>
        message.Call.Name == "CheckClaimAsync" ? Task.FromResult(ClaimStanding.Stands) : base.Execute(message, grain);
}

/// <summary>A lead calls whatever it is deciding gone.</summary>
internal sealed class CallUndecidedGone : Fault
{
    public override Task Execute(Message message, object grain) =>
        message.Call.Name == "CheckClaimAsync" ? AnswerAsync((Task<ClaimStanding>)base.Execute(message, grain)) : base.Execute(message, grain);

    private static async Task<ClaimStanding> AnswerAsync(Task<ClaimStanding> answer) =>
        await answer is ClaimStanding.Stands ? ClaimStanding.Stands : ClaimStanding.Gone;
}

/// <summary>A release names the booking, so that a late one takes the claims of a later attempt too.</summary>
internal sealed class ReleaseByBooking : Fault
{
    private readonly Dictionary<ClaimId, BookingId> _bookings = [];

    public override Task Execute(Message message, object grain)
    {
        if (message.Arguments is [ClaimRequest request])
            _bookings[request.Id] = request.Booking;
        return message.Arguments is [ClaimRelease release] ? ReleaseAllAsync(message, grain, release) : base.Execute(message, grain);
    }

    private async Task ReleaseAllAsync(Message message, object grain, ClaimRelease release)
    {
        var calendar = message.To.Key.ToString()!;
        var others = _bookings.TryGetValue(release.Id, out var booking)
            ? Watch!.ClaimsOn(calendar).Where(claim => claim.Booking == booking && claim.Id != release.Id).ToList() : [];
        await base.Execute(message, grain);
        foreach (var claim in others)
            await base.Execute(message with { Arguments = [new ClaimRelease { Id = claim.Id, Period = claim.Period }] }, grain);
    }
}

/// <summary>A room grants what it was asked for before it has decided, let alone written.</summary>
internal sealed class GrantBeforeDeciding : Fault
{
    private readonly Dictionary<GrainId, ClaimAnswer> _granted = [];

    public override Task Execute(Message message, object grain) => message.Arguments is [ClaimRequest] && message.To.Type.ToString() == "room"
        ? AnswerAsync(message.To, (Task<ClaimAnswer>)base.Execute(message, grain))
        : base.Execute(message, grain);

    private async Task<ClaimAnswer> AnswerAsync(GrainId room, Task<ClaimAnswer> deciding)
    {
        if (_granted.TryGetValue(room, out var granted))
            return granted;
        var answer = await deciding;
        if (answer.IsGranted)
            _granted[room] = answer;
        return answer;
    }
}

/// <summary>Attempts use the names of earlier attempts' claims again.</summary>
internal sealed class ReuseClaimIds : Fault
{
    public override SeededIds Ids(Course course) => new Few(course);

    private sealed class Few(Course course) : SeededIds(course)
    {
        private readonly Course _course = course;

        public override ClaimId NewClaim() => EntityIds.Of<ClaimId>($"{_course.Any(40)}");
    }
}
