using GraphQL;
using Scheduling.Api.Bookings;
using Scheduling.Api.Common;
using Scheduling.Api.Errors;
using Scheduling.Api.Rooms;
using Scheduling.Api.Security;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;

namespace Scheduling.Api;

public sealed partial class Mutation
{
    /// <summary>
    /// Changes settings of a room, for the managers of the venue's owner. Refused with SLOT_TAKEN and the list when it would
    /// break bookings that stand (fewer seats, another sharing, other lengths), unless cancelBookings is true; whoever booked
    /// first stays. Notice, advance, approval, deadline and buffers hold for bookings made from then on.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Which room, and what of it.</param>
    public static async Task<UpdateRoomPayload> UpdateRoomAsync([FromRequest] ApiRequest api, UpdateRoomInput input)
    {
        var reader = new CommandReader(api, "updateRoom", input);
        var id = reader.Id<RoomId>(input.RoomId, "roomId");
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.Get(id).UpdateAsync(new UpdateRoom
        {
            Actor = api.Actor,
            Name = input.Name,
            Seats = input.Seats,
            Equipment = input.Equipment is { } equipment ? [.. equipment] : null,
            Sharing = input.Sharing,
            Policy = input.Policy?.ToPolicy(),
            CancelBookings = input.CancelBookings ?? false,
            Reason = input.Reason,
            Key = reader.Key,
        }));
        return new()
        {
            Room = outcome.Value is { } made ? new Room(made.Room, api) : null,
            Cancelled = outcome.Value?.Cancelled.Select(view => new Booking(view, api)).ToList() ?? [],
            Errors = outcome.Refusals.ToErrors(new ConflictScene(
                api, async () => (await api.FindAsync(id).There(id)).Zone, WantedAsync: null)),
        };
    }
}

/// <summary>
/// Other settings of a room; whatever is left out, or null, stays as it is. Bookings that stand and that they would break
/// refuse the change, unless cancelBookings is true: then they are cancelled with this reason.
/// </summary>
public sealed record UpdateRoomInput : MutationInput
{
    /// <summary>Which room.</summary>
    [Id] public required string RoomId { get; init; }

    /// <summary>Its name, 1 to 200 characters.</summary>
    public string? Name { get; init; }

    /// <summary>How many people it seats, 1 to 1,000.</summary>
    public int? Seats { get; init; }

    /// <summary>What is in it: all of it, at most 50 words.</summary>
    public IReadOnlyList<string>? Equipment { get; init; }

    /// <summary>Who may be in it at the same time.</summary>
    public RoomSharing? Sharing { get; init; }

    /// <summary>The owner's rules: all of them; a rule that is left out of them is none any more.</summary>
    public BookingPolicyInput? Policy { get; init; }

    /// <summary>Cancel the bookings that the change would break.</summary>
    [DefaultAstValue("false")]
    public bool? CancelBookings { get; init => field = value ?? false; } = false;

    /// <summary>Why; cancelled bookings show it.</summary>
    public string? Reason { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class UpdateRoomPayload : MutationPayload
{
    /// <summary>The room as it is now; null when refused.</summary>
    public Room? Room { get; init; }

    /// <summary>Bookings that the change cancelled.</summary>
    public IReadOnlyList<Booking> Cancelled { get; init; } = [];
}
