using System.Globalization;
using Scheduling.Baseline;
using Scheduling.Baseline.Contracts;
using Scheduling.Baseline.Rules;
using Scheduling.Baseline.Storage;

// What an experienced team would write instead of the product, for the benchmarks; see docs/performance.md.
var builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, BaselineJson.Default));
builder.Services.AddIdentity(builder.Configuration);
builder.Services.AddSingleton(TimeProvider.System).AddSingleton<Settings>().AddSingleton<Endpoints>();
var connection = builder.Configuration.GetConnectionString("Bookings")!;
builder.Services.AddSingleton<IBookingStore>(services => builder.Configuration["Storage"] == "Sqlite"
    ? new SqliteStore(connection, services.GetRequiredService<TimeProvider>())
    : new PostgreSqlStore(connection));

await using var app = builder.Build();
await app.Services.GetRequiredService<IBookingStore>().CreateAsync();
var endpoints = app.Services.GetRequiredService<Endpoints>();

app.UseAuthentication();
app.UseAuthorization();
app.MapGet("/metrics", () => string.Create(
    CultureInfo.InvariantCulture, $"dotnet_gc_heap_total_allocated_bytes_total {GC.GetTotalAllocatedBytes()}\n"));
var api = app.MapGroup("/").RequireAuthorization();
api.MapPost("/world", endpoints.LoadAsync);
api.MapPost("/bookings", endpoints.BookAsync);
api.MapGet("/bookings/{id:long}", endpoints.FindAsync);
api.MapPost("/bookings/{id:long}/cancel", endpoints.CancelAsync);
api.MapPost("/bookings/{id:long}/move", endpoints.MoveAsync);
api.MapPost("/bookings/{id:long}/attendees", endpoints.RegisterAsync);
api.MapGet("/rooms/{id:int}/calendar", endpoints.CalendarAsync);
api.MapPost("/rooms/available", endpoints.AvailableAsync);

await app.StartAsync();
Console.WriteLine($"Baseline listens on {app.Urls.Single()}");
await app.WaitForShutdownAsync();
