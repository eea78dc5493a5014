using System.Diagnostics.CodeAnalysis;
using GraphQL;
using Scheduling.Api.Common;
using Scheduling.Api.Errors;
using Scheduling.Api.Rooms;
using Scheduling.Api.Security;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;

namespace Scheduling.Api;

public sealed partial class Mutation
{
    /// <summary>Publishes a room of a venue, for the managers of the venue's owner.</summary>
    /// <param name="api">The request.</param>
    /// <param name="input">What to publish.</param>
    public static async Task<PublishRoomPayload> PublishRoomAsync([FromRequest] ApiRequest api, PublishRoomInput input)
    {
        var reader = new CommandReader(api, "publishRoom", input);
        var venue = reader.Id<VenueId>(input.VenueId, "venueId");
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.Get(EntityIds.Of<RoomId>(reader.NewKey())).PublishAsync(new PublishRoom
        {
            Actor = api.Actor,
            Venue = venue,
            Details = input.ToDetails(),
            Key = reader.Key,
        }));
        return new()
        {
            Room = outcome.Value is { } view ? new Room(view, api) : null,
            Errors = outcome.Refusals.ToErrors(ConflictScene.None(api)),
        };
    }
}

/// <summary>A room to publish.</summary>
public sealed record PublishRoomInput : MutationInput
{
    /// <summary>The venue it is in.</summary>
    [Id] public required string VenueId { get; init; }

    /// <summary>Its name, 1 to 200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>How many people it seats, 1 to 1,000.</summary>
    public required int Seats { get; init; }

    /// <summary>What is in it; at most 50 words.</summary>
    [AllowNull, DefaultAstValue("[]")]
    public IReadOnlyList<string> Equipment { get; init => field = value ?? []; } = [];

    /// <summary>Who may be in it at the same time.</summary>
    [DefaultAstValue("EXCLUSIVE")]
    public RoomSharing? Sharing { get; init => field = value ?? RoomSharing.Exclusive; } = RoomSharing.Exclusive;

    /// <summary>The owner's rules; without them free means booked.</summary>
    public BookingPolicyInput? Policy { get; init; }

    internal RoomDetails ToDetails() => new()
    {
        Name = Name,
        Seats = Seats,
        Equipment = [.. Equipment],
        Sharing = Sharing ?? RoomSharing.Exclusive,
        Policy = Policy?.ToPolicy() ?? BookingPolicy.Default,
    };
}

/// <summary>What came of it.</summary>
public sealed class PublishRoomPayload : MutationPayload
{
    /// <summary>The room; null when refused.</summary>
    public Room? Room { get; init; }
}
