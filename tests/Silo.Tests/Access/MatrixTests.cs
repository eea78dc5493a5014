namespace Scheduling.Silo.Tests.Access;

/// <summary>Who may do what, on the real server over HTTP: every row of the <see cref="Matrix"/>.</summary>
[Collection(AccessCollection.Name)]
public sealed class MatrixTests(AccessWorld world)
{
    public static TheoryData<string> Rows => [.. Matrix.Rows.Keys];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Ask_EveryCaller_GetsWhatTheMatrixSays(string row)
    {
        var probe = Probes.All[row];
        var cells = Matrix.Rows[row].ToLookup(cell => cell.Value == "ok");
        List<string> wrong = [];

        await RefuseAsync(row, probe, cells[false], wrong);
        foreach (var (caller, _) in cells[true])
            await AllowAsync(row, probe, caller, wrong);

        Assert.True(wrong.Count == 0, $"{row}\n{string.Join('\n', wrong)}");
    }

    /// <summary>Whoever is refused shares one try: nothing of it may happen.</summary>
    private async Task RefuseAsync(
        string row, Probe probe, IEnumerable<KeyValuePair<string, string>> cells, List<string> wrong)
    {
        var attempt = await TryAsync(row, probe);
        var before = probe.Changes ? await SnapshotAsync() : "";
        foreach (var (caller, expected) in cells)
        {
            var answer = await probe.SendAsync(attempt, world.Callers[caller]);
            if (answer.Outcome != expected)
                wrong.Add($"{caller}: {expected} expected, got {answer.Outcome}: {answer.Body}");
            if (answer.Tells(AccessWorld.Person))
                wrong.Add($"{caller}: a refusal tells of persons: {answer.Body}");
        }

        if (!probe.Changes)
            return;
        if (await SnapshotAsync() is var after && after != before)
            wrong.Add($"a refusal changed something: {before}\n{after}");
        if (await world.CountStoredAsync(attempt.Text) is > 0 and var records)
            wrong.Add($"a refusal left its text in {records} stored records");
    }

    private async Task AllowAsync(string row, Probe probe, string caller, List<string> wrong)
    {
        var attempt = await TryAsync(row, probe);
        var answer = await probe.SendAsync(attempt, world.Callers[caller]);
        if (answer.Outcome != "ok")
            wrong.Add($"{caller}: ok expected, got {answer.Outcome}: {answer.Body}");
        if (!probe.Changes && answer.Tells(AccessWorld.Person) != probe.ShowsPersons)
            wrong.Add($"{caller}: tells of {(probe.ShowsPersons ? "nobody" : "persons")}: {answer.Body}");
        if (probe.Changes && !answer.Tells(attempt.Text))
            wrong.Add($"{caller}: the answer does not show what was asked for: {answer.Body}");
        if (probe.Changes && await world.CountStoredAsync(attempt.Text) == 0)
            wrong.Add($"{caller}: what was answered is not stored");
    }

    private async Task<Try> TryAsync(string row, Probe probe)
    {
        var number = world.Next();
        var slot = AccessSeed.Slot(number);
        return new Try(world, number, probe.TextOf(row, number), slot, await probe.PrepareAsync(world, slot));
    }

    /// <summary>Everything that a caller might have changed, as ADMIN sees it.</summary>
    private async Task<string> SnapshotAsync()
    {
        var (seed, window) = (world.Seed, AccessSeed.Window);
        const string Venues = "venues(first: 100) { nodes { name } }";
        const string Networks = $"... on Network {{ {Venues} advisors(first: 100) {{ nodes {{ name }} }} }}";
        IEnumerable<string> parts =
        [
            .. new[] { seed.Town, seed.OtherTown, seed.Network, seed.OtherNetwork }.Select(id =>
                $$"""node(id: "{{id}}") { id ... on Municipality { {{Venues}} } {{Networks}} }"""),
            .. new[] { seed.Venue, seed.NetworkVenue }.Select(id =>
                $$"""venue(id: "{{id}}") { name rooms { name } closures(during: {{window}}) { reason } }"""),
            .. new[] { seed.Lead, seed.Peer, seed.CoHost, seed.Rival }.Select(id =>
                $$"""
                advisor(id: "{{id}}") { name bookings(during: {{window}}, first: 100) { nodes { id status version } } }
                """),
        ];
        var document = string.Join('\n', parts.Select((part, index) => $"part{index}: {part}"));
        return (await world.DoAsync($"{{ {document} }}")).GetRawText();
    }
}
