using System.Text.Json;
using Scheduling.Cluster.Tests.Checking;

namespace Scheduling.Cluster.Tests.Clients;

/// <content>What the steps are made of.</content>
internal sealed partial class Client
{
    private static readonly string[] s_taken = ["SLOT_TAKEN", "ADVISOR_BUSY"];

    private sealed record Own(string Key, string Id, Room Room, int Seats, long Start, long End, IReadOnlyList<Person> CoHosts);

    // Notes what was told of a booking or of its end; true when it was done.
    private bool Told(Act act, Reply reply, Own wanted)
    {
        if (reply.Payload is not { } payload)
        {
            recorder.Note(act with { Told = Checking.Told.Unknown, Returned = Act.Never }, reply.Via);
            return false;
        }

        var codes = payload.Codes();
        if (codes.Count == 0)
        {
            recorder.Note(act, reply.Via);
            return true;
        }

        Expect(codes, act.Kind switch { ActKind.Book => s_taken, ActKind.Move => [.. s_taken, "WRONG_STATE", "NOT_FOUND"], _ => ["WRONG_STATE", "NOT_FOUND"] }, reply);
        if (IsOver(payload))
            recorder.Note(act with { Kind = ActKind.Ended, Calendar = _self.Id, From = [], To = [] }, reply.Via);
        var refused = act with { Told = Checking.Told.Refused };
        // A move that was refused because the booking ended meanwhile may have shown there as well.
        if (!codes.Intersect(s_taken).Any())
            recorder.Note(refused, reply.Via);
        if (codes.Contains("SLOT_TAKEN"))
            recorder.Note(refused with { TakenOn = [wanted.Room.Id] }, reply.Via);
        if (codes.Contains("ADVISOR_BUSY"))
            recorder.Note(refused with { TakenOn = [_self.Id, .. wanted.CoHosts.Select(coHost => coHost.Id)] }, reply.Via);
        return false;
    }

    private static bool IsOver(JsonElement payload) => payload.Codes().Contains("WRONG_STATE");

    private void Expect(IReadOnlyList<string> codes, string[] expected, Reply reply)
    {
        if (codes.Except(expected).Any())
            recorder.NoteWrong($"{Note(reply)} was refused with {reply.Payload}");
    }

    private List<Stay> Stays(Own own) =>
    [
        own.Room.Stay(own.Start, own.End, own.Seats),
        .. own.CoHosts.Prepend(_self).Select(person => new Stay(person.Id, own.Start, own.End, 1, 1)),
    ];

    // Who is asked can answer from now on.
    private void Ask(Own own, JsonElement payload)
    {
        if (payload.Text("booking.status") != "PENDING")
            return;
        if (own.Room.AsksOwner)
            questions.Add(new Question(own.Key, own.Id, _self.Id, CoHost: null, own.Room.OwnerToken));
        foreach (var coHost in own.CoHosts.Where(coHost => coHost.Network != _self.Network))
            questions.Add(new Question(own.Key, own.Id, _self.Id, coHost.Id, coHost.Token));
    }

    private Own TakeOwn()
    {
        var place = dice.Next(_own.Count);
        var own = _own[place];
        _own.RemoveAt(place);
        return own;
    }

    // Some rooms are wanted more than others.
    private Room AnyRoom() => world.Rooms[Math.Min(dice.Next(world.Rooms.Count), dice.Next(world.Rooms.Count))];

    // One in three takes somebody along, mostly of another network, who has to be asked.
    private List<Person> AnyCoHosts() => dice.Next(3) == 0
        ? [world.People[(number + dice.Next(1, world.People.Count)) % world.People.Count]] : [];

    private string NextKey() => $"{run}-{number}-{++_keys}";

    private string Note(Reply reply) => $"client {number} via {reply.Via}, sent {reply.Times} times";
}
