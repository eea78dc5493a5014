namespace Scheduling.Silo.Import.Rooms;

/// <summary>A line of the rooms file after its checks.</summary>
/// <param name="VenueId">As given, empty when missing; told even when the line is rejected.</param>
/// <param name="Name">As given, empty when missing; told even when the line is rejected.</param>
/// <param name="Room">Null when the line is rejected.</param>
/// <param name="Problems">Why it is rejected, and what was passed over.</param>
internal sealed record RoomReading(string VenueId, string Name, RoomRecord? Room, LineProblems Problems);
