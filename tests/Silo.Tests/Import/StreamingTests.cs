using System.Text;
using Scheduling.Silo.Import;
using Scheduling.Silo.Import.Csv;
using Scheduling.Silo.Import.Venues;

namespace Scheduling.Silo.Tests.Import;

public sealed class StreamingTests : IDisposable
{
    private const int Lines = 40_000;

    private readonly ImportRig rig = new();

    public void Dispose() => rig.Dispose();

    [Fact]
    public async Task Import_40000Lines_NeverHasMoreThan16InFlight()
    {
        var code = await rig.ImportAsync(WriteLargeFile());

        Assert.Equal(ImportCommand.SomeRejected, code);
        Assert.InRange(rig.Target.MaxInFlight, 2, Importer.AtOnce);
        Assert.Equal(Lines - 40, rig.Target.Upserts);
        Assert.Contains("lieux.csv: 5000 lines done, ", rig.Output, StringComparison.Ordinal);
        Assert.Contains("lieux.csv: 40000 lines done, 100 % of the file.", rig.Output, StringComparison.Ordinal);
        Assert.EndsWith(
            $"Venues: {Lines - 40} added, 0 changed, 0 unchanged, 40 rejected\n", rig.Output, StringComparison.Ordinal);
        var reported = rig.ReadLines("lieux.rejected.csv").Skip(1).Select(
            line => line[..line.IndexOf(',', StringComparison.Ordinal)]);
        Assert.Equal(Enumerable.Range(1, 40).Select(number => $"{number * 1000 + 1}"), reported);
    }

    /// <summary>The file is read as the target takes its records: while the upserts hang, so does the reading.</summary>
    [Fact]
    public async Task Venues_TargetHangs_ReadsNoMoreThanTheFirstPartOfTheFile()
    {
        var release = new TaskCompletionSource();
        var full = new TaskCompletionSource();
        var started = 0;
        await using var target = new MemoryTarget
        {
            BeforeUpsert = () =>
            {
                if (Interlocked.Increment(ref started) == Importer.AtOnce)
                    full.SetResult();
                return release.Task;
            },
        };
        await using var file = await CsvFile.OpenAsync(
            WriteLargeFile(), NationalStandard.Columns, TestContext.Current.CancellationToken);
        var outcomes = new Importer(target, MemoryTarget.Owner, dryRun: false)
            .VenuesAsync(file, TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);

        var first = outcomes.MoveNextAsync();
        await full.Task;

        Assert.False(first.IsCompleted);
        Assert.InRange(file.Position, 1, file.Length / 100);
        Assert.Equal(Importer.AtOnce, started);
        release.SetResult();
        Assert.True(await first);
        await outcomes.DisposeAsync();
    }

    /// <summary>Every thousandth line lacks its name.</summary>
    private string WriteLargeFile()
    {
        var text = new StringBuilder(VenueLine.Header).Append('\n');
        for (var number = 1; number <= Lines; number++)
        {
            var name = number % 1000 == 0 ? "" : $"Lieu {number}";
            text.Append(VenueLine.WithId($"lieu-{number}").And("nom", name)).Append('\n');
        }

        return rig.WriteBytes("lieux.csv", Encoding.UTF8.GetBytes(text.ToString()));
    }
}
