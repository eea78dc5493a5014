using GraphQL;
using GraphQL.DI;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Scheduling.Api.Common;
using Scheduling.Api.Errors;
using Scheduling.Api.Feeds;
using Scheduling.Api.Organizations;
using Scheduling.Api.Scalars;
using Scheduling.Api.Security;
using Scheduling.Grains;
using Scheduling.Grains.Common;

namespace Scheduling.Api;

/// <summary>Adds the schema; the transport that serves it is added beside it.</summary>
public static class GraphQLSetup
{
    /// <summary>
    /// Adds the schema with its resolvers. They need an <see cref="IGrainFactory"/>, and whoever executes sets
    /// <see cref="ExecutionOptions.User"/> to the caller: without one every operation is refused as UNAUTHENTICATED.
    /// </summary>
    public static IServiceCollection AddSchedulingGraphQL(this IServiceCollection services)
    {
        // Read while the schema is built: what API users see are the summaries written here.
        GlobalSwitches.EnableReadDescriptionFromXmlDocumentation = true;
        services.AddSchedulingGrains();
        services.AddSingleton<ApiServices>();
        services.AddSingleton<FeedStreams>();
        services.AddSingleton<OrganizationNames>();
        services.AddSingleton<IConfigureExecution, CallerGate>();
        return services.AddGraphQL(builder => builder
            .AddAutoSchema<Query>(schema => schema.WithMutation<Mutation>().WithSubscription<Subscription>())
            .AddGraphTypes(typeof(GraphQLSetup).Assembly)
            .ConfigureSchema(AddTypes));
    }

    private static void AddTypes(ISchema schema, IServiceProvider services)
    {
        schema.RegisterTypeMapping<Instant, DateTimeScalar>();
        schema.RegisterTypeMapping<OffsetDateTime, DateTimeScalar>();
        schema.RegisterTypeMapping<LocalTime, LocalTimeScalar>();
        schema.RegisterTypeMapping<Duration, DurationScalar>();
        schema.RegisterTypeMapping<long, LongScalar>();
        schema.RegisterTypeMapping<IsoDayOfWeek, DayOfWeekType>();
        schema.RegisterTypeMapping<RefusalCode, ErrorCodeType>();
        schema.RegisterTypeMapping<LocalDate, LocalDateScalar>();
        schema.RegisterVisitor(new DescriptionVisitor());
        schema.RegisterVisitor(new TypeLookupVisitor());
    }
}
