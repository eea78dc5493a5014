using Scheduling.Benchmarks.Load;
using Scheduling.Benchmarks.Worlds;

namespace Scheduling.Benchmarks.Targets;

/// <summary>
/// A server that is measured, and how it is asked. Both answer in JSON with the same names where these are looked for:
/// <c>"booking":{"id":"…"</c>, <c>"status"</c>, <c>"start"</c>, <c>"code"</c>, <c>"state"</c>.
/// </summary>
internal abstract class Target
{
    /// <summary>What it is called in the table.</summary>
    public required string Name { get; init; }

    /// <summary>Where it listens.</summary>
    public required Uri Url { get; init; }

    /// <summary>Where it and others of its cluster listen.</summary>
    public IReadOnlyList<Uri> Urls { get => field ?? [Url]; init; }

    /// <summary>Its process.</summary>
    public required int Process { get; init; }

    /// <summary>Its PostgreSQL database; null where it has none.</summary>
    public string? Database { get; init; }

    /// <summary>Books a room.</summary>
    public abstract void Book(RequestBuffer to, Slot slot, string key, int? places = null);

    /// <summary>Gives a booking up.</summary>
    public abstract void Cancel(RequestBuffer to, string booking, int advisor, string key);

    /// <summary>Moves a booking.</summary>
    public abstract void Move(RequestBuffer to, string booking, Slot slot, string key);

    /// <summary>Looks at a booking.</summary>
    public abstract void Find(RequestBuffer to, string booking, int advisor);

    /// <summary>Looks at a week of a room.</summary>
    public abstract void Calendar(RequestBuffer to, int room, int week, int advisor);

    /// <summary>Looks for twenty rooms for eight, for two hours, within 20 km.</summary>
    public abstract void Search(RequestBuffer to, (double Latitude, double Longitude) near, int week, int hour, int advisor);

    /// <summary>Registers an attendee.</summary>
    public abstract void Register(RequestBuffer to, string booking, string reference, int advisor, string key);
}
