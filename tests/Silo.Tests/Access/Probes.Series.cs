namespace Scheduling.Silo.Tests.Access;

/// <content>Series of bookings.</content>
internal static partial class Probes
{
    private const string SeriesAsParty = $"series {{ title advisor {{ name }} dates {{ booking {{ {Party} }} }} }}";

    private static Dictionary<string, Probe> Series() => new()
    {
        ["Query.series"] = Probe.AsksForPersons(seed => $$"""{ series(id: "{{seed.Series}}") { title advisor { name } dates { date } } }"""),
        ["Query.node (series)"] = Probe.AsksForPersons(seed => Node(seed.Series, "... on Series { title advisor { name } }")),
        ["Mutation.bookSeries"] = Probe.Does(
            "bookSeries",
            (seed, attempt) => $$"""
                roomId: "{{seed.Room}}", advisorId: "{{seed.Lead}}", title: "{{attempt.Text}}", {{AccessSeed.SeriesOf(attempt.Slot)}}
                """,
            SeriesAsParty),
        // No date of it was refused: there is nothing to do.
        ["Mutation.retrySeries"] = Probe.AsksForPersons(seed => $$"""
            mutation { retrySeries(input: { seriesId: "{{seed.Series}}" }) { {{SeriesAsParty}} errors { code message } } }
            """),
        ["Mutation.cancelSeries"] = ChangesSeries("cancelSeries", attempt => $"""reason: "{attempt.Text}" """),
        ["Mutation.rescheduleSeries"] = ChangesSeries("rescheduleSeries", attempt => $"""days: 50, reason: "{attempt.Text}" """),
        ["Mutation.decideSeries"] = ChangesSeries("decideSeries", attempt => $"""decision: DECLINE, note: "{attempt.Text}" """) with
        { PrepareAsync = (world, slot) => world.Seed.BookSeriesAsync(world, slot, world.Seed.AskedRoom) },
    };

    private static Probe ChangesSeries(string mutation, Func<Try, string> input) => Probe.Does(
        mutation, (_, attempt) => $$"""seriesId: "{{attempt.Booking}}", {{input(attempt)}}""", SeriesAsParty) with
    { PrepareAsync = (world, slot) => world.Seed.BookSeriesAsync(world, slot, world.Seed.Room) };
}
