namespace Scheduling.Grains.Common;

/// <summary>Which part of a list: at most <see cref="First"/> entries after the cursor.</summary>
/// <param name="First">How many, 1 to 100.</param>
/// <param name="After">Cursor of the entry before the first one wanted; null from the start.</param>
[GenerateSerializer, Immutable, Alias("scheduling.page-request")]
public sealed record PageRequest([property: Id(0)] int First, [property: Id(1)] string? After);

/// <summary>A part of a list.</summary>
/// <typeparam name="T">What the list holds.</typeparam>
[GenerateSerializer, Immutable, Alias("scheduling.slice`1")]
public sealed record Slice<T>
{
    /// <summary>The entries with their cursors, in order.</summary>
    [Id(0)] public required ImmutableArray<SliceItem<T>> Items { get; init; }

    /// <summary>True when more follow.</summary>
    [Id(1)] public required bool HasNext { get; init; }

    /// <summary>True when some came before.</summary>
    [Id(2)] public required bool HasPrevious { get; init; }
}

/// <summary>An entry and where it stands.</summary>
/// <typeparam name="T">What the list holds.</typeparam>
[GenerateSerializer, Immutable, Alias("scheduling.slice-item`1")]
public sealed record SliceItem<T>([property: Id(0)] string Cursor, [property: Id(1)] T Node);
