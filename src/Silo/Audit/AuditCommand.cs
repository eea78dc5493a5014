using System.Data.Common;
using System.Net.Sockets;
using Orleans.Serialization;
using Orleans.Storage;
using Scheduling.Grains.Auditing;
using Scheduling.Silo.Hosting;

namespace Scheduling.Silo.Audit;

/// <summary>
/// <c>audit</c>: reads the store that the server would use with the same settings, and says whether what the design
/// promises is true of it. The server may go on meanwhile.
/// </summary>
internal static class AuditCommand
{
    /// <summary>Everything is as it must be.</summary>
    public const int Sound = 0;

    /// <summary>Something is not; each violation has its line.</summary>
    public const int Violated = 1;

    /// <summary>The store, or a record in it, could not be read.</summary>
    public const int NotRead = 2;

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">Settings.</param>
    /// <param name="output">Where the report goes.</param>
    /// <param name="error">Where the one line of an error goes.</param>
    /// <returns><see cref="Sound"/>, <see cref="Violated"/> or <see cref="NotRead"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        try
        {
            KnownSettings.RefuseUnknownArguments(arguments);
            var builder = ServerHost.CreateBuilder(arguments);
            return await RunAsync(SettingsReader.Read(builder.Configuration, builder.Environment), output);
        }
        catch (StartupException refusal)
        {
            await error.WriteLineAsync(refusal.Line);
            return NotRead;
        }
    }

    private static async Task<int> RunAsync(SchedulingSettings settings, TextWriter output)
    {
        var place = StoredRows.Describe(settings);
        await using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var audit = new StoreAudit(new OrleansGrainStorageSerializer(services.GetRequiredService<Serializer>()));
        try
        {
            await StoredRows.ReadAsync(settings, row => audit.Take(row.GrainType, row.Key, row.State, row.Payload, row.StoredAt));
        }
        catch (Exception failure) when (failure is DbException or SocketException or TimeoutException)
        {
            throw StartupException.Setting(
                "ConnectionStrings:Scheduling", $"names {place}, which cannot be read ({failure.Message})", "a store that a server has used");
        }

        var report = audit.Judge();
        await AuditText.WriteAsync(output, place, report);
        return !report.Violations.IsEmpty ? Violated : report.Unreadable.IsEmpty ? Sound : NotRead;
    }
}
