using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Advisors;

/// <summary>One attempt at one booking, in the memory of its lead: undecided until it is committed or given up.</summary>
internal sealed class Attempt(BookRoom command, Claim own)
{
    private readonly TaskCompletionSource _decided = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What is asked for.</summary>
    public BookRoom Command { get; } = command;

    /// <summary>The claim on the lead's own time; also says which booking, for whom and since when.</summary>
    public Claim Own { get; } = own;

    /// <summary>What was asked of other calendars, whatever they answered.</summary>
    public List<ClaimRef> Asked { get; } = [];

    /// <summary>Done when it is known what became of the attempt.</summary>
    public Task Decided => _decided.Task;

    /// <summary>A fresh claim of this attempt on another calendar.</summary>
    public ClaimRequest Ask(string calendar, ClaimId id)
    {
        Asked.Add(new ClaimRef { Calendar = calendar, Id = id, Period = Command.Period });
        return new ClaimRequest
        {
            Id = id,
            Booking = Own.Booking,
            Network = Own.Network,
            Period = Command.Period,
            Seats = Command.Seats,
            MadeAt = Own.MadeAt,
        };
    }

    /// <summary>Lets those go on who wait for the decision.</summary>
    public void Decide() => _decided.TrySetResult();
}
