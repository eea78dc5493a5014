namespace Scheduling.Simulation.Tests.Engine;

/// <summary>
/// Runs what one activation, or one client, has to do: a turn at a time and in order, as Orleans does, each turn an event
/// of its own. Between any two of them anything may happen.
/// </summary>
internal abstract class Turns(Cluster cluster) : TaskScheduler
{
    private readonly Queue<Task> _ready = new();
    private bool _isComing;

    /// <summary>Where it runs.</summary>
    public abstract Silo Silo { get; }

    /// <summary>True once its process is gone: nothing of it runs any more.</summary>
    public bool IsDead { get; private set; }

    protected Cluster Cluster { get; } = cluster;

    /// <summary>Begins something in a turn of its own.</summary>
    public Task Run(Func<Task> act)
    {
        var task = new Task<Task>(act);
        task.Start(this);
        return task.Unwrap();
    }

    /// <summary>Ends it as a crash does.</summary>
    public void Die()
    {
        IsDead = true;
        _ready.Clear();
    }

    /// <summary>Called around each turn.</summary>
    protected abstract void Enter();

    /// <summary>Called around each turn.</summary>
    protected abstract void Leave();

    protected override void QueueTask(Task task)
    {
        if (IsDead)
            return;
        _ready.Enqueue(task);
        Come();
    }

    // Within a turn of its own, as in Orleans.
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(Cluster.Running, this) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => _ready;

    private void Come()
    {
        if (_isComing)
            return;
        _isComing = true;
        Cluster.Course.After(Cluster.Network.TurnDelay(), Take);
    }

    private void Take()
    {
        _isComing = false;
        if (!_ready.TryDequeue(out var task))
            return;
        var before = Cluster.Running;
        Cluster.Running = this;
        Enter();
        try
        {
            TryExecuteTask(task);
        }
        finally
        {
            Leave();
            Cluster.Running = before;
        }

        if (_ready.Count > 0)
            Come();
    }
}
