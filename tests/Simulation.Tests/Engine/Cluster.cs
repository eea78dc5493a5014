using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using Scheduling.Grains.Advisors;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Directory;
using Scheduling.Grains.Feeds;
using Scheduling.Grains.Organizations;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Venues;
using Scheduling.Grains.Waitlists;
using Scheduling.Simulation.Tests.Faults;

namespace Scheduling.Simulation.Tests.Engine;

/// <summary>
/// Silos with the product's own grains on them, on one thread and in simulated time. What they call one another, what they
/// store, and what they wait for are events of the course.
/// </summary>
internal sealed partial class Cluster
{
    private const int SilosCount = 3;

    private static readonly Dictionary<Type, string> s_types = new()
    {
        [typeof(IAdvisorGrain)] = "advisor",
        [typeof(IRoomGrain)] = "room",
        [typeof(IWaitlistGrain)] = "room",
        [typeof(IVenueGrain)] = "venue",
        [typeof(IOrganizationGrain)] = "organization",
        [typeof(IFeedGrain)] = "feed",
    };

    private readonly Dictionary<GrainId, Activation> _directory = [];
    private readonly Dictionary<(Type, string), object> _references = [];
    private readonly List<Silo> _silos = [];
    private readonly List<Activation> _everybody = [];
    private readonly Chances _chances;
    private readonly Reminders _reminders;
    private readonly SeededIds _ids;
    private int _started;

    public Cluster(Course course, Store store, Chances chances, Fault fault)
    {
        (Course, Store, Network, _chances) = (course, store, new Network(course, chances, fault), chances);
        _ids = fault.Ids(course);
        _reminders = new Reminders(this, chances, fault);
        Services = new Services(this, _reminders);
        for (var i = 0; i < SilosCount; i++)
            Start();
        course.Stepped = Upset;
    }

    public Course Course { get; }

    public Store Store { get; }

    public Network Network { get; }

    public IServiceProvider Services { get; }

    /// <summary>Whose turn it is; null between turns.</summary>
    public Turns? Running { get; set; }

    /// <summary>At which step a grain last began what was asked under a key.</summary>
    public Dictionary<RequestKey, long> LastBegun { get; } = [];

    /// <summary>What went wrong so far, for whoever reads a run.</summary>
    public List<string> Upsets { get; } = [];

    /// <summary>A silo that a client may reach.</summary>
    public Silo AnySilo() => Course.Any(_silos);

    /// <summary>What stands for a grain.</summary>
    public object Get(Type type, string key)
    {
        if (!_references.TryGetValue((type, key), out var known))
            _references[(type, key)] = known = type == typeof(IDirectoryCellGrain)
                ? DispatchProxy.Create(type, typeof(DeafReference))
                : Reference.To(type, this, GrainId.Create(s_types[type], key));
        return known;
    }

    /// <summary>Sends a call, of whoever is running.</summary>
    public Task Send(GrainId to, Call call, object?[] arguments)
    {
        var caller = Running ?? throw new InvalidOperationException($"{call.Name} is called by nobody.");
        var (message, reply) = (new Message(to, call, arguments, caller.Silo), call.NewReply());
        Course.After(call.Timeout, () =>
        {
            if (!caller.IsDead && !reply.Task.IsCompleted)
                reply.Fail(new TimeoutException($"{message} was not answered."));
        });
        if (!Network.LosesRequest())
            Course.After(Network.Delay(), () => Deliver(new Incoming(this, message, caller, reply)));
        if (Network.Repeats(message))
            Course.After(Network.Delay() + Network.Delay(), () => Deliver(new Incoming(this, message, caller, reply)));
        if (call.Name == nameof(ICalendarGrain.ClaimAsync))
            TearApart(caller.Silo);
        return reply.Task;
    }

    /// <summary>Hands a message to its grain, which is made if it is not there.</summary>
    public void Deliver(Incoming incoming)
    {
        var from = incoming.Message.From;
        var directory = from is { Apart: { } apart, IsDead: false } ? apart : _directory;
        var id = incoming.Message.To;
        if (!directory.TryGetValue(id, out var activation))
            _everybody.Add(activation = new Activation(this, id, directory == _directory ? Together() : from, directory, Make));
        activation.Receive(incoming);
    }

    /// <summary>Tells a grain that its reminder is due.</summary>
    public void Remind(GrainId grain, string name)
    {
        var call = Call.Of(typeof(IRemindable).GetMethod(nameof(IRemindable.ReceiveReminder), [typeof(string), typeof(TickStatus)])!);
        var message = new Message(grain, call, [name, default(TickStatus)], Together());
        if (!Network.LosesRequest())
            Course.After(Network.Delay(), () => Deliver(new Incoming(this, message, new Client(this), call.NewReply())));
    }

    private Silo Together() => Course.Any(_silos.FindAll(silo => silo.Apart is null));

    private void Start()
    {
        // Most clocks are right.
        var ahead = _started >= SilosCount || !Course.Chance(0.1) ? TimeSpan.Zero : TimeSpan.FromMinutes(Course.Any(21) - 10);
        _silos.Add(new Silo($"silo {++_started}", new Clock(Course, ahead), new StoreConnection(this, Store, _chances, Network.Fault), _chances));
    }

    private IGrainBase Make(Activation activation)
    {
        var (silo, factory) = (activation.Silo, new References(this));
        return activation.GrainId.Type.ToString() switch
        {
            "advisor" => new AdvisorGrain(silo.Storage, activation, factory, silo.Clock, _ids, silo, silo.Networks, NullLogger<AdvisorGrain>.Instance),
            "room" => new RoomGrain(silo.Storage, activation, factory, silo.Clock, _ids, silo, silo.Rooms, silo.Cells, NullLogger<RoomGrain>.Instance),
            "venue" => new VenueGrain(silo.Storage, activation, factory, silo.Clock, _ids, silo.Venues, NullLogger<VenueGrain>.Instance),
            "organization" => new OrganizationGrain(silo.Storage, activation),
            "feed" => new FeedGrain(silo.Storage, activation, silo.Clock, NullLogger<FeedGrain>.Instance),
            var type => throw new NotSupportedException($"'{type}' is not simulated."),
        };
    }
}
