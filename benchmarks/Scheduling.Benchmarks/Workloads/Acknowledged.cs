using System.Collections.Concurrent;
using Scheduling.Benchmarks.Load;
using Scheduling.Benchmarks.Targets;
using Scheduling.Benchmarks.Worlds;

namespace Scheduling.Benchmarks.Workloads;

/// <summary>
/// The bookings that a server acknowledged. None may take a room or an advisor twice, and the server has to know them when it is
/// asked again.
/// </summary>
internal sealed class Acknowledged(Target target)
{
    // Looking at each again would take as long as the round itself.
    private const int LookedAtMost = 500;

    private readonly ConcurrentQueue<(string Booking, Slot Slot)> _made = new();
    private readonly HashSet<(char Kind, int Number, int Week, int Hour)> _taken = [];

    /// <summary>The codes of refusals when others were faster.</summary>
    public static bool IsTaken(string? code) => code is "SLOT_TAKEN" or "ADVISOR_BUSY";

    /// <summary>Reads the answer to a booking, and notes it.</summary>
    public Outcome Read(Slot slot, Response answer)
    {
        if (answer.Status == 200 && answer.After("\"booking\":{\"id\":\""u8) is { } booking)
        {
            _made.Enqueue((booking, slot));
            return Outcome.Done;
        }

        return IsTaken(answer.After("\"code\":\""u8)) ? Outcome.Refused : Outcome.Wrong;
    }

    /// <summary>Looks for what was given twice, and asks for some of what was made since the last time.</summary>
    public async Task<(int Wrong, string? Example)> VerifyAsync()
    {
        var made = _made.ToArray();
        _made.Clear();
        var (wrong, example) = (0, default(string));
        foreach (var (booking, slot) in made)
            for (var hour = slot.Hour; hour < slot.Hour + slot.Length; hour++)
                if (!_taken.Add(('r', slot.Room, slot.Week, hour)) | !_taken.Add(('a', slot.Advisor, slot.Week, hour)))
                    (wrong, example) = (wrong + 1, $"given twice: {booking} {slot}");
        using var connection = new Connection(target.Url);
        await connection.OpenAsync();
        var request = new RequestBuffer();
        foreach (var (booking, slot) in made.Where((_, i) => i % ((made.Length / LookedAtMost) + 1) == 0))
        {
            target.Find(request, booking, slot.Advisor);
            var answer = await connection.SendAsync(request.Bytes);
            if (answer.After("\"status\":\""u8) != "CONFIRMED" || answer.After("\"start\":\""u8) != slot.Start)
                (wrong, example) = (wrong + 1, $"not as acknowledged: {booking} {slot}: {answer}");
        }

        return (wrong, example);
    }
}
