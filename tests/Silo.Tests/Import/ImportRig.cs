using System.Text;
using Scheduling.Silo.Import;
using Spectre.Console;

namespace Scheduling.Silo.Tests.Import;

/// <summary>A directory of its own for one test, and the command with its output caught.</summary>
internal sealed class ImportRig : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("import-tests-");

    public MemoryTarget Target { get; init; } = new();

    public bool TargetOpened { get; private set; }

    public string Output { get; private set; } = "";

    public string Error { get; private set; } = "";

    public bool Terminal { get; init; }

    public string PathOf(string name) => Path.Combine(directory.FullName, name);

    /// <summary>Writes a venues file with the standard's columns from lines given as changes of a good one.</summary>
    public string WriteVenues(string name, params VenueLine[] lines) =>
        Write(name, [VenueLine.Header, .. lines.Select(line => line.ToString())]);

    public string WriteRooms(string name, params string[] lines) =>
        Write(name, ["venue_id,name,seats,equipment,sharing,approval", .. lines]);

    public string Write(string name, params string[] lines) => WriteBytes(
        name, Encoding.UTF8.GetBytes(string.Join('\n', lines) + '\n'));

    public string WriteBytes(string name, byte[] content)
    {
        File.WriteAllBytes(PathOf(name), content);
        return PathOf(name);
    }

    public string[] ReadLines(string name) => File.ReadAllLines(PathOf(name));

    public Task<int> ImportAsync(string file, params string[] more) =>
        RunAsync([file, "--owner", MemoryTarget.Owner, .. more]);

    public async Task<int> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = Terminal ? AnsiSupport.Yes : AnsiSupport.No,
            Interactive = Terminal ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new TestOutput(output, Terminal),
        });
        var code = await ImportCommand.RunAsync(args, OpenAsync, console, error, TestContext.Current.CancellationToken);
        Output = output.ToString();
        Error = error.ToString();
        return code;
    }

    public void Dispose() => directory.Delete(recursive: true);

    private Task<IImportTarget> OpenAsync(ImportArguments arguments, CancellationToken cancellationToken)
    {
        TargetOpened = true;
        return Task.FromResult<IImportTarget>(Target);
    }

    private sealed class TestOutput(TextWriter writer, bool terminal) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => terminal;

        public int Width => 100;

        public int Height => 40;

        public void SetEncoding(Encoding encoding)
        {
        }
    }
}
