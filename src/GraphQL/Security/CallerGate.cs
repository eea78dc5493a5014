using GraphQL;
using GraphQL.DI;
using GraphQL.Types;
using Scheduling.Api.Common;
using Scheduling.Api.Errors;

namespace Scheduling.Api.Security;

/// <summary>
/// Lets nobody in who has not signed in: every operation is refused before it is parsed. For everyone else it makes the
/// <see cref="ApiRequest"/> of the execution.
/// </summary>
internal sealed class CallerGate(ApiServices services) : IConfigureExecution
{
    private const string Key = "scheduling.request";

    /// <summary>Before anything that costs: the document cache, parsing, limits.</summary>
    public float SortOrder => 0;

    public Task<ExecutionResult> ExecuteAsync(ExecutionOptions options, ExecutionDelegate next)
    {
        if (ActorReader.Read(options.User) is not { } actor)
            return Task.FromResult(new ExecutionResult { Errors = [ApiError.Unauthenticated()] });
        options.UserContext[Key] = new ApiRequest(actor, services);
        return next(options);
    }

    /// <summary>The request of the execution under way.</summary>
    public static ApiRequest RequestOf(IResolveFieldContext context) => (ApiRequest)context.UserContext[Key]!;
}

/// <summary>The resolver's parameter is the request under way, not an argument of the field.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class FromRequestAttribute : GraphQLAttribute
{
    public override void Modify(ArgumentInformation argumentInformation) =>
        argumentInformation.SetDelegate<ApiRequest>(CallerGate.RequestOf);
}
