namespace Scheduling.Cluster.Tests.Clients;

/// <summary>Something that serves: where, and who may call it.</summary>
internal sealed class Stage : IDisposable
{
    // Longer than a silo needs to answer on a busy machine, shorter than it may take at most: what has no answer by then is
    // asked elsewhere while it is perhaps still being done.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(12);

    // A silo whose clock is wrong accepts them all the same.
    private static readonly TimeSpan s_clocks = TimeSpan.FromHours(3);

    private readonly Func<DevelopmentTokens> _tokens;

    /// <summary>What serves at these addresses.</summary>
    /// <param name="addresses">Silos, and last whatever is in front of them.</param>
    /// <param name="tokens">Signs for all of them.</param>
    public Stage(IEnumerable<Uri> addresses, Func<DevelopmentTokens> tokens)
    {
        _tokens = tokens;
        Http = [.. addresses.Select(address => new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(3) })
        {
            BaseAddress = address,
            Timeout = s_patience,
        })];
    }

    /// <summary>A client for each address.</summary>
    public IReadOnlyList<HttpClient> Http { get; }

    /// <summary>A token that outlives the run.</summary>
    public string Token(string role, string? organization = null, string? advisor = null) => _tokens().Sign(
        role, organization, advisor, DateTimeOffset.UtcNow.AddHours(12), DateTimeOffset.UtcNow - s_clocks);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var http in Http)
            http.Dispose();
    }
}
