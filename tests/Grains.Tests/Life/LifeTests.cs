using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Tests.Cluster;

namespace Scheduling.Grains.Tests.Life;

/// <summary>Every status, every operation, every caller, on real grains: allowed, FORBIDDEN, WRONG_STATE or NOT_FOUND, and nothing else.</summary>
public sealed class LifeTests(GrainCluster cluster)
{
    public static TheoryData<string> Operations => [.. LifeOperations.All.Keys];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_EachStatusAndCaller_AsTheTableSays(string operation)
    {
        LifeCell[] cells = [.. LifeTable.Cells[operation]];
        var scene = await LifeScene.NewAsync(cluster, cells, LifeOperations.All[operation].HasBegun);

        var answers = new List<LifeCell>();
        foreach (var cell in cells)
            answers.Add(cell with { Expected = Mark(await LifeOperations.All[operation].CallAsync(scene.CallOf(cell))) });

        Assert.Equal(cells, answers);
    }

    [Fact]
    public void Table_EveryOperationStatusAndCaller_HasOneCell()
    {
        Assert.Equal(LifeOperations.All.Keys.Order(), LifeTable.Cells.Select(rows => rows.Key).Order());
        var every = Enum.GetValues<BookingStatus>().Select(status => (status, isOffer: false)).Append((status: BookingStatus.Pending, isOffer: true))
            .SelectMany(state => LifeTable.Callers.Select(caller => (state.status, state.isOffer, caller))).Order();
        Assert.All(LifeTable.Cells, rows => Assert.Equal(every, rows.Select(cell => (cell.Status, cell.IsOffer, cell.Caller)).Order()));
    }

    // Whoever adds an operation on a booking adds rows for it.
    [Fact]
    public void Table_EveryCommandOnABooking_IsAmongTheOperations() => Assert.Equal(
        typeof(BookingId).Assembly.GetTypes()
            .Where(type => type.GetProperty("Actor")?.PropertyType == typeof(Actor) && type.GetProperty("Booking")?.PropertyType == typeof(BookingId))
            .Select(type => type.Name).Order(),
        LifeOperations.All.Values.Select(operation => operation.Command.Name).Distinct().Order());

    private static string Mark(RefusalCode[] codes) => codes switch
    {
        [] => "ok",
        [RefusalCode.Forbidden] => "no",
        [RefusalCode.WrongState] => "late",
        [RefusalCode.NotFound] => "none",
        _ => string.Join('+', codes),
    };
}
