namespace Scheduling.Acceptance.Tests.World;

/// <summary>
/// One server on SQLite for every test that does not stop it. Each test brings a town and networks of its own.
/// </summary>
public sealed class SharedServer : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    internal Server Server { get; private set; } = null!;

    /// <inheritdoc />
    public async ValueTask InitializeAsync() => Server = await Server.StartAsync(Server.Options(_folder));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Dispose();
    }
}
