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
        List<string> wrong = [];
        var callers = Matrix.Rows[row].ToLookup(cell => cell.Value == "ok");

        await RefuseAsync(row, probe, callers[false], wrong);
        foreach (var (caller, expected) in callers[true])
        {
            var attempt = await TryAsync(row, probe);
            var answer = await probe.SendAsync(attempt, world.Callers[caller]);
            Judge(caller, expected, answer, wrong);
            if (answer.Tells(AccessWorld.Person) != probe.ShowsPersons && !probe.Changes)
                wrong.Add($"{caller}: an allowed answer {(probe.ShowsPersons ? "tells of nobody" : "tells of persons")}: {answer.Body}");
            if (probe.Changes && !answer.Tells(attempt.Text))
                wrong.Add($"{caller}: the answer does not show what was asked for: {answer.Body}");
            if (probe.Changes && await world.CountStoredAsync(attempt.Text) == 0)
                wrong.Add($"{caller}: what was answered is not stored");
        }

        Assert.True(wrong.Count == 0, $"{row}\n{string.Join('\n', wrong)}");
    }

    private async Task RefuseAsync(string row, Probe probe, IEnumerable<KeyValuePair<string, string>> cells, List<string> wrong)
    {
        var attempt = await TryAsync(row, probe);
        var before = probe.Changes ? await SnapshotAsync() : "";
        foreach (var (caller, expected) in cells)
        {
            var answer = await probe.SendAsync(attempt, world.Callers[caller]);
            Judge(caller, expected, answer, wrong);
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

    private static void Judge(string caller, string expected, Answer answer, List<string> wrong)
    {
        if (answer.Outcome != expected)
            wrong.Add($"{caller}: {expected} expected, got {answer.Outcome}: {answer.Body}");
    }

    private async Task<Try> TryAsync(string row, Probe probe)
    {
        var number = world.Next();
        var slot = AccessSeed.Slot(number);
        return new Try(world, number, $"{row} try {number}.", slot, await probe.PrepareAsync(world, slot));
    }

    /// <summary>Everything that a caller might have changed, as ADMIN sees it.</summary>
    private async Task<string> SnapshotAsync()
    {
        var seed = world.Seed;
        const string Venue = "name rooms { name } closures(during: $during) { reason }";
        string[] parts =
        [
            .. ((string[])[seed.Town, seed.OtherTown]).Select(id => $"node(id: \"{id}\") {{ ... on Municipality {{ name venues(first: 100) {{ nodes {{ name }} }} }} }}"),
            .. ((string[])[seed.Network, seed.OtherNetwork]).Select(id =>
                $"node(id: \"{id}\") {{ ... on Network {{ name venues(first: 100) {{ nodes {{ name }} }} advisors(first: 100) {{ nodes {{ name }} }} }} }}"),
            .. ((string[])[seed.Venue, seed.NetworkVenue]).Select(id => $"venue(id: \"{id}\") {{ {Venue} }}"),
            .. ((string[])[seed.Lead, seed.Peer, seed.CoHost, seed.Rival]).Select(id =>
                $"advisor(id: \"{id}\") {{ bookings(during: $during, first: 100) {{ nodes {{ id status version }} }} }}"),
        ];
        var document = $"{{ {string.Join(' ', parts.Select((part, index) => $"part{index}: {part}"))} }}";
        return (await world.DoAsync(document.Replace("$during", AccessSeed.Window, StringComparison.Ordinal))).GetRawText();
    }
}
