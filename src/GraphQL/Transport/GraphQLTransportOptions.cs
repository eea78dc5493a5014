using System.ComponentModel.DataAnnotations;

namespace Scheduling.Api.Transport;

/// <summary>How GraphQL is served and what one request may cost. Every limit answers with a GraphQL error.</summary>
public sealed class GraphQLTransportOptions
{
    /// <summary>Refuse callers without a valid token, except for the IDE page. Default: true.</summary>
    public bool RequireAuthentication { get; set; } = true;

    /// <summary>
    /// Origins (<c>https://host:port</c>, or <c>*</c>) whose pages may open WebSockets, besides this host's own pages and
    /// clients that send no Origin. Default: none.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>The largest request body, and the longest query string. Default: 256 KiB.</summary>
    [Range(1024, int.MaxValue)]
    public int MaxBodyBytes { get; set; } = 256 * 1024;

    /// <summary>How long one operation may run, or a subscription may take to start. Default: 30 s.</summary>
    public TimeSpan ExecutionTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest document, in characters. Default: 32,768.</summary>
    [Range(1, int.MaxValue)]
    public int MaxDocumentLength { get; set; } = 32_768;

    /// <summary>The most tokens (names, brackets, values) in a document. Default: 4,000.</summary>
    [Range(1, int.MaxValue)]
    public int MaxTokens { get; set; } = 4_000;

    /// <summary>
    /// The most fields in a document, fragments counted at each use. Validation is quadratic in this: about 0.1 s at the
    /// default, which is 500; an introspection query has 240.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int MaxFields { get; set; } = 500;

    /// <summary>The deepest nesting of fields; an introspection query needs 15. Default: 20.</summary>
    [Range(1, 60)]
    public int MaxDepth { get; set; } = 20;

    /// <summary>The most root fields, aliases included, of one operation. Default: 20.</summary>
    [Range(1, int.MaxValue)]
    public int MaxRootFields { get; set; } = 20;

    /// <summary>
    /// The highest complexity: the number of fields an answer may have, a list counted with its <c>first</c> or
    /// <c>last</c>, or as 20. Default: 20,000.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int MaxComplexity { get; set; } = 20_000;

    /// <summary>
    /// How much is kept of validated documents, in characters; each counts 1,024 more, and 256 for each of its fields, for what is
    /// remembered of how to read them. Default: 4,000,000.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int DocumentCacheSize { get; set; } = 4_000_000;

    /// <summary>How long a socket may take to send <c>connection_init</c>. Default: 10 s.</summary>
    public TimeSpan ConnectionInitTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often an idle socket is pinged and an idle event stream gets a comment. Default: 15 s.</summary>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The most operations one socket may have under way. Default: 50.</summary>
    [Range(1, int.MaxValue)]
    public int MaxOperationsPerSocket { get; set; } = 50;

    /// <summary>How many messages may wait for a slow reader before its connection is closed. Default: 256.</summary>
    [Range(1, int.MaxValue)]
    public int MaxQueuedMessages { get; set; } = 256;

    /// <summary>
    /// How long one message may wait for a reader that takes nothing before its connection is dropped. Default: 1 min.
    /// </summary>
    public TimeSpan SlowReaderTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a stopping server lets a socket's queries and mutations finish, and a peer answer a close. Default: 5 s.</summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
