using System.Reflection;

namespace Scheduling.Simulation.Tests.Engine;

/// <summary>One activation of a grain: the real class, with the rules of its life that matter to the protocol.</summary>
internal sealed class Activation : Turns, IGrainContext
{
    private static readonly TimeSpan s_endsWithin = TimeSpan.FromSeconds(30);
    private static readonly Func<IGrainContext?, IGrainContext?> s_enter = EnterContext();

    private readonly Dictionary<GrainId, Activation> _directory;
    private readonly Func<Activation, IGrainBase> _make;
    private readonly List<Incoming> _waiting = [];
    private IGrainContext? _outer;
    private int _running;
    private bool _isActive;
    private bool _isEnding;

    public Activation(Cluster cluster, GrainId id, Silo silo, Dictionary<GrainId, Activation> directory, Func<Activation, IGrainBase> make)
        : base(cluster)
    {
        (GrainId, Silo, _directory, _make) = (id, silo, directory, make);
        directory[id] = this;
        _ = Run(ActivateAsync);
    }

    public override Silo Silo { get; }

    public GrainId GrainId { get; }

    public object? GrainInstance { get; private set; }

    public IServiceProvider ActivationServices => Cluster.Services;

    /// <summary>Takes a call, now or when it is ready for it.</summary>
    public void Receive(Incoming incoming)
    {
        if (!_isActive || _isEnding)
            _waiting.Add(incoming);
        else
            Begin(incoming);
    }

    /// <summary>Ends it once what it is doing is done, or after a while. Whoever calls meanwhile waits for the next activation.</summary>
    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        if (_isEnding || !_isActive)
            return;
        _isEnding = true;
        Cluster.Course.After(s_endsWithin, End);
        EndIfIdle();
    }

    protected override void Enter() => _outer = s_enter(this);

    protected override void Leave() => s_enter(_outer);

    private async Task ActivateAsync()
    {
        try
        {
            var grain = _make(this);
            GrainInstance = grain;
            await grain.OnActivateAsync(CancellationToken.None);
            _isActive = true;
            foreach (var incoming in _waiting)
                Begin(incoming);
        }
        catch (Exception failure)
        {
            Forget();
            foreach (var incoming in _waiting)
                incoming.Refuse(failure);
        }

        _waiting.Clear();
    }

    private void Begin(Incoming incoming)
    {
        _running++;
        _ = Run(async () =>
        {
            try
            {
                await incoming.ExecuteAsync(GrainInstance!);
            }
            finally
            {
                _running--;
                EndIfIdle();
            }
        });
    }

    private void EndIfIdle()
    {
        if (_isEnding && _running == 0)
            Cluster.Course.After(TimeSpan.Zero, End);
    }

    // What it began in the background goes on, as it does in Orleans.
    private void End()
    {
        if (!Forget())
            return;
        _ = Run(() => ((IGrainBase)GrainInstance!).OnDeactivateAsync(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, ""), CancellationToken.None));
        foreach (var incoming in _waiting)
            Cluster.Deliver(incoming);
        _waiting.Clear();
    }

    private bool Forget() => !IsDead && _directory.TryGetValue(GrainId, out var known) && known == this && _directory.Remove(GrainId);

    private static Func<IGrainContext?, IGrainContext?> EnterContext()
    {
        var set = typeof(Grain).Assembly.GetType("Orleans.Runtime.RuntimeContext")!
            .GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
            .Single(method => method.Name == "SetExecutionContext" && method.GetParameters().Length == 2);
        var setter = set.CreateDelegate<SetContext>();
        return context =>
        {
            setter(context, out var existing);
            return existing;
        };
    }

    private delegate void SetContext(IGrainContext? next, out IGrainContext? existing);

#pragma warning disable CA1065, MA0012, RCS1079 // Orleans' own members that the product does not use.
    GrainReference IGrainContext.GrainReference => throw new NotSupportedException();
    ActivationId IGrainContext.ActivationId => throw new NotSupportedException();
    GrainAddress IGrainContext.Address => throw new NotSupportedException();
    IGrainLifecycle IGrainContext.ObservableLifecycle => throw new NotSupportedException();
    IWorkItemScheduler IGrainContext.Scheduler => throw new NotSupportedException();
    Task IGrainContext.Deactivated => throw new NotSupportedException();
    void IGrainContext.SetComponent<TComponent>(TComponent? value) where TComponent : class => throw new NotSupportedException();
    void IGrainContext.ReceiveMessage(object message) => throw new NotSupportedException();
    void IGrainContext.Activate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();
    void IGrainContext.Rehydrate(IRehydrationContext context) => throw new NotSupportedException();
    void IGrainContext.Migrate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();
    public object? GetComponent(Type componentType) => null;
    public object? GetTarget() => GrainInstance;
    bool IEquatable<IGrainContext>.Equals(IGrainContext? other) => ReferenceEquals(this, other);
#pragma warning restore CA1065, MA0012, RCS1079
}
