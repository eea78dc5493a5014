using Scheduling.Silo.Import;
using Scheduling.Silo.Import.Csv;
using Scheduling.Silo.Import.Rooms;

namespace Scheduling.Silo.Tests.Import;

public class RoomLineTests
{
    [Fact]
    public void Read_GoodLine_TakesEveryField()
    {
        var reading = Read(
            "lieu-1", " Salle  bleue ", "8", "écran| wifi |wifi||tableau blanc", "BY_SEATS", "ON_REQUEST");

        Assert.Empty(reading.Problems.Rejections);
        Assert.NotNull(reading.Room);
        Assert.Equal("lieu-1", reading.Room.VenueId);
        Assert.Equal("Salle bleue", reading.Room.Name);
        Assert.Equal(8, reading.Room.Seats);
        Assert.Equal(["écran", "wifi", "tableau blanc"], reading.Room.Equipment);
        Assert.True(reading.Room.BySeats);
        Assert.True(reading.Room.OnRequest);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("EXCLUSIVE", "INSTANT")]
    [InlineData("exclusive", "Instant")]
    public void Read_DefaultsOrTheirWords_GiveAnExclusiveInstantRoom(string sharing, string approval)
    {
        var room = Read("lieu-1", "Salle", "8", "", sharing, approval).Room;

        Assert.False(room!.BySeats);
        Assert.False(room.OnRequest);
        Assert.Empty(room.Equipment);
    }

    [Theory]
    [InlineData("venue_id", "", "is missing")]
    [InlineData("name", "", "is missing")]
    [InlineData("seats", "", "is missing")]
    [InlineData("seats", "0", "'0' is not a number of seats from 1 up")]
    [InlineData("seats", "-8", "'-8' is not a number of seats from 1 up")]
    [InlineData("seats", "8.5", "'8.5' is not a number of seats from 1 up")]
    [InlineData("seats", "huit", "'huit' is not a number of seats from 1 up")]
    [InlineData("seats", "99999999999", "'99999999999' is not a number of seats from 1 up")]
    [InlineData("sharing", "SHARED", "'SHARED' is neither EXCLUSIVE nor BY_SEATS")]
    [InlineData("approval", "MAYBE", "'MAYBE' is neither INSTANT nor ON_REQUEST")]
    [InlineData("equipment", "écran|a\u0001b", "'a?b' is longer than 60 characters or holds control characters")]
    public void Read_WrongField_RejectsTheLine(string field, string value, string reason)
    {
        var values = new Dictionary<string, string>
        {
            ["venue_id"] = "lieu-1",
            ["name"] = "Salle",
            ["seats"] = "8",
            ["equipment"] = "",
            ["sharing"] = "",
            ["approval"] = "",
        };
        values[field] = value;

        var reading = Read([.. values.Values]);

        Assert.Equal(new LineProblem(field, reason), Assert.Single(reading.Problems.Rejections));
        Assert.Null(reading.Room);
    }

    [Fact]
    public void Read_51PiecesOfEquipment_RejectsTheLine()
    {
        Assert.NotNull(Read("lieu-1", "Salle", "8", string.Join('|', Enumerable.Range(0, 50)), "", "").Room);

        var reading = Read("lieu-1", "Salle", "8", string.Join('|', Enumerable.Range(0, 51)), "", "");

        Assert.Equal(
            new LineProblem("equipment", "has more than 50 values"), Assert.Single(reading.Problems.Rejections));
    }

    private static RoomReading Read(params ImmutableArray<string> values)
    {
        var header = new CsvHeader(
            "salles.csv", ["venue_id", "name", "seats", "equipment", "sharing", "approval"], RoomLineReader.Columns);
        return RoomLineReader.Read(new CsvLine(header, 2, values, null));
    }
}
