using System.Text;

namespace Scheduling.Silo.Tests.Readme;

/// <summary>
/// A page under <c>docs/</c> with commands to paste. A <c>json</c> block after commands shows what they answer: each of its
/// lines occurs there, in that order, spaces aside; <c>…</c> stands for anything. A refusal is expected only if a line names
/// its code.
/// </summary>
/// <param name="Name">The name of its file.</param>
/// <param name="Steps">Its commands, each with the lines shown of its answers.</param>
internal sealed record Page(string Name, ImmutableArray<(string Commands, ImmutableArray<string> Shown)> Steps)
{
    /// <summary>Every page that has commands, by name.</summary>
    public static IReadOnlyList<Page> All { get; } =
    [
        .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "docs"), "*.md").Order(StringComparer.Ordinal)
            .Select(file => Read(Path.GetFileName(file), File.ReadAllText(file))).Where(page => !page.Steps.IsEmpty),
    ];

    /// <summary>Finds the blocks of a page.</summary>
    public static Page Read(string name, string text)
    {
        var steps = new List<(string Commands, ImmutableArray<string> Shown)>();
        var (language, block) = (default(string), new StringBuilder());
        foreach (var line in text.Split('\n'))
        {
            if (!line.StartsWith("```", StringComparison.Ordinal))
            {
                block.AppendLine(line);
                continue;
            }

            if (language == "sh")
                steps.Add((block.ToString(), []));
            else if (language == "json" && steps.Count > 0)
                steps[^1] = steps[^1] with { Shown = [.. steps[^1].Shown, .. Lines(block.ToString())] };
            (language, block) = (language is null ? line[3..].Trim() : null, new StringBuilder());
        }

        return new Page(name, [.. steps]);
    }

    private static IEnumerable<string> Lines(string block) =>
        block.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
