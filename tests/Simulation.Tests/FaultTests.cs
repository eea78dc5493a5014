using Scheduling.Simulation.Tests.Checks;
using Scheduling.Simulation.Tests.Faults;
using Scheduling.Simulation.Tests.Scene;

namespace Scheduling.Simulation.Tests;

/// <summary>That the simulation bites: with any one safeguard of the protocol left out it finds a violation, and without that none.</summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    private const int SeedsMax = 1_200;

    [Theory]
    [InlineData(typeof(IgnoreTheVersion))]
    [InlineData(typeof(GrantBeforeTheWrite))]
    [InlineData(typeof(GrantWithoutWriting))]
    [InlineData(typeof(GrantBeforeDeciding))]
    [InlineData(typeof(AnswerFromMemory))]
    [InlineData(typeof(ReleaseBeforeTheRecord))]
    [InlineData(typeof(ReleaseByBooking))]
    [InlineData(typeof(ReuseClaimIds))]
    [InlineData(typeof(ForgetTheReleases))]
    [InlineData(typeof(ForgetTheOutbox))]
    [InlineData(typeof(ForgetTheKey))]
    [InlineData(typeof(ForgetTheIndex))]
    [InlineData(typeof(ForgetTheReminder))]
    [InlineData(typeof(SkipTheSeriesRecord))]
    [InlineData(typeof(OfferWithoutWriting))]
    [InlineData(typeof(TakeClaimsForGone))]
    [InlineData(typeof(TakeClaimsForStanding))]
    [InlineData(typeof(CallUndecidedGone))]
    public void Run_ASafeguardLeftOut_IsFound(Type fault) => Find(fault, () => null);

    [Theory]
    [InlineData(typeof(SkipTheTombstone))]
    public void Run_ASafeguardOfTwoActivationsLeftOut_IsFound(Type fault) => Find(fault, () => Chances.Torn(notices: false));

    private void Find(Type fault, Func<Chances?> chances)
    {
        for (var seed = 1; seed <= SeedsMax; seed++)
        {
            var run = Run.Of(seed, (Fault)Activator.CreateInstance(fault)!, chances());
            // What is open can end a run with or without the fault, so it is no sign of it.
            if (run.Violations.All(Verdict.IsOpen))
                continue;
            output.WriteLine($"{fault.Name}: {run}");
            Assert.Empty(Run.Of(seed, chances: chances()).Violations);
            return;
        }

        Assert.Fail($"{fault.Name} was not found in {SeedsMax} seeds.");
    }
}
