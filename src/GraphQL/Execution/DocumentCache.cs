using GraphQL;
using GraphQL.DI;
using GraphQL.Validation.Rules;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Scheduling.Api.Transport;

namespace Scheduling.Api.Execution;

/// <summary>
/// Keeps validated documents, least recently used out first, bounded by their text and a charge for each of them and of their
/// fields, which is what is remembered of it. Of one that is known
/// only variables and arguments are read again; what else depends on them (complexity) or on the transport is checked where it
/// can differ, by the rules registered with <c>useForCachedDocuments</c>.
/// </summary>
internal sealed class DocumentCache(IOptions<GraphQLTransportOptions> options) : IConfigureExecution, IDisposable
{
    private const int ChargePerDocument = 1024;
    // What a plan takes, about; see SelectionPlan.
    private const int ChargePerField = 256;
    private readonly MemoryCache _documents = new(new MemoryCacheOptions { SizeLimit = options.Value.DocumentCacheSize });

    /// <summary>After everything that adds validation rules (100).</summary>
    public float SortOrder => 200;

    /// <inheritdoc/>
    public async Task<ExecutionResult> ExecuteAsync(ExecutionOptions execution, ExecutionDelegate next)
    {
        if (execution.Query is not { } text || execution.Document is not null)
            return await next(execution);

        if (_documents.TryGetValue(text, out KnownDocument? known))
        {
            execution.Document = known!.Document;
            execution.ValidationRules = IsAllowedAgain(known, execution)
                ? []
                : [FieldArgumentsAreValidRule.Instance, .. execution.CachedDocumentValidationRules ?? []];
            return await next(execution);
        }

        var result = await next(execution);
        if (result is { Executed: true, Document: { } validated })
        {
            var size = text.Length + ChargePerDocument + (DocumentShape.Of(validated).Fields * ChargePerField);
            _documents.Set(text, KnownDocument.Of(validated), new MemoryCacheEntryOptions { Size = size });
        }

        return result;
    }

    public void Dispose() => _documents.Dispose();

    // Without rules the library leaves out two of its three walks over the document.
    private static bool IsAllowedAgain(KnownDocument known, ExecutionOptions execution) =>
        known.HasFixedCost
        && (execution.UserContext is not TransportContext transport || transport.Serves(known))
        && !execution.Schema!.GetMetadata(FieldArgumentsAreValidRule.HAS_FIELD_ARGUMENT_VALIDATION_KEY, defaultValue: false);
}
