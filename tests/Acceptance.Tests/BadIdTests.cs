using System.Text.Json.Nodes;

namespace Scheduling.Acceptance.Tests;

/// <summary>Ids of another kind, ids of nothing and nonsense, in every place where an id can stand.</summary>
public sealed class BadIdTests(Scene scene) : IClassFixture<Scene>
{
    private static readonly string[] s_nonsense =
    [
        "", " ", "x", "42", "-", "😀", "room-", "advisor-", "booking-", "network-", "municipality-",
        "room-é", "room-a b", "room-a\u0000", "room-../../etc/passwd", "Room-abc", "ROOM-ABC", "advisor-' OR 1=1 --",
        "booking-a-2027W12", "booking-a-2027W54-b", "booking-a-9999W01-b", "booking-a-b-c-d-e", "municipality-2C004",
        new string('r', 300), $"room-{new string('a', 65)}", $"booking-{new string('a', 70)}-2027W12-b",
    ];

    public static TheoryData<string, string> Places => new()
    {
        { "registerAdvisor", "networkId" },
        { "publishVenue", "ownerId" },
        { "publishRoom", "venueId" },
        { "closeVenue", "venueId" },
        { "removeClosure", "venueId" },
        { "removeClosure", "closureId" },
        { "updateVenue", "venueId" },
        { "updateRoom", "roomId" },
        { "updateAdvisor", "advisorId" },
        { "addUnavailability", "advisorId" },
        { "removeUnavailability", "advisorId" },
        { "removeUnavailability", "unavailabilityId" },
        { "bookRoom", "roomId" },
        { "bookRoom", "advisorId" },
        { "bookRoom", "coHostIds.0" },
        { "cancelBooking", "bookingId" },
        { "rescheduleBooking", "bookingId" },
        { "rescheduleBooking", "roomId" },
        { "changeBooking", "bookingId" },
        { "changeBooking", "coHostIds.0" },
        { "decideBooking", "bookingId" },
        { "answerInvitation", "bookingId" },
        { "answerInvitation", "advisorId" },
        { "leaveBooking", "bookingId" },
        { "leaveBooking", "advisorId" },
        { "setInvitationPolicy", "advisorId" },
        { "setInvitationPolicy", "networkIds.0" },
        { "askToJoin", "bookingId" },
        { "askToJoin", "advisorId" },
        { "answerJoinRequest", "bookingId" },
        { "answerJoinRequest", "advisorId" },
        { "registerAttendee", "bookingId" },
        { "registerAttendee", "networkId" },
        { "cancelRegistration", "bookingId" },
        { "cancelRegistration", "networkId" },
        { "forgetAttendee", "bookingId" },
        { "forgetAttendee", "networkId" },
        { "recordAttendance", "bookingId" },
        { "recordAttendance", "attendances.0.networkId" },
        { "setPlaces", "bookingId" },
        { "bookSeries", "roomId" },
        { "bookSeries", "advisorId" },
        { "bookSeries", "coHostIds.0" },
        { "retrySeries", "seriesId" },
        { "cancelSeries", "seriesId" },
        { "rescheduleSeries", "seriesId" },
        { "rescheduleSeries", "roomId" },
        { "decideSeries", "seriesId" },
        { "joinWaitlist", "roomId" },
        { "joinWaitlist", "advisorId" },
        { "leaveWaitlist", "entryId" },
        { "answerOffer", "bookingId" },
        { "checkIn", "bookingId" },
        { "checkOut", "bookingId" },
        { "setTravelRules", "networkId" },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Mutate_BadId_IsRefusedByNameAndChangesNothing(string mutation, string path)
    {
        var before = await scene.LookAsync();
        var good = Kind(path);
        foreach (var id in s_nonsense.Concat(OfEveryKind().Where(id => !good.Contains(id.Split('-')[0]))))
        {
            var answer = await scene.Server.Admin.SendAsync(
                Caller.Mutation(mutation), new { input = scene.Input(mutation, path, JsonValue.Create(id)) });

            Refused.ByName(answer, mutation, path);
        }

        Assert.Equal(before, await scene.LookAsync());
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Mutate_IdOfNothing_IsNotFoundAndChangesNothing(string mutation, string path)
    {
        var before = await scene.LookAsync();
        foreach (var kind in Kind(path))
        {
            var id = kind switch
            {
                "booking" => "booking-none-2027W12-none",
                "series" => "series-none-none",
                "municipality" => "municipality-98735",
                "wait" => "wait-none-none",
                _ => $"{kind}-none",
            };

            var payload =
                await scene.Server.Admin.MutateAsync(mutation, scene.Input(mutation, path, JsonValue.Create(id)));

            Assert.Contains("NOT_FOUND", payload.Codes());
            Assert.Contains("There is no", payload.Error("NOT_FOUND").Text("message"));
        }

        Assert.Equal(before, await scene.LookAsync());
    }

    [Theory]
    [InlineData("network")]
    [InlineData("advisor")]
    [InlineData("venue")]
    [InlineData("room")]
    [InlineData("booking")]
    [InlineData("series")]
    [InlineData("waitlistEntry")]
    public async Task Query_BadId_IsAnErrorWithPathAndField(string field)
    {
        foreach (var id in s_nonsense.Concat(OfEveryKind()
            .Where(id => !id.StartsWith($"{field}-", StringComparison.Ordinal))))
        {
            var answer =
                await scene.Server.Admin.SendAsync($"query($id: ID!) {{ {field}(id: $id) {{ id }} }}", new { id });

            Refused.WithoutAFailure(answer);
            Assert.Equal(("INVALID_INPUT", "id", field),
                (answer.ErrorCode, answer.Json.Text("errors.0.extensions.field"), answer.Json.Text("errors.0.path.0")));
        }
    }

    [Fact]
    public async Task Query_NodeOrMunicipalityOfNonsense_IsAnErrorWithPathAndField()
    {
        foreach (var text in s_nonsense)
        {
            foreach (var (field, argument) in new[] { ("node", "id"), ("municipality", "inseeCode") })
            {
                var answer = await scene.Server.Admin.SendAsync(
                    $"query($x: {(argument == "id" ? "ID" : "String")}!) {{ {field}({argument}: $x) {{ id }} }}",
                        new { x = text });

                Refused.WithoutAFailure(answer);
                // One that could be of some kind may well be of nothing.
                if (answer.Json.TryGetProperty("errors", out _))
                    Assert.Equal((argument, field),
                        (answer.Json.Text("errors.0.extensions.field"), answer.Json.Text("errors.0.path.0")));
                else
                    Assert.True(answer.Data.IsNull(field), answer.Body);
            }
        }
    }

    [Theory]
    [InlineData("venueIds")]
    [InlineData("roomIds")]
    public async Task Follow_BadId_IsAnErrorThatNamesTheField(string field)
    {
        await using var client = await NodeClient.StartAsync(NodeClient.WebSocket, scene.Server.Url, scene.Server.Display.Token);
        foreach (var id in s_nonsense)
        {
            await client.DoAsync(new
            {
                @do = "subscribe",
                id = Guid.NewGuid().ToString(),
                query = $"subscription($ids: [ID!]) {{ occupancyChanged(where: {{ {field}: $ids }}) {{ version }} }}",
                variables = new { ids = new[] { id } },
            });

            var error = await client.ExpectAsync("error");

            Assert.Equal(("INVALID_INPUT", $"where.{field}.0"),
                (error.Text("errors.0.extensions.code"), error.Text("errors.0.extensions.field")));
        }
    }

    private static string[] Kind(string path) => path switch
    {
        "networkId" or "networkIds.0" or "attendances.0.networkId" => ["network"],
        "ownerId" => ["network", "municipality"],
        "venueId" => ["venue"],
        "roomId" => ["room"],
        "bookingId" => ["booking"],
        "closureId" => ["closure"],
        "unavailabilityId" => ["unavailability"],
        "seriesId" => ["series"],
        "entryId" => ["wait"],
        _ => ["advisor"],
    };

    private string[] OfEveryKind() =>
    [
        scene.Town.Id, scene.Town.Post.Id, scene.Advisor.Id, scene.Venue, scene.Room, scene.Booking,
        "closure-abc", "claim-abc", scene.Series,
    ];
}
