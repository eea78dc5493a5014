using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Testing;
using Period = Scheduling.Grains.Calendars.Period;

namespace Scheduling.Silo.Tests.Audit;

/// <summary>
/// A small town on a server: an exclusive room and one shared by seats in a building that counts people, a booking of two
/// advisors, one of the shared room, and one that was cancelled. A week later a series, and what a waiting list got.
/// </summary>
internal sealed class AuditedTown
{
    private readonly HttpClient caller;

    private AuditedTown(HttpClient caller) => this.caller = caller;

    public static IsoWeek Week { get; } =
        new(IsoWeek.Of(SystemClock.Instance.GetCurrentInstant()).Number + 3);

    public string Venue { get; private set; } = "";

    /// <summary>One booking at a time.</summary>
    public string Room { get; private set; } = "";

    /// <summary>Eight seats.</summary>
    public string Shared { get; private set; } = "";

    public string Lead { get; private set; } = "";

    public string CoHost { get; private set; } = "";

    public string Other { get; private set; } = "";

    /// <summary>Of the lead and the co-host, in the exclusive room.</summary>
    public BookingId Booking { get; private set; }

    /// <summary>Of the other advisor, six seats of the shared room at the same time.</summary>
    public BookingId Seats { get; private set; }

    /// <summary>Of the other advisor, in the exclusive room, later.</summary>
    public BookingId Cancelled { get; private set; }

    /// <summary>Of a week later: leads the series, and waited.</summary>
    public string Regular { get; private set; } = "";

    /// <summary>Of two days in the shared room.</summary>
    public SeriesId Series { get; private set; }

    /// <summary>Who waited for the exclusive room, and got it outright.</summary>
    public WaitlistEntryId Entry { get; private set; }

    /// <summary>What was waited for.</summary>
    public BookingId Waited { get; private set; }

    /// <summary>The week of the series and of what was waited for.</summary>
    public static IsoWeek Later { get; } = new(Week.Number + 1);

    public static Period Hours(int from, int to) => new(Week.Start + Duration.FromHours(from), Week.Start + Duration.FromHours(to));

    /// <summary>Makes all of it through the API.</summary>
    public static async Task<AuditedTown> FoundAsync(SiloProcess silo, DevelopmentTokens tokens)
    {
        using var http = new HttpClient { BaseAddress = silo.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.Sign("ADMIN"));
        var town = new AuditedTown(http);
        var owner = await town.MakeAsync("registerMunicipality", "municipality", """inseeCode: "36005", name: "Ardentes" """);
        var network = await town.MakeAsync("registerNetwork", "network", """name: "La Poste" """);
        var hours = string.Join(", ", Enum.GetNames<DayOfWeek>()
            .Select(day => $$"""{ day: {{day.ToUpperInvariant()}}, opens: "00:00", closes: "00:00" }"""));
        town.Venue = await town.MakeAsync("publishVenue", "venue",
            $$"""
            ownerId: "{{owner}}", name: "Mairie", maxOccupancy: 20, openingHours: [{{hours}}], opensOnDaysOff: true,
            address: { city: "Ardentes", postalCode: "36120", inseeCode: "36005" }
            """);
        town.Room = await town.MakeAsync("publishRoom", "room", $$"""venueId: "{{town.Venue}}", name: "Conseil", seats: 8""");
        town.Shared = await town.MakeAsync("publishRoom", "room",
            $$"""venueId: "{{town.Venue}}", name: "Grande", seats: 8, sharing: BY_SEATS""");
        town.Lead = await town.HireAsync(network);
        town.CoHost = await town.HireAsync(network);
        town.Other = await town.HireAsync(network);
        town.Booking = await town.BookAsync(town.Room, town.Lead, Hours(9, 11), 8, town.CoHost);
        await town.MakeAsync("registerAttendee", "attendee", $$"""bookingId: "{{town.Booking}}", networkId: "{{network}}", reference: "a1" """, "reference");
        town.Seats = await town.BookAsync(town.Shared, town.Other, Hours(9, 11), 6);
        town.Cancelled = await town.BookAsync(town.Room, town.Other, Hours(14, 16), 4);
        await town.MakeAsync("cancelBooking", "booking", $$"""bookingId: "{{town.Cancelled}}" """);
        town.Regular = await town.HireAsync(network);
        await town.PlanAsync();
        return town;
    }

    private async Task PlanAsync()
    {
        var monday = LocalDatePattern.Iso.Format(Later.Start.InUtc().Date.PlusDays(1));
        Assert.True(SeriesId.TryParse(await MakeAsync("bookSeries", "series",
            $$"""
            roomId: "{{Shared}}", advisorId: "{{Regular}}", seats: 3, firstDate: "{{monday}}", startsAt: "10:00", duration: "PT1H",
            rule: "FREQ=DAILY;COUNT=2"
            """), out var series));
        var waited = new Period(Later.Start + Duration.FromHours(80), Later.Start + Duration.FromHours(82));
        var got = await SendAsync("joinWaitlist", "entry",
            $$"""
            roomId: "{{Room}}", advisorId: "{{Regular}}", seats: 3, bookOutright: true,
            period: { start: "{{InstantPattern.General.Format(waited.Start)}}", end: "{{InstantPattern.General.Format(waited.End)}}" }
            """, "id booking { id }");
        Assert.True(WaitlistEntryId.TryParse(got.GetProperty("id").GetString(), out var entry));
        Assert.True(BookingId.TryParse(got.GetProperty("booking").GetProperty("id").GetString(), out var booking));
        (Series, Entry, Waited) = (series, entry, booking);
    }

    private Task<string> HireAsync(string network) =>
        MakeAsync("registerAdvisor", "advisor", $$"""networkId: "{{network}}", name: "Camille" """);

    private async Task<BookingId> BookAsync(string room, string lead, Period period, int seats, params string[] coHosts)
    {
        var id = await MakeAsync("bookRoom", "booking",
            $$"""
            roomId: "{{room}}", advisorId: "{{lead}}", seats: {{seats}}, coHostIds: {{JsonSerializer.Serialize(coHosts)}},
            period: { start: "{{InstantPattern.General.Format(period.Start)}}", end: "{{InstantPattern.General.Format(period.End)}}" }
            """);
        Assert.True(BookingId.TryParse(id, out var booking));
        return booking;
    }

    private async Task<string> MakeAsync(string mutation, string made, string input, string told = "id") =>
        (await SendAsync(mutation, made, input, told)).GetProperty(told).GetString()!;

    private async Task<JsonElement> SendAsync(string mutation, string made, string input, string fields)
    {
        var query = $$"""mutation { {{mutation}}(input: { {{input}} }) { {{made}} { {{fields}} } errors { code message } } }""";
        using var response = await caller.PostAsJsonAsync("graphql", new { query });
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return answer.TryGetProperty("data", out var data) && data.GetProperty(mutation).GetProperty(made) is { ValueKind: JsonValueKind.Object } node
            ? node
            : throw new InvalidOperationException($"{query}: {answer}");
    }
}
