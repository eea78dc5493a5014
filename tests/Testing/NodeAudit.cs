using System.Text.Json;

namespace Scheduling.Testing;

/// <summary>
/// graphql-http's audit of a running server: GraphQL over HTTP, checked by the specification's reference
/// implementation.
/// </summary>
public static class NodeAudit
{
    /// <summary>How many checks the pinned version makes.</summary>
    public const int Checks = 61;

    /// <summary>One check.</summary>
    /// <param name="Id">Its stable id.</param>
    /// <param name="Name">What it asks for; begins with MUST, SHOULD or MAY.</param>
    /// <param name="Status"><c>ok</c>, or how badly it failed.</param>
    /// <param name="Reason">Why it failed; null when it did not.</param>
    public sealed record Result(string Id, string Name, string Status, string? Reason);

    /// <summary>Every check's result.</summary>
    public static async Task<IReadOnlyList<Result>> RunAsync(Uri server, string? token)
    {
        using var node = NodeProject.Start("audit.mjs", server.ToString(), token ?? "");
        var errors = node.StandardError.ReadToEndAsync();
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        return node.ExitCode == 0
            ? JsonSerializer.Deserialize<Result[]>(output, JsonSerializerOptions.Web)!
            : throw new InvalidOperationException($"The audit did not run: {await errors}");
    }
}
