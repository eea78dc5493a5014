using Scheduling.Silo.Audit;
using Scheduling.Testing;

namespace Scheduling.Silo.Tests.Audit;

/// <summary>The store of an <see cref="AuditedTown"/> whose server has stopped.</summary>
public sealed class SoundStore : IAsyncLifetime
{
    private readonly TempFolder folder = new();

    internal AuditedTown Town { get; private set; } = null!;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        await using var silo = await SiloProcess.StartAsync(new SiloOptions
        {
            Folder = folder.Path,
            Settings = new Dictionary<string, string> { ["Demo:Seed"] = "false" },
        });
        Town = await AuditedTown.FoundAsync(silo, DevelopmentTokens.Of(folder.Path));
        silo.SendTerminate();
        Assert.Equal(0, await silo.WaitForExitAsync(TimeSpan.FromSeconds(60)));
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    internal StoreEditor Copy() => new(folder.File("data/scheduling.db"));

    /// <summary>Damages a copy, and sees the auditor call a sentence false for the right reason.</summary>
    internal async Task RefutesAsync(Action<StoreEditor> damage, string sentence, string violation)
    {
        using var editor = Copy();
        damage(editor);

        var (code, text) = await editor.AuditAsync();

        Assert.Equal(AuditCommand.Violated, code);
        var broken = text.Split('\n').SkipWhile(line => !line.StartsWith($"FALSE {sentence}", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => line.StartsWith("      ", StringComparison.Ordinal));
        Assert.Contains(broken, line => line.Contains(violation, StringComparison.Ordinal));
    }
}
