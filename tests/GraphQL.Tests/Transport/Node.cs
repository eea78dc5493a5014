using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Scheduling.GraphQL.Tests.Transport;

/// <summary>The npm project beside these tests. Its packages are installed once; without Node the tests fail.</summary>
internal static class NodeProject
{
    private static readonly string s_folder = typeof(NodeProject).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "NodeProject").Value!;

    private static readonly Lazy<Task> s_installed = new(InstallAsync);

    public static async Task<Process> StartAsync(string script, params string[] arguments)
    {
        await s_installed.Value;
        return Start("node", [script, .. arguments]);
    }

    private static async Task InstallAsync()
    {
        var installed = new FileInfo(Path.Combine(s_folder, "node_modules", ".package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(s_folder, "package-lock.json")))
            return;
        using var npm = Start("npm", ["ci"]);
        var errors = npm.StandardError.ReadToEndAsync();
        await npm.StandardOutput.ReadToEndAsync();
        await npm.WaitForExitAsync();
        Assert.True(npm.ExitCode == 0, $"npm ci failed: {await errors}");
    }

    private static Process Start(string program, IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = s_folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}

/// <summary>graphql-http's audit of a running server, test or real.</summary>
internal static class NodeAudit
{
    public sealed record Result(string Id, string Name, string Status, string? Reason);

    public static async Task<IReadOnlyList<Result>> RunAsync(Uri server, string? token)
    {
        using var node = await NodeProject.StartAsync("audit.mjs", server.ToString(), token ?? "");
        var errors = node.StandardError.ReadToEndAsync();
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, $"the audit did not run: {await errors}");
        return JsonSerializer.Deserialize<Result[]>(output, JsonSerializerOptions.Web)!;
    }
}

/// <summary>A client from npm in a process of its own, told what to do and asked what happened.</summary>
internal sealed class NodeClient : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _transcript = new();

    private NodeClient(Process process) => _process = process;

    public static async Task<NodeClient> StartAsync(string script, Uri server, string token = TestTokens.Good)
    {
        var client = new NodeClient(await NodeProject.StartAsync(script, server.ToString(), token));
        await client.ExpectAsync("ready");
        return client;
    }

    public Task SubscribeAsync(string id, string query) => DoAsync(new { @do = "subscribe", id, query });

    public Task StopAsync(string id) => DoAsync(new { @do = "stop", id });

    public async Task DoAsync(object command)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(command));
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits for the next event of this name, and passes over others.</summary>
    public async Task<JsonElement> ExpectAsync(string name)
    {
        using var patience = new CancellationTokenSource(TestHost.Patience);
        while (true)
        {
            var line = await ReadLineAsync(patience.Token);
            _transcript.AppendLine(line);
            var happened = JsonDocument.Parse(line).RootElement;
            if (happened.GetProperty("event").GetString() == name)
                return happened;
        }

        async Task<string> ReadLineAsync(CancellationToken cancellationToken)
        {
            try
            {
                return await _process.StandardOutput.ReadLineAsync(cancellationToken)
                    ?? throw new InvalidOperationException(
                        $"'{name}' never came; {_transcript}{await _process.StandardError.ReadToEndAsync(CancellationToken.None)}");
            }
            catch (OperationCanceledException late)
            {
                throw new TimeoutException($"'{name}' did not come in time, after:\n{_transcript}", late);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
