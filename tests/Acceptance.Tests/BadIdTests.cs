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
        { "bookRoom", "roomId" },
        { "bookRoom", "advisorId" },
        { "bookRoom", "coHostIds.0" },
        { "cancelBooking", "bookingId" },
        { "rescheduleBooking", "bookingId" },
        { "rescheduleBooking", "roomId" },
        { "decideBooking", "bookingId" },
        { "answerInvitation", "bookingId" },
        { "answerInvitation", "advisorId" },
        { "checkIn", "bookingId" },
        { "checkOut", "bookingId" },
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

            if (IsOpen(mutation))
                Refused.ByName(answer, mutation, path);
            else
                Assert.Equal(["WRONG_STATE"], answer.Data.At(mutation).Codes());
        }

        Assert.Equal(before, await scene.LookAsync());
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Mutate_IdOfNothing_IsNotFoundAndChangesNothing(string mutation, string path)
    {
        if (!IsOpen(mutation))
            return;
        var before = await scene.LookAsync();
        foreach (var kind in Kind(path))
        {
            var id = kind switch
            {
                "booking" => "booking-none-2027W12-none",
                "municipality" => "municipality-98735",
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

    private static bool IsOpen(string mutation) =>
        mutation is "registerAdvisor" or "publishVenue" or "publishRoom" or "closeVenue" or "bookRoom" or "cancelBooking"
            or "decideBooking";

    private static string[] Kind(string path) => path switch
    {
        "networkId" => ["network"],
        "ownerId" => ["network", "municipality"],
        "venueId" => ["venue"],
        "roomId" => ["room"],
        "bookingId" => ["booking"],
        _ => ["advisor"],
    };

    private string[] OfEveryKind() =>
    [
        scene.Town.Id, scene.Town.Post.Id, scene.Advisor.Id, scene.Venue, scene.Room, scene.Booking,
        "closure-abc", "claim-abc",
    ];
}
