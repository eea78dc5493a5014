using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQL.Validation.Complexity;
using GraphQL.Validation.Rules.Custom;
using GraphQLParser.AST;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Scheduling.Api.Execution;
using Scheduling.Api.Ide;
using Scheduling.Api.Overload;

namespace Scheduling.Api.Transport;

/// <summary>Serves the application's <see cref="ISchema"/> over HTTP, WebSocket and event streams.</summary>
public static class GraphQLTransportSetup
{
    private static readonly Microsoft.AspNetCore.Authorization.AllowAnonymousAttribute s_everybody = new();

    /// <summary>
    /// Adds the transports and how operations are run: limits, the document cache, masked failures. The schema is added
    /// by <c>AddGraphQL</c>, before or after; a <see cref="IRequestAuthenticator"/>, <see cref="LimitOptions"/> or
    /// <see cref="IBacklog"/> added before replaces the default.
    /// </summary>
    public static IServiceCollection AddGraphQLTransport(
        this IServiceCollection services, Action<GraphQLTransportOptions>? configure = null)
    {
        services.AddOptions<GraphQLTransportOptions>()
            .Configure(configure ?? (_ => { }))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IRequestAuthenticator, SchemeAuthenticator>();
        services.TryAddSingleton(new LimitOptions());
        services.TryAddSingleton<IBacklog, NoBacklog>();
        services.AddSingleton<OverloadGate>();
        services.AddSingleton<ErrorMasking>();
        services.AddSingleton<GraphQLExecutor>();
        services.AddSingleton<SocketTransport>();
        services.AddSingleton<EventStreamTransport>();
        services.AddSingleton<HttpTransport>();
        services.Replace(ServiceDescriptor.Singleton<IDocumentBuilder, LimitedDocumentBuilder>());
        services.Replace(ServiceDescriptor.Singleton<IDocumentValidator, PlannedValidator>());
        return services.AddGraphQL(builder => builder
            .AddExecutionStrategy<PlannedStrategy>(OperationType.Query)
            .AddExecutionStrategy<PlannedStrategy>(OperationType.Mutation)
            .AddExecutionStrategy<SharingStrategy>(OperationType.Subscription)
            .AddValidationRule<OperationKindRule>(useForCachedDocuments: true)
            .AddValidationRule<ComplexityValidationRule>(useForCachedDocuments: true)
            .ConfigureExecution<DocumentCache>()
            .ConfigureExecution(provider => provider.GetRequiredService<ErrorMasking>())
            .Services.Configure<ComplexityOptions>((complexity, provider) =>
                Complexity.Configure(complexity, provider.GetRequiredService<IOptions<GraphQLTransportOptions>>().Value)));
    }

    /// <summary>
    /// Maps every transport to one path, and the IDE's files below it. Authentication middleware must come before; the
    /// endpoint itself admits everybody and lets the transport refuse in GraphQL's own form. The schema is built here, so
    /// that one that cannot be built stops the start and not the first caller.
    /// </summary>
    public static IEndpointConventionBuilder MapGraphQLTransport(this IEndpointRouteBuilder endpoints, string path = "/graphql")
    {
        endpoints.ServiceProvider.GetRequiredService<ISchema>().Initialize();
        var transport = endpoints.ServiceProvider.GetRequiredService<HttpTransport>();
        var pipeline = endpoints.CreateApplicationBuilder();
        pipeline.UseWebSockets();
        pipeline.Run(transport.InvokeAsync);

        endpoints.MapGet($"{path}/{IdePage.Folder}/{{**file}}", IdePage.ServeFile).WithMetadata(s_everybody);
        return endpoints.Map(path, pipeline.Build()).WithMetadata(s_everybody);
    }
}
