using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Scheduling.Acceptance.Tests.World;

/// <summary>Somebody with a token who calls one server.</summary>
internal sealed class Caller(HttpClient http, string? token)
{
    /// <summary>Everything a refusal can tell.</summary>
    public const string Errors =
        "errors { __typename code message ... on InvalidInput { field } ... on RuleRefusal { rule limit actual } "
        + "... on SlotConflict { conflicts { period { start end } state seatsTaken network { id } } "
        + "alternatives { room { id } period { start end } } } }";

    private static readonly Dictionary<string, string> s_results = new()
    {
        ["registerMunicipality"] = "municipality { id name inseeCode }",
        ["registerNetwork"] = "network { id name }",
        ["registerAdvisor"] = "advisor { id name timeZone }",
        ["publishVenue"] = "venue { id name timeZone maxOccupancy }",
        ["publishRoom"] = "room { id name seats sharing }",
        ["closeVenue"] = "closure { id period { start end } reason } cancelled { id status }",
        ["removeClosure"] = "closure { id period { start end } reason }",
        ["updateVenue"] = "venue { id name location { latitude } maxOccupancy opensOnDaysOff openingHours { day opens } } cancelled { id status }",
        ["updateRoom"] = "room { id name seats sharing } cancelled { id status }",
        ["updateAdvisor"] = "advisor { id name workingHours { day } } cancelled { id status }",
        ["addUnavailability"] = "unavailability { id period { start end } reason } cancelled { id status }",
        ["removeUnavailability"] = "unavailability { id period { start end } reason }",
        ["bookRoom"] = BookingFields,
        ["cancelBooking"] = BookingFields,
        ["rescheduleBooking"] = BookingFields,
        ["changeBooking"] = BookingFields,
        ["decideBooking"] = BookingFields,
        ["answerInvitation"] = BookingFields,
        ["leaveBooking"] = BookingFields,
        ["setInvitationPolicy"] = "advisor { id }",
        ["askToJoin"] = "joinRequest { status booking { id } }",
        ["answerJoinRequest"] = BookingFields,
        ["joinWaitlist"] = EntryFields,
        ["leaveWaitlist"] = EntryFields,
        ["answerOffer"] = BookingFields,
        ["checkIn"] = BookingFields,
        ["checkOut"] = BookingFields,
        ["setTravelRules"] = "network { id travelRules { enabled detourFactor kilometresPerHour margin } }",
        ["registerAttendee"] = $"attendee {{ {AttendeeFields} }} {WorkshopFields}",
        ["cancelRegistration"] = $"attendee {{ {AttendeeFields} }} {WorkshopFields}",
        ["forgetAttendee"] = WorkshopFields,
        ["recordAttendance"] = $"attendees {{ {AttendeeFields} }} {WorkshopFields}",
        ["setPlaces"] = WorkshopFields,
        ["bookSeries"] = $"{SeriesFields} dates {{ date outcome period {{ start end }} booking {{ id }} }}",
        ["retrySeries"] = SeriesFields,
        ["cancelSeries"] = SeriesFields,
        ["rescheduleSeries"] = SeriesFields,
        ["decideSeries"] = SeriesFields,
    };

    private const string SeriesFields =
        "series { id rule firstDate startsAt duration dates { date outcome period { start end } booking { id status } errors { code } } }";

    private const string AttendeeFields = "network { id } reference status position registeredAt";

    private const string WorkshopFields =
        "workshop { bookingId status places registered waiting attended absent excused }";

    private const string EntryFields = "entry { id status position answerBy advisor { id } booking { id status awaiting } }";

    private const string BookingFields =
        "booking { id status version seats period { start end } room { id } advisor { id } coHosts { id } history { status by note } }";

    /// <summary>The token it presents.</summary>
    public string Token => token ?? "";

    /// <summary>Every mutation there is.</summary>
    public static IEnumerable<string> Mutations => s_results.Keys;

    /// <summary>The document of a mutation that asks for all it can answer.</summary>
    public static string Mutation(string name) =>
        $"mutation($input: {char.ToUpperInvariant(name[0])}{name[1..]}Input!) {{ {name}(input: $input) {{ {s_results[name]} {Errors} }} }}";

    /// <summary>Sends a document.</summary>
    public Task<Answer> SendAsync(string query, object? variables = null) =>
        PostAsync(
            new StringContent(JsonSerializer.Serialize(new { query, variables }), Encoding.UTF8, "application/json"));

    /// <summary>Sends any body.</summary>
    public async Task<Answer> PostAsync(HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "graphql") { Content = content };
        request.Headers.Accept.ParseAdd("application/graphql-response+json");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Gets anything that is not GraphQL; the caller disposes of it.</summary>
    public async Task<HttpResponseMessage> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await http.SendAsync(request);
    }

    /// <summary>A query's data.</summary>
    public async Task<JsonElement> QueryAsync(string query, object? variables = null) =>
        (await SendAsync(query, variables)).Data;

    /// <summary>A mutation's payload, accepted or refused.</summary>
    public async Task<JsonElement> MutateAsync(string name, object input) =>
        (await SendAsync(Mutation(name), new { input })).Data.At(name);
}
