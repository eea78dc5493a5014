using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Scheduling.Benchmarks.Load;
using Scheduling.Benchmarks.Worlds;

namespace Scheduling.Benchmarks.Targets;

/// <summary>The baseline: plain JSON.</summary>
internal sealed class BaselineTarget(Tokens tokens) : Target
{
    private readonly ConcurrentDictionary<int, string> _tokens = new();

    /// <summary>Loads the plan into an empty baseline. Its numbers are the plan's, from 1 on.</summary>
    public async Task LoadAsync(WorldPlan plan)
    {
        var hours = Enumerable.Range((int)DayOfWeek.Monday, Times.Days)
            .Select(day => new { day, opens = $"{WorldPlan.Opens:00}:00:00", closes = $"{WorldPlan.Closes:00}:00:00" }).ToArray();
        var world = new
        {
            networks = Enumerable.Range(0, WorldPlan.Networks).Select(i => new { id = i + 1, name = $"Réseau {i}" }),
            venues = Enumerable.Range(0, plan.Venues).Select(i => new
            {
                id = i + 1,
                name = $"Lieu {i}",
                latitude = plan.PlaceOf(i).Latitude,
                longitude = plan.PlaceOf(i).Longitude,
                timeZone = "Europe/Paris",
                openingHours = hours,
            }),
            rooms = Enumerable.Range(0, plan.Rooms).Select(i => new
            {
                id = i + 1,
                venueId = (i / WorldPlan.RoomsInVenue) + 1,
                name = $"Salle {i}",
                seats = WorldPlan.SeatsOf(i),
                bySeats = false,
                minimumNoticeMinutes = 60,
                maximumMinutes = 480,
            }),
            advisors = Enumerable.Range(0, plan.Advisors).Select(i => new { id = i + 1, networkId = WorldPlan.NetworkOf(i) + 1, name = $"Conseiller {i}" }),
        };
        using var http = new HttpClient { BaseAddress = Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.Sign("ADMIN"));
        using var answer = await http.PostAsJsonAsync("world", world);
        answer.EnsureSuccessStatusCode();
    }

    /// <inheritdoc/>
    public override void Book(RequestBuffer to, Slot slot, string key, int? places = null) => to.Post(
        "/bookings", TokenOf(slot.Advisor), $$"""
        {"roomId":{{slot.Room + 1}},"advisorId":{{slot.Advisor + 1}},"start":"{{slot.Start}}","end":"{{slot.End}}","seats":4,"title":"Premiers pas sur internet","purpose":"{{(places is null ? "APPOINTMENTS" : "WORKSHOP")}}"{{(places is null ? "" : $",\"places\":{places}")}},"idempotencyKey":"{{key}}"}
        """);

    /// <inheritdoc/>
    public override void Cancel(RequestBuffer to, string booking, int advisor, string key) => to.Post(
        $"/bookings/{booking}/cancel", TokenOf(advisor), $$"""
        {"reason":"Grippe","idempotencyKey":"{{key}}"}
        """);

    /// <inheritdoc/>
    public override void Move(RequestBuffer to, string booking, Slot slot, string key) => to.Post(
        $"/bookings/{booking}/move", TokenOf(slot.Advisor), $$"""
        {"roomId":{{slot.Room + 1}},"start":"{{slot.Start}}","end":"{{slot.End}}","idempotencyKey":"{{key}}"}
        """);

    /// <inheritdoc/>
    public override void Find(RequestBuffer to, string booking, int advisor) => to.Get($"/bookings/{booking}", TokenOf(advisor));

    /// <inheritdoc/>
    public override void Calendar(RequestBuffer to, int room, int week, int advisor) => to.Get(
        $"/rooms/{room + 1}/calendar?start={InUrl(Times.Monday(week))}&end={InUrl(Times.Monday(week + 1))}", TokenOf(advisor));

    /// <inheritdoc/>
    public override void Search(RequestBuffer to, (double Latitude, double Longitude) near, int week, int hour, int advisor) => to.Post(
        "/rooms/available", TokenOf(advisor), string.Create(CultureInfo.InvariantCulture, $$"""
        {"latitude":{{near.Latitude}},"longitude":{{near.Longitude}},"withinKm":20,"seats":8,"start":"{{Times.Text(Times.Start(week, hour))}}","end":"{{Times.Text(Times.Start(week, hour).AddHours(2))}}","first":20}
        """));

    /// <inheritdoc/>
    public override void Register(RequestBuffer to, string booking, string reference, int advisor, string key) => to.Post(
        $"/bookings/{booking}/attendees", TokenOf(advisor), $$"""
        {"reference":"{{reference}}","idempotencyKey":"{{key}}"}
        """);

    private string TokenOf(int advisor) => _tokens.GetOrAdd(
        advisor, number => tokens.Sign("ADVISOR", advisor: (number + 1).ToString(CultureInfo.InvariantCulture)));

    private static string InUrl(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
