using Scheduling.Grains.Bookings;

namespace Scheduling.Simulation.Tests.Engine;

/// <summary>A message that has arrived, and the way its answer takes.</summary>
internal sealed class Incoming(Cluster cluster, Message message, Turns caller, Reply reply)
{
    public Message Message => message;

    /// <summary>Executes it, within the grain.</summary>
    public async Task ExecuteAsync(object grain)
    {
        Task? done = null;
        if (message.Arguments is [BookRoom { Key: { } key }])
            cluster.LastBegun[key] = cluster.Course.Steps;
        try
        {
            done = cluster.Network.Execute(message, grain);
            await done;
        }
        catch (Exception failure)
        {
            Refuse(failure);
            return;
        }

        Answer(() => reply.Take(done));
    }

    /// <summary>Answers with a failure.</summary>
    public void Refuse(Exception failure) => Answer(() => reply.Fail(failure));

    private void Answer(Action take)
    {
        if (cluster.Network.LosesAnswer())
            return;
        cluster.Course.After(cluster.Network.Delay(), () =>
        {
            if (!caller.IsDead)
                take();
        });
    }
}
