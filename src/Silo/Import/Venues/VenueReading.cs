namespace Scheduling.Silo.Import.Venues;

/// <summary>A line of the venues file after its checks.</summary>
/// <param name="Id">As given, empty when missing; told even when the line is rejected.</param>
/// <param name="Venue">Null when the line is rejected.</param>
/// <param name="Problems">Why it is rejected, and what was passed over.</param>
internal sealed record VenueReading(string Id, VenueRecord? Venue, LineProblems Problems);
