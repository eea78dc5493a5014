using System.Text;
using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Tests.Compatibility;
using Scheduling.Grains.Workshops;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>A workshop of eight places, led by an advisor of one network, and another network that fills it as well.</summary>
internal sealed record WorkshopScene(GrainCluster Cluster, BookingView Booking, OrganizationId Network, OrganizationId Other)
{
    public IAdvisorGrain Lead => Cluster.Grains.Get(Booking.Lead);

    /// <summary>The stored record's row.</summary>
    public string RecordName => $"attendees-{Booking.Id.Week}-{Booking.Id.Value.Split('-')[3]}";

    public static async Task<WorkshopScene> MakeAsync(GrainCluster cluster, Func<BookRoom, BookRoom>? vary = null)
    {
        var (network, other) = (await cluster.NewNetworkAsync(), await cluster.NewNetworkAsync("Emmaüs Connect"));
        var command = A.Booking(await cluster.NewRoomAsync());
        var booking = await cluster.BookedAsync(await cluster.NewAdvisorAsync(network), vary is null ? command : vary(command));
        return new(cluster, booking, network, other);
    }

    public static Actor Manager(OrganizationId network) =>
        new() { Subject = $"manager of {network}", Roles = [Role.Manager], Organization = network };

    public static Actor Advisor(AdvisorId advisor) => new() { Subject = $"{advisor}", Roles = [Role.Advisor], Advisor = advisor };

    /// <summary>The same workshop, seen from another cluster over the same store.</summary>
    public WorkshopScene On(GrainCluster cluster) => this with { Cluster = cluster };

    public RegisterAttendee Registration(string reference, Actor? actor = null) => new()
    {
        Actor = actor ?? Manager(Network),
        Booking = Booking.Id,
        Reference = reference,
        Key = RequestKey.Of((actor ?? Manager(Network)).Subject, reference, "registerAttendee", reference),
    };

    public Task<Outcome<WorkshopAnswer>> RegisterAsync(string reference, Actor? actor = null) =>
        Lead.RegisterAttendeeAsync(Registration(reference, actor));

    public async Task<AttendeeView> RegisteredAsync(string reference, Actor? actor = null)
    {
        var outcome = await RegisterAsync(reference, actor);
        Assert.Empty(outcome.Refusals);
        return Assert.Single(outcome.Value!.Attendees);
    }

    public Task<Outcome<WorkshopAnswer>> CancelAsync(string reference, Actor? actor = null) => Lead.CancelRegistrationAsync(
        new CancelRegistration { Actor = actor ?? Manager(Network), Booking = Booking.Id, Reference = reference, Reason = "ill" });

    public Task<Outcome<WorkshopAnswer>> ForgetAsync(string reference, Actor? actor = null) => Lead.ForgetAttendeeAsync(
        new ForgetAttendee { Actor = actor ?? Manager(Network), Booking = Booking.Id, Reference = reference });

    public Task<Outcome<WorkshopAnswer>> SetPlacesAsync(int places, Actor? actor = null) => Lead.SetPlacesAsync(
        new SetPlaces { Actor = actor ?? Manager(Network), Booking = Booking.Id, Places = places });

    public Task<Outcome<WorkshopAnswer>> RecordAsync(Actor actor, params (string Reference, Attendance Attendance)[] entries) =>
        Lead.RecordAttendanceAsync(new RecordAttendance
        {
            Actor = actor,
            Booking = Booking.Id,
            Attendances = [.. entries.Select(entry => new AttendanceEntry { Reference = entry.Reference, Attendance = entry.Attendance })],
        });

    /// <summary>References that a caller sees, in order of arrival.</summary>
    public async Task<IEnumerable<string>> SeenAsync(Actor actor) =>
        (await Lead.AttendeesAsync(Booking.Id, new PageRequest(100, After: null), actor)).Value!.Items.Select(item => item.Node.Reference);

    public async Task<WorkshopCounts> CountsAsync() => (await Lead.GetWorkshopAsync(Booking.Id, Manager(Other))).Value!.Counts;

    /// <summary>What the store holds of it, read past the grain.</summary>
    public async Task<WorkshopRecord> StoredAsync()
    {
        var state = new GrainState<WorkshopRecord>(new WorkshopRecord());
        await Cluster.Storage.ReadStateAsync(RecordName, GrainId.Create("advisor", Booking.Lead.Value), state);
        return state.State ?? new WorkshopRecord();
    }

    public async Task<string> StoredBytesAsync() => Encoding.Latin1.GetString(Fixtures.Write(await StoredAsync()));
}
