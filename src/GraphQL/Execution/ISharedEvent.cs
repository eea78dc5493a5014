namespace Scheduling.Api.Execution;

/// <summary>An event of a stream that is the same for everyone who is given it.</summary>
internal interface ISharedEvent
{
    /// <summary>What happened: one instance for everyone who is given it, kept by its source no longer than it is news.</summary>
    object News { get; }

    /// <summary>What the fields of the event are read from, with nothing loaded yet.</summary>
    object Source();
}
