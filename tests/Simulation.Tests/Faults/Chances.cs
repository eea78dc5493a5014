namespace Scheduling.Simulation.Tests.Faults;

/// <summary>How often what goes wrong, as probabilities: of each message, each access to the store, each step.</summary>
internal sealed record Chances
{
    public double LostRequest { get; set; }

    public double LostAnswer { get; set; }

    public double Repeated { get; set; }

    public double VeryLate { get; set; }

    public double LostWrite { get; set; }

    public double LostWriteAnswer { get; set; }

    public double FailedRead { get; set; }

    public double FailedReminder { get; set; }

    /// <summary>That a process dies, is given up by the others, or a grain is moved.</summary>
    public double Upset { get; set; }

    /// <summary>May the others give a process up that goes on, so that its grains have two activations?</summary>
    public bool Twins { get; init; }

    /// <summary>
    /// Does a process that was given up write nothing from then on, and say no to nobody, as silos do by their lease? What it had
    /// sent to the store may still arrive. Without that no refusal is the last word; everything else has to hold all the same.
    /// </summary>
    public bool NoticesThatItWasGivenUp { get; init; }

    /// <summary>That a process is given up by the others just when one of its leads asks for a claim.</summary>
    public double GivenUpWhileItClaims { get; set; }

    /// <summary>
    /// Leads have two activations in the very moments in which a booking is decided, and what these wait for comes late: what
    /// hardly ever happens otherwise.
    /// </summary>
    public static Chances Torn(bool notices)
    {
        var rough = Rough(twins: true, notices);
        (rough.GivenUpWhileItClaims, rough.VeryLate) = (0.03, 0.03);
        return rough;
    }

    /// <summary>Much of everything.</summary>
    public static Chances Rough(bool twins, bool notices) => new()
    {
        Twins = twins,
        NoticesThatItWasGivenUp = notices,
        LostRequest = 0.005,
        LostAnswer = 0.005,
        Repeated = 0.03,
        VeryLate = 0.004,
        LostWrite = 0.006,
        LostWriteAnswer = 0.006,
        FailedRead = 0.004,
        FailedReminder = 0.03,
        Upset = 0.001,
    };

    /// <summary>From now on nothing goes wrong.</summary>
    public void Calm() => (LostRequest, LostAnswer, Repeated, VeryLate, LostWrite, LostWriteAnswer, FailedRead, FailedReminder, Upset, GivenUpWhileItClaims) =
        (0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
