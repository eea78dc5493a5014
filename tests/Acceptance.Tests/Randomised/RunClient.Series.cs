using NodaTime.Text;

namespace Scheduling.Acceptance.Tests.Randomised;

/// <content>Series of a few dates.</content>
internal sealed partial class RunClient
{
    private readonly List<Operation> _series = [];

    private Task StepOfSeriesAsync(Server server) => dice.Next(10) switch
    {
        < 3 when _series.Count > 0 => SendAsync(server, AboutASeries("cancelSeries", (id, key) => new { seriesId = id, reason = key, idempotencyKey = key })),
        < 5 when _series.Count > 0 => SendAsync(server, AboutASeries("retrySeries", (id, key) => new { seriesId = id, idempotencyKey = key })),
        _ => SendAsync(server, BookSeries()),
    };

    private Operation BookSeries()
    {
        var (room, key) = (Any(world.Rooms), NextKey());
        return new Operation
        {
            Key = key,
            Mutation = "bookSeries",
            Caller = Own(),
            Input = new
            {
                roomId = room.Id,
                advisorId = self.Id,
                firstDate = LocalDatePattern.Iso.Format(Slot.Monday.PlusDays(dice.Next(-3, DaysAhead))),
                startsAt = $"{dice.Next(24):00}:{30 * dice.Next(2):00}",
                duration = dice.Next(2) == 0 ? "PT30M" : "PT1H",
                rule = $"FREQ=DAILY;COUNT={dice.Next(3, 6)}",
                seats = 1 + dice.Next(6),
                onConflict = dice.Next(3) == 0 ? "ALL_OR_NOTHING" : "SKIP",
                title = key,
                idempotencyKey = key,
            },
        };
    }

    private Operation AboutASeries(string mutation, Func<string, string, object> input)
    {
        var (series, key) = (Any(_series), NextKey());
        var id = series.Answer!.Value.Text("series.id");
        return new Operation { Key = key, Mutation = mutation, Caller = Own(), Series = id, Input = input(id, key) };
    }
}
