namespace Scheduling.Simulation.Tests.Engine;

/// <summary>Whoever calls from outside: each call may go by another silo, as the next connection of a browser may.</summary>
internal sealed class Client(Cluster cluster) : Turns(cluster)
{
    public override Silo Silo => Cluster.AnySilo();

    protected override void Enter()
    {
    }

    protected override void Leave()
    {
    }
}
