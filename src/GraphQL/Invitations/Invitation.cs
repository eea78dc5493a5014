using GraphQL;
using NodaTime;
using Scheduling.Api.Advisors;
using Scheduling.Api.Common;
using Scheduling.Grains.Bookings;

namespace Scheduling.Api.Invitations;

/// <summary>A co-host's part in a booking: asked or not, and what was answered.</summary>
[Name("Invitation")]
public sealed class InvitationOutput(Invitation part, DateTimeZone zone, ApiRequest api)
{
    /// <summary>The co-host.</summary>
    public Task<Advisor> AdvisorAsync() => api.FindAsync(part.Advisor).There(part.Advisor);

    /// <summary>True when the booking goes on without this co-host.</summary>
    public bool Optional => part.IsOptional;

    /// <summary>What became of it.</summary>
    public InvitationAnswer Answer => part.Answer;

    /// <summary>When it was answered, in the venue's zone.</summary>
    public OffsetDateTime? At => part.At?.In(zone);

    /// <summary>The caller who answered.</summary>
    public string? By => part.By;

    /// <summary>Why, if said.</summary>
    public string? Note => part.Note;
}
