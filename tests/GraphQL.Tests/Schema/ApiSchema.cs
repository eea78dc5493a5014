using System.Reflection;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using GraphQL;
using GraphQL.SystemTextJson;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;
using Scheduling.Api.Common;
using Scheduling.Grains.Common;
using Scheduling.Testing;

namespace Scheduling.Api.Tests.Schema;

/// <summary>The schema as it is served, without a transport and without a cluster.</summary>
internal static class ApiSchema
{
    private static readonly ServiceProvider Services = Build(DispatchProxy.Create<IGrainFactory, NoGrains>());

    private static readonly Lazy<ISchema> Built = new(() =>
    {
        var schema = Services.GetRequiredService<ISchema>();
        schema.Initialize();
        return schema;
    });

    public static ISchema Instance => Built.Value;

    /// <summary>Executes where a grain that is asked fails the test.</summary>
    public static Task<JsonElement> ExecuteAsync(string query, ClaimsPrincipal? user, string? variables = null) =>
        ExecuteAsync(Services, query, user, variables);

    /// <summary>A request where a grain that is asked fails the test.</summary>
    public static ApiRequest RequestOf(Actor actor) => new(actor, Services.GetRequiredService<ApiServices>());

    /// <summary>Executes against these grains.</summary>
    public static async Task<JsonElement> ExecuteAsync(
        IGrainFactory grains, string query, ClaimsPrincipal user, string? variables = null)
    {
        await using var services = Build(grains);
        return await ExecuteAsync(services, query, user, variables);
    }

    /// <summary>A signed-in caller with these claims beside the subject.</summary>
    public static ClaimsPrincipal Caller(params (string Type, string Value)[] claims) => new(new ClaimsIdentity(
        [new Claim("sub", "ana"), .. claims.Select(claim => new Claim(claim.Type, claim.Value))], "test"));

    private static ServiceProvider Build(IGrainFactory grains) => new ServiceCollection()
        .AddLogging()
        .AddSingleton(grains)
        .AddSchedulingGraphQL()
        .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

    private static async Task<JsonElement> ExecuteAsync(
        ServiceProvider services, string query, ClaimsPrincipal? user, string? variables)
    {
        await using var scope = services.CreateAsyncScope();
        var serializer = new GraphQLSerializer(options => options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        var result = await services.GetRequiredService<IDocumentExecuter>().ExecuteAsync(new ExecutionOptions
        {
            Schema = services.GetRequiredService<ISchema>(),
            Query = query,
            Variables = variables is null ? null : serializer.Deserialize<Inputs>(variables),
            User = user,
            RequestServices = scope.ServiceProvider,
        });
        return JsonDocument.Parse(serializer.Serialize(result)).RootElement;
    }
}
