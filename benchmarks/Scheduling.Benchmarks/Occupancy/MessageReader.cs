using System.Buffers.Text;
using System.Text;

namespace Scheduling.Benchmarks.Occupancy;

/// <summary>Reads no more of a message than it takes to know what it tells: the client shares the machine.</summary>
/// <param name="rooms">The ids of the rooms that messages are about.</param>
internal sealed class MessageReader(IEnumerable<string> rooms)
{
    private readonly byte[][] _rooms = [.. rooms.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Which room it is about, and what it says of it; null when it is about none.</summary>
    public (int Room, Sighting Sighting)? Read(ReadOnlySpan<byte> message)
    {
        var begin = "\"room\":{\"id\":\""u8;
        if (message.IndexOf(begin) is var at && at < 0)
            return null;
        var rest = message[(at + begin.Length)..];
        return (RoomOf(rest), new Sighting(Number(rest, "\"version\":"u8), (int)Number(rest, "\"people\":"u8)));
    }

    private int RoomOf(ReadOnlySpan<byte> id)
    {
        for (var i = 0; i < _rooms.Length; i++)
            if (id.StartsWith(_rooms[i]))
                return i;
        throw new FormatException("A message of the feed about no room of the venue.");
    }

    private static long Number(ReadOnlySpan<byte> message, ReadOnlySpan<byte> name) =>
        Utf8Parser.TryParse(message[(message.IndexOf(name) + name.Length)..], out long number, out _)
            ? number
            : throw new FormatException("A message of the feed without its numbers.");
}
