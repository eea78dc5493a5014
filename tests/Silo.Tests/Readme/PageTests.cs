using System.Text;
using Scheduling.Testing;

namespace Scheduling.Silo.Tests.Readme;

/// <summary>
/// Every page of <c>docs/</c>, pasted into a shell after the README's tour, beside a server that has just loaded its demo.
/// Each page stands for itself, so each two of them come in either order.
/// </summary>
public sealed class PageTests
{
    private const string Mark = "@@ ";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pages_PastedAfterTheTour_AnswerWhatTheyShow(bool lastFirst)
    {
        using var folder = new TempFolder();
        await using var server = await SiloProcess.StartAsync(new SiloOptions { Folder = folder.Path });
        await server.WaitForOutputAsync("The demo is loaded");
        var pages = lastFirst ? Page.All.Reverse() : Page.All;

        await Shell.PasteAsync(Script(server, pages), folder.Path);

        var answers = AnswersByStep(folder.File("answers"));
        Assert.All(pages, page => Assert.Empty(page.Steps.SelectMany((step, i) =>
            PageAnswers.Check(answers[$"{page.Name} {i}"], step.Shown).Select(wrong => $"{page.Name}, commands {i + 1}: {wrong}"))));
    }

    [Fact]
    public void Pages_InTheFolder_AreFound() => Assert.Contains(Page.All, page => page.Name == "requests.md");

    [Theory]
    [InlineData("""{"data":{"a":1}}""", "")]
    [InlineData("""{"data":{"a":{"b":1,"c":2}}}""", "{ \"b\": 1,\n… 2")]
    [InlineData("""{"data":{"a":{"b":1,"c":2}}}""", "\"c\"\n\"b\"", "'\"b\"' is shown and was not answered")]
    [InlineData("""{"data":{"a":{"errors":[{"code":"SLOT_TAKEN"}]}}}""", "\"code\": \"SLOT_TAKEN\"")]
    [InlineData("""{"data":{"a":{"errors":[{"code":"SLOT_TAKEN"}]}}}""", "", "SLOT_TAKEN was answered, which the page does not show")]
    [InlineData("""{"errors":[{"message":"no","extensions":{"code":"SYNTAX"}}]}""", "", "SYNTAX was answered, which the page does not show")]
    [InlineData("curl: (7) refused", "", "'curl: (7) refused' was answered, which the page does not show")]
    public void Check_Answer_HoldsWhatIsShown(string answer, string shown, params string[] wrong) =>
        Assert.Equal(wrong, PageAnswers.Check([answer], [.. shown.Split('\n')]));

    // Also what a page takes apart and does not print is looked at. A page of its own shell sees nothing of the others.
    private static string Script(SiloProcess server, IEnumerable<Page> pages)
    {
        var script = new StringBuilder(Shell.Tour(server)).Append(
            """

            eval "$(declare -f gql | sed '1s/gql/plain_gql/')"
            gql() { plain_gql "$@" | tee -a "$ANSWERS"; }
            ANSWERS=$PWD/answers

            """);
        foreach (var page in pages)
        {
            script.Append("(\n");
            for (var i = 0; i < page.Steps.Length; i++)
                script.Append($"echo '{Mark}{page.Name} {i}' >> \"$ANSWERS\"\n").Append(Shell.For(server, page.Steps[i].Commands));
            script.Append(")\n");
        }

        return script.ToString();
    }

    private static Dictionary<string, List<string>> AnswersByStep(string file)
    {
        var steps = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var step = new List<string>();
        foreach (var line in File.ReadLines(file).Where(line => line.Length > 0))
        {
            if (line.StartsWith(Mark, StringComparison.Ordinal))
                steps[line[Mark.Length..]] = step = [];
            else
                step.Add(line);
        }

        return steps;
    }
}
