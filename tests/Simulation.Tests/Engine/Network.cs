using Scheduling.Simulation.Tests.Faults;

namespace Scheduling.Simulation.Tests.Engine;

/// <summary>How messages travel: late, out of order, more than once, or not at all.</summary>
internal sealed class Network(Course course, Chances chances, Fault fault)
{
    // What may come twice: the methods whose contracts say that they can be repeated.
    private static readonly HashSet<string> s_repeatable = new(StringComparer.Ordinal)
    {
        "ReleaseAsync", "TellAsync", "CheckClaimAsync", "AppendAsync", "NoteRequestAsync", "DropRequestAsync",
    };

    public Fault Fault => fault;

    public bool LosesRequest() => course.Chance(chances.LostRequest);

    public bool LosesAnswer() => course.Chance(chances.LostAnswer);

    public bool Repeats(Message message) => s_repeatable.Contains(message.Call.Name) && course.Chance(chances.Repeated);

    /// <summary>How long one way takes: mostly little, now and then longer than anybody waits.</summary>
    public TimeSpan Delay() => course.Any(1_000) switch
    {
        _ when course.Chance(chances.VeryLate) => TimeSpan.FromSeconds(1) + course.Within(TimeSpan.FromSeconds(40)),
        < 700 => course.Within(TimeSpan.FromMilliseconds(2)),
        < 970 => course.Within(TimeSpan.FromMilliseconds(40)),
        _ => course.Within(TimeSpan.FromSeconds(1)),
    };

    /// <summary>How long a turn that could begin has to wait for a thread.</summary>
    public TimeSpan TurnDelay() => course.Within(TimeSpan.FromMilliseconds(0.2));

    /// <summary>Executes a message within its grain.</summary>
    public Task Execute(Message message, object grain) => fault.Execute(message, grain);
}
