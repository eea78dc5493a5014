using System.Reflection;
using System.Security.Claims;
using System.Text.Json;
using GraphQL;
using GraphQL.SystemTextJson;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Scheduling.Api.Tests.Schema;

/// <summary>The schema as it is served, without a transport and without a cluster: a grain that is asked fails the test.</summary>
internal static class ApiSchema
{
    private static readonly ServiceProvider Services = new ServiceCollection()
        .AddLogging()
        .AddSingleton(DispatchProxy.Create<IGrainFactory, NoGrains>())
        .AddSchedulingGraphQL()
        .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

    private static readonly Lazy<ISchema> Built = new(() =>
    {
        var schema = Services.GetRequiredService<ISchema>();
        schema.Initialize();
        return schema;
    });

    public static ISchema Instance => Built.Value;

    public static async Task<JsonElement> ExecuteAsync(
        string query, ClaimsPrincipal? user, string? variables = null)
    {
        await using var scope = Services.CreateAsyncScope();
        var serializer = new GraphQLSerializer();
        var result = await Services.GetRequiredService<IDocumentExecuter>().ExecuteAsync(new ExecutionOptions
        {
            Schema = Instance,
            Query = query,
            Variables = variables is null ? null : serializer.Deserialize<Inputs>(variables),
            User = user,
            RequestServices = scope.ServiceProvider,
        });
        return JsonDocument.Parse(serializer.Serialize(result)).RootElement;
    }

    /// <summary>A signed-in caller with these claims beside the subject.</summary>
    public static ClaimsPrincipal Caller(params (string Type, string Value)[] claims) => new(new ClaimsIdentity(
        [new Claim("sub", "ana"), .. claims.Select(claim => new Claim(claim.Type, claim.Value))], "test"));

    public class NoGrains : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            throw new InvalidOperationException($"No grain may be asked here, but {targetMethod?.Name} was called.");
    }
}
