namespace Scheduling.Acceptance.Tests;

/// <summary>Two silos on one PostgreSQL database are one system: the same calendar, the same winner.</summary>
public sealed class ClusterTests(PostgresServer postgres) : IDisposable
{
    private const int Callers = 100;

    private static readonly Slot s_morning = Slot.On(Slot.Monday, "09:30", "11:00");

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Book_ThroughBothSilosAtOnce_OneGetsItAndBothShowIt()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var first = await Server.StartAsync(Server.Options(_folder, database));
        await using var second = await Server.StartAsync(Server.Options(_folder, database));
        var town = await Town.FoundAsync(first);
        var elsewhere = town.On(second);
        for (var round = 0; round < 3; round++)
        {
            var room = await (round % 2 == 0 ? town : elsewhere).RoomAsync();
            Advisor[] advisors =
            [
                .. await town.Post.HireAsync(Callers / 4), .. await elsewhere.Emmaus.HireAsync(Callers / 4),
                .. await elsewhere.Post.HireAsync(Callers / 4), .. await town.Emmaus.HireAsync(Callers / 4),
            ];

            var answers = await Task.WhenAll(advisors.Select(advisor => advisor.BookAsync(room, s_morning)));

            var won = Assert.Single(answers, answer => answer.Codes().Count == 0).Text("booking.id");
            Assert.All(answers.Where(answer => answer.Codes().Count > 0), answer =>
            {
                Assert.Equal(["SLOT_TAKEN"], answer.Codes());
                Assert.NotEmpty(answer.List("errors.0.alternatives"));
            });
            Assert.Equal(won, Assert.Single(await town.BookingsAsync(room, s_morning)).Text("id"));
            Assert.Equal(
                (await town.CalendarAsync(room, Slot.Days(Slot.Monday, 7))).Select(stretch => stretch.GetRawText()),
                (await elsewhere.CalendarAsync(room, Slot.Days(Slot.Monday, 7)))
                    .Select(stretch => stretch.GetRawText()));
            Assert.DoesNotContain(room, await elsewhere.AvailableAsync(s_morning));
        }
    }

    [Fact]
    public async Task Repeat_SameKeyOnTheOtherSilo_IsTheSameBooking()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var first = await Server.StartAsync(Server.Options(_folder, database));
        await using var second = await Server.StartAsync(Server.Options(_folder, database));
        var town = await Town.FoundAsync(first);
        var (room, advisor) = (await town.RoomAsync(), await town.Post.HireAsync());
        var onBoth = new[] { advisor, new Advisor(second, advisor.Id) };

        var answers =
            await Task.WhenAll(Enumerable.Range(0, 20).Select(i => onBoth[i % 2].BookAsync(room, s_morning, key: "k")));

        Assert.Single(answers.Select(answer => answer.Accepted().GetRawText()).Distinct());
    }

    /// <inheritdoc />
    public void Dispose() => _folder.Dispose();
}
