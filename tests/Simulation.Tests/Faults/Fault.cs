using Scheduling.Simulation.Tests.Checks;
using Scheduling.Simulation.Tests.Engine;

namespace Scheduling.Simulation.Tests.Faults;

/// <summary>
/// What can be wrong with the protocol, put between the grains and what is around them, so that nothing of it is in the
/// product. This one is none.
/// </summary>
internal class Fault
{
    /// <summary>Executes a message within its grain.</summary>
    public virtual Task Execute(Message message, object grain) => message.Call.Invoke(grain, message.Arguments);

    /// <summary>What is written of a value; the same, or null when nothing is and the writer is told that all is well.</summary>
    public virtual object? Write(string key, string name, object? before, object value) => value;

    /// <summary>True when the writer is told before the value is stored.</summary>
    public virtual bool AnswersBeforeWriting(string key, string name) => false;

    /// <summary>What the store holds.</summary>
    public Watch? Watch { get; set; }

    /// <summary>True when the store takes a value whatever version the writer knows.</summary>
    public virtual bool IgnoresVersion => false;

    /// <summary>Told of each write when it begins, before it is stored.</summary>
    public virtual void Writing(Cluster cluster, string key, string name, object? before, object value)
    {
    }

    /// <summary>True when a reminder that was set never comes.</summary>
    public virtual bool ForgetsReminders => false;

    /// <summary>Where a grain's identities come from.</summary>
    public virtual SeededIds Ids(Course course) => new(course);
}
