namespace Scheduling.Grains.Common;

/// <summary>
/// For how long this silo may speak for its grains: while it holds, no other silo has made one of them active. Storage asks for
/// it before each write, a grain when it says no without a write, and a <see cref="Board{TId, TReading}"/> before anybody reads it.
/// </summary>
public interface ISiloLease
{
    /// <summary>True when it holds at this moment, as far as is known without asking.</summary>
    bool IsHeld { get; }

    /// <summary>Returns when nothing that this silo's grains have said so far can have been overtaken by another silo.</summary>
    /// <exception cref="SiloUnavailableException">The others have declared this silo dead: what it says may be old.</exception>
    /// <exception cref="TimeoutException">It cannot find out whether they have.</exception>
    ValueTask HeldAsync();
}

/// <summary>The lease of a silo that is alone: there is nobody to take its place.</summary>
internal sealed class UnendingLease : ISiloLease
{
    public bool IsHeld => true;

    public ValueTask HeldAsync() => ValueTask.CompletedTask;
}
