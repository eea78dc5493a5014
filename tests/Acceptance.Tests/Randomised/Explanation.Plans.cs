using System.Text.Json;

namespace Scheduling.Acceptance.Tests.Randomised;

/// <content>Series, waiting lists and absences, held against the bookings they speak of.</content>
internal sealed partial class Explanation
{
    private IEnumerable<string> CheckAway(Operation adding)
    {
        var away = Slot.Of(adding.Answer!.Value.At("unavailability.period"));
        var advisor = JsonSerializer.SerializeToElement(adding.Input).Text("advisorId");
        return state.ById.Values
            .Where(booking => Stands(booking) && IsOf(booking, advisor) && Slot.Of(booking.At("period")) is var slot && slot.From < away.To && away.From < slot.To)
            .Select(booking => $"{adding} is away, and there stands {booking}");
    }

    // Every date that was told of is a booking, whatever became of it; and one that was cancelled does not stand.
    private IEnumerable<string> CheckSeries(Operation booked)
    {
        foreach (var date in booked.Answer!.Value.List("dates").Where(date => !date.IsNull("booking")))
        {
            if (!state.ById.TryGetValue(date.Text("booking.id"), out var booking))
                yield return $"{booked} was told of {date}, which is not";
            else if (booking.Text("title") != booked.Key)
                yield return $"{booked} was told of another's booking: {booking}";
        }
    }

    // What a place on a list came to: nothing, or one booking of its own.
    private IEnumerable<string> CheckEntry(Operation joined)
    {
        var entry = state.Entries[joined.Answer!.Value.Text("entry.id")];
        var made = state.ById.Values.Where(booking => booking.Text("title") == joined.Key && (entry.IsNull("booking") || booking.Text("id") != entry.Text("booking.id")));
        if (made.Any())
            yield return $"{joined} is {entry}, and there is {made.First()}";
        if (entry.Text("status") is "SERVED" or "OFFERED" && !(state.ById.TryGetValue(entry.Text("booking.id"), out var got) && got.Text("title") == joined.Key))
            yield return $"{joined} is {entry}, and its booking is not there";
        if (entry.Text("status") == "OFFERED" && state.ById[entry.Text("booking.id")].Text("status") != "PENDING")
            yield return $"{joined} is {entry}, and its booking is {state.ById[entry.Text("booking.id")]}";
        if (Accepted("leaveWaitlist").FirstOrDefault(left => left.Entry == entry.Text("id")) is { } leaving && entry.Text("status") != "LEFT")
            yield return $"{leaving} left, and it is {entry}";
    }

    private static bool IsOf(JsonElement booking, string advisor) =>
        booking.Text("advisor.id") == advisor || booking.List("coHosts").Any(coHost => coHost.Text("id") == advisor);
}
