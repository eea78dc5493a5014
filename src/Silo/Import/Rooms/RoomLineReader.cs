using System.Globalization;
using Scheduling.Silo.Import.Csv;
using Scheduling.Silo.Import.Text;
using Scheduling.Silo.Import.Venues;

namespace Scheduling.Silo.Import.Rooms;

/// <summary>Checks a line of the rooms file, whose form is ours: the national standard knows no rooms.</summary>
internal static class RoomLineReader
{
    public const string VenueId = "venue_id";
    public const string Name = "name";
    public const string Seats = "seats";
    public const string Equipment = "equipment";
    public const string Sharing = "sharing";
    public const string Approval = "approval";

    private const int NameMaxLength = 200;
    private const int EquipmentMaxLength = 60;
    private const int EquipmentMaxCount = 50;

    /// <summary>The columns of the file; the optional ones have defaults.</summary>
    public static CsvColumns Columns { get; } = new([VenueId, Name, Seats], [Equipment, Sharing, Approval]);

    /// <summary>Reads a line; what is wrong with it is in the answer.</summary>
    public static RoomReading Read(CsvLine line)
    {
        var problems = new LineProblems();
        var (venueId, name) = (Values.OneLine(line[VenueId]), Values.OneLine(line[Name]));
        if (line.Damage is { } damage)
        {
            problems.Reject(LineProblems.WholeLine, damage);
            return new RoomReading(venueId, name, null, problems);
        }

        var room = new RoomRecord
        {
            VenueId = TextFields.Required(line, VenueId, VenueLineReader.IdMaxLength, problems),
            Name = TextFields.Required(line, Name, NameMaxLength, problems),
            Seats = SeatCount(line[Seats], problems),
            Equipment = EquipmentOf(line[Equipment], problems),
            BySeats = Choice(Sharing, line[Sharing], "EXCLUSIVE", "BY_SEATS", problems),
            OnRequest = Choice(Approval, line[Approval], "INSTANT", "ON_REQUEST", problems),
        };
        return new RoomReading(venueId, name, problems.Rejections.Count == 0 ? room : null, problems);
    }

    private static int SeatCount(string text, LineProblems problems)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seats) && seats > 0)
            return seats;
        problems.Reject(
            Seats, text.Length == 0 ? "is missing" : $"{Show.Quoted(text)} is not a number of seats from 1 up");
        return 0;
    }

    private static ImmutableArray<string> EquipmentOf(string cell, LineProblems problems)
    {
        ImmutableArray<string> items = [.. Values.Split(cell).Select(Values.OneLine).Distinct()];
        if (items.Length > EquipmentMaxCount)
            problems.Reject(Equipment, $"has more than {EquipmentMaxCount} values");
        if (items.FirstOrDefault(item => item.Length > EquipmentMaxLength || item.Any(char.IsControl)) is { } wrong)
        {
            problems.Reject(
                Equipment,
                $"{Show.Quoted(wrong)} is longer than {EquipmentMaxLength} characters or holds control characters");
        }

        return items;
    }

    /// <summary>True for the second of two words, false for the first, which an empty cell means too.</summary>
    private static bool Choice(string field, string text, string first, string second, LineProblems problems)
    {
        if (text.Equals(second, StringComparison.OrdinalIgnoreCase))
            return true;
        if (text.Length > 0 && !text.Equals(first, StringComparison.OrdinalIgnoreCase))
            problems.Reject(field, $"{Show.Quoted(text)} is neither {first} nor {second}");
        return false;
    }
}
