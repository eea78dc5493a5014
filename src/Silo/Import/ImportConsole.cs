using Scheduling.Silo.Import.Csv;
using Scheduling.Silo.Import.Text;
using Spectre.Console;

namespace Scheduling.Silo.Import;

/// <summary>What a run shows: a progress bar on a terminal, elsewhere a line now and then, and plain text.</summary>
internal sealed class ImportConsole(IAnsiConsole console)
{
    /// <summary>How many lines of a file go by between two plain lines of progress.</summary>
    public const int LinesBetweenReports = 5000;

    /// <summary>Writes a line. It goes around Spectre.Console, which would break it at the width of a screen.</summary>
    public void WriteLine(string text = "") => console.Profile.Out.Writer.WriteLine(Show.Printable(text));

    /// <summary>Consumes the outcomes of a file and shows how far it is.</summary>
    public async Task FollowAsync(
        CsvFile file,
        IAsyncEnumerable<LineOutcome> outcomes,
        Func<LineOutcome, Task> consume,
        CancellationToken cancellationToken)
    {
        if (!console.Profile.Out.IsTerminal)
        {
            await FollowPlainAsync(file, outcomes, consume, cancellationToken);
            return;
        }

        await console.Progress()
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                var bar = progress.AddTask(Markup.Escape(Show.Printable(file.Name)), maxValue: file.Length);
                await foreach (var outcome in outcomes.WithCancellation(cancellationToken))
                {
                    await consume(outcome);
                    bar.Value = file.Position;
                }

                bar.Value = bar.MaxValue;
            });
    }

    private async Task FollowPlainAsync(
        CsvFile file,
        IAsyncEnumerable<LineOutcome> outcomes,
        Func<LineOutcome, Task> consume,
        CancellationToken cancellationToken)
    {
        var lines = 0;
        await foreach (var outcome in outcomes.WithCancellation(cancellationToken))
        {
            await consume(outcome);
            if (++lines % LinesBetweenReports == 0)
                WriteLine($"{file.Name}: {lines} lines done, {100 * file.Position / file.Length} % of the file.");
        }
    }
}
