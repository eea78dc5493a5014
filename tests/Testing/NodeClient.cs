using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Scheduling.Testing;

/// <summary>A GraphQL client from npm in a process of its own, told what to do and asked what happened.</summary>
public sealed class NodeClient : IAsyncDisposable
{
    /// <summary>graphql-ws: GraphQL over WebSocket.</summary>
    public const string WebSocket = "ws.mjs";

    /// <summary>graphql-sse: GraphQL over server-sent events, distinct connections.</summary>
    public const string EventStream = "sse.mjs";

    // How long anything may take that should be immediate, on a busy machine.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly StringBuilder _transcript = new();

    private NodeClient(Process process) => _process = process;

    /// <summary>Starts one of the clients.</summary>
    /// <param name="script"><see cref="WebSocket"/> or <see cref="EventStream"/>.</param>
    /// <param name="server">Where GraphQL is served, as <c>http</c>.</param>
    /// <param name="token">What it presents; empty for none.</param>
    public static async Task<NodeClient> StartAsync(string script, Uri server, string token)
    {
        var address = script == WebSocket ? new UriBuilder(server) { Scheme = "ws" }.Uri : server;
        var client = new NodeClient(NodeProject.Start(script, address.ToString(), token));
        await client.ExpectAsync("ready");
        return client;
    }

    /// <summary>Starts an operation of any kind.</summary>
    public Task SubscribeAsync(string id, string query) => DoAsync(new { @do = "subscribe", id, query });

    /// <summary>Ends an operation.</summary>
    public Task StopAsync(string id) => DoAsync(new { @do = "stop", id });

    /// <summary>Any command of the script.</summary>
    public async Task DoAsync(object command)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(command));
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits for the next event of this name, and passes over others.</summary>
    /// <exception cref="TimeoutException">It did not come in time; says what came.</exception>
    public Task<JsonElement> ExpectAsync(string name) => ExpectAsync(name, butNot: null);

    /// <summary>Waits for the next event of this name, and passes over others but one, which must not come before.</summary>
    /// <exception cref="InvalidOperationException">That one came.</exception>
    /// <exception cref="TimeoutException">It did not come in time; says what came.</exception>
    public async Task<JsonElement> ExpectAsync(string name, string? butNot)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (true)
        {
            var line = await ReadLineAsync(name, patience.Token);
            _transcript.AppendLine(line);
            var happened = JsonDocument.Parse(line).RootElement;
            var heard = happened.GetProperty("event").GetString();
            if (heard == name)
                return happened;
            if (heard == butNot)
                throw new InvalidOperationException($"'{butNot}' came instead of '{name}':\n{_transcript}");
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<string> ReadLineAsync(string awaited, CancellationToken cancellationToken)
    {
        try
        {
            return await _process.StandardOutput.ReadLineAsync(cancellationToken)
                ?? throw new InvalidOperationException(
                    $"'{awaited}' never came; {_transcript}{await _process.StandardError.ReadToEndAsync(CancellationToken.None)}");
        }
        catch (OperationCanceledException late)
        {
            throw new TimeoutException($"'{awaited}' did not come in time, after:\n{_transcript}", late);
        }
    }
}
