namespace Scheduling.Acceptance.Tests.Randomised;

/// <summary>What a caller who means no harm may hear; anything else is a failure of the server.</summary>
internal static class ExpectedRefusals
{
    private static readonly string[] s_taking = ["SLOT_TAKEN", "SEATS_EXCEEDED", "ADVISOR_BUSY", "VENUE_FULL", "CLOSED"];

    private static readonly string[] s_changing = ["WRONG_STATE", "STALE_VERSION", "FORBIDDEN"];

    private static readonly Dictionary<string, string[]> s_byMutation = new(StringComparer.Ordinal)
    {
        ["bookRoom"] = s_taking,
        ["cancelBooking"] = s_changing,
        ["decideBooking"] = ["WRONG_STATE", "FORBIDDEN"],
        ["rescheduleBooking"] = [.. s_changing, .. s_taking],
        // A workshop keeps seats for those who have a place.
        ["changeBooking"] = [.. s_changing, .. s_taking, "POLICY"],
        ["registerAttendee"] = ["WRONG_STATE"],
        ["cancelRegistration"] = ["WRONG_STATE"],
        ["closeVenue"] = ["SLOT_TAKEN"],
        ["updateRoom"] = ["SLOT_TAKEN"],
        ["addUnavailability"] = ["SLOT_TAKEN"],
        // Nobody is asked twice, and some were never asked.
        ["answerInvitation"] = ["WRONG_STATE", "FORBIDDEN", "NOT_FOUND"],
        ["leaveBooking"] = ["WRONG_STATE", "FORBIDDEN", "NOT_FOUND"],
        ["askToJoin"] = ["ADVISOR_BUSY", "WRONG_STATE", "FORBIDDEN", "QUOTA"],
        ["answerJoinRequest"] = ["WRONG_STATE", "QUOTA", .. s_taking],
        ["bookSeries"] = s_taking,
        ["retrySeries"] = [],
        ["cancelSeries"] = [],
        ["joinWaitlist"] = ["SEATS_EXCEEDED", "QUOTA"],
        ["leaveWaitlist"] = ["WRONG_STATE"],
        ["answerOffer"] = ["WRONG_STATE"],
        // A booking that has moved on is no business of the former room's owner.
        ["checkIn"] = ["WRONG_STATE", "FORBIDDEN"],
        ["checkOut"] = ["WRONG_STATE", "FORBIDDEN"],
    };

    /// <summary>The codes of a mutation.</summary>
    public static string[] Of(string mutation) => s_byMutation[mutation];
}
