using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;

namespace Scheduling.Grains.Directory;

/// <summary>
/// The rooms of one cell of the geographic grid, or of one commune: what filters need, and which quarter-hours are known
/// to be taken. A read model: whatever it says is verified with the rooms before anybody relies on it. Keyed by
/// <see cref="CellKey"/>.
/// </summary>
[Alias("scheduling.directory-cell")]
internal interface IDirectoryCellGrain : IGrainWithStringKey
{
    /// <summary>Lists a room, or replaces what is listed. Durable when it answers.</summary>
    [Alias("put")]
    Task PutAsync(ListedRoom room);

    /// <summary>Takes a room off the list. Durable when it answers.</summary>
    [Alias("remove")]
    Task RemoveAsync(RoomId room);

    /// <summary>Tells of days whose taken quarter-hours changed. Kept in memory only: not knowing costs a verification.</summary>
    [Alias("taken")]
    Task TakenAsync(RoomId room, ImmutableArray<TakenDay> days);

    /// <summary>Rooms that pass the filters and are not known to be taken or shut.</summary>
    [Alias("candidates")]
    Task<ImmutableArray<Candidate>> CandidatesAsync(RoomQuery query);

    /// <summary>Every room that is listed here.</summary>
    [Alias("rooms")]
    Task<ImmutableArray<RoomId>> RoomsAsync();
}

/// <summary>Which cells there are. Asked only by searches that name no place; told once by each new cell. Key 0.</summary>
[Alias("scheduling.directory-index")]
internal interface IDirectoryIndexGrain : IGrainWithIntegerKey
{
    /// <summary>Adds a cell. Durable when it answers.</summary>
    [Alias("add")]
    Task AddAsync(string cell);

    /// <summary>Every cell that ever held a room.</summary>
    [Alias("list")]
    Task<ImmutableArray<string>> ListAsync();
}

/// <summary>What the directory keeps of a room.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.listed-room")]
internal sealed record ListedRoom
{
    /// <summary>Which.</summary>
    [Id(0)] public required RoomId Id { get; init; }

    /// <summary>Its name, for order.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>How many it seats.</summary>
    [Id(2)] public required int Seats { get; init; }

    /// <summary>What is in it, in lower case.</summary>
    [Id(3)] public required ImmutableArray<string> Equipment { get; init; }

    /// <summary>Where it lies, when known.</summary>
    [Id(4)] public GeoPoint? Location { get; init; }

    /// <summary>Its commune, when known.</summary>
    [Id(5)] public string? InseeCode { get; init; }

    /// <summary>IANA zone of the hours.</summary>
    [Id(6)] public required string TimeZone { get; init; }

    /// <summary>When its venue is open.</summary>
    [Id(7)] public required ImmutableArray<WeeklyHours> OpeningHours { get; init; }

    /// <summary>Who says yes.</summary>
    [Id(8)] public required ApprovalMode Approval { get; init; }

    /// <summary>The département or collectivity whose public holidays its venue keeps; null for none, or not known.</summary>
    [Id(9)] public string? DaysOffOf { get; init; }
}

/// <summary>The quarter-hours of a UTC day that are taken: bit 0 is 00:00–00:15.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.taken-day")]
internal readonly record struct TakenDay([property: Id(0)] int Day, [property: Id(1)] ulong Low, [property: Id(2)] ulong High)
{
    /// <summary>True when another mark of the same day shares a quarter-hour with it.</summary>
    public bool Meets(TakenDay other) => Day == other.Day && ((Low & other.Low) | (High & other.High)) != 0;
}

/// <summary>A room that may be free.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.candidate")]
internal sealed record Candidate(
    [property: Id(0)] RoomId Room, [property: Id(1)] string Name, [property: Id(2)] double? Kilometres, [property: Id(3)] GeoPoint? Location);
