using System.Text;
using Scheduling.Grains.Common;
using Scheduling.Grains.Tests.Compatibility;
using Scheduling.Grains.Tests.Rules;
using Scheduling.Grains.Workshops;

namespace Scheduling.Grains.Tests.Workshops;

/// <summary>Random operations against a plain list of who came when.</summary>
public sealed class WorkshopModelTests
{
    private const int Runs = 60;
    private const int Operations = 200;
    private static readonly OrganizationId[] Networks = [Some.Network, Some.OtherNetwork];

    private readonly Dice _dice = new();

    [Fact]
    public void Operations_AtRandom_FillPlacesInOrderOfArrivalAndForgetWithoutATrace()
    {
        for (var run = 0; run < Runs; run++)
            Run();
    }

    private void Run()
    {
        var record = new WorkshopRecord();
        // Everybody who did not give up, in order of arrival: the first so many have a place.
        var model = new List<(OrganizationId Network, string Reference)>();
        var forgotten = new HashSet<string>(StringComparer.Ordinal);
        var places = Sample.Booking.Seats;
        for (var i = 0; i < Operations; i++)
        {
            // Unlike anything else that a record holds, and each person's own.
            var who = (Network: _dice.Pick(Networks), Reference: $"ref-{_dice.Between(0, 40)}-x");
            var mark = $"{who.Reference}{(who.Network == Some.Network ? "l" : "e")}";
            switch (_dice.Between(0, 9))
            {
                case < 6:
                    record = record.Register(mark, network: who.Network, key: RequestKey.Of("caller", $"{i}", "register", mark)).Record;
                    if (!model.Contains((who.Network, mark)))
                        model.Add((who.Network, mark));
                    forgotten.Remove(mark);
                    break;
                case < 8:
                    record = record.Cancel(mark, network: who.Network).Record;
                    model.Remove((who.Network, mark));
                    break;
                case 8:
                    record = record.Forget(mark, network: who.Network);
                    model.Remove((who.Network, mark));
                    forgotten.Add(mark);
                    break;
                default:
                    var wanted = _dice.Between(1, 14);
                    var (next, refusals) = record.SetPlaces(wanted);
                    Assert.Equal(wanted < Math.Min(places, model.Count), !refusals.IsEmpty);
                    (record, places) = (next, refusals.IsEmpty ? wanted : places);
                    break;
            }

            Check(record, model, places, forgotten);
        }
    }

    private static void Check(
        WorkshopRecord record, List<(OrganizationId Network, string Reference)> model, int places, HashSet<string> forgotten)
    {
        var standing = record.Attendees.Where(attendee => attendee.Status != AttendeeStatus.Cancelled).ToList();
        Assert.True(model.SequenceEqual(standing.Select(attendee => (attendee.Network, attendee.Reference))), Dice.Replay);
        Assert.True(standing.Take(places).All(attendee => attendee.Status == AttendeeStatus.Registered), Dice.Replay);
        Assert.True(standing.Skip(places).All(attendee => attendee.Status == AttendeeStatus.Waiting), Dice.Replay);
        Assert.Equal(new WorkshopCounts { Registered = Math.Min(places, model.Count), Waiting = Math.Max(0, model.Count - places) }, record.Counts);
        var bytes = Encoding.Latin1.GetString(Fixtures.Write(record));
        Assert.All(forgotten, mark => Assert.DoesNotContain(mark, bytes, StringComparison.Ordinal));
    }
}
