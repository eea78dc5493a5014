using System.ComponentModel;
using Scheduling.Grains.Common;

namespace Scheduling.Api.Common;

// What API users read stands in [Description]: summaries of generic types are not found by the engine.

/// <summary>A part of a list.</summary>
/// <typeparam name="T">What the list holds.</typeparam>
[Description("A part of a list.")]
public sealed class Connection<T>(IReadOnlyList<Edge<T>> edges, PageInfo pageInfo) where T : class
{
    /// <summary>The entries, each with its cursor.</summary>
    [Description("The entries, each with its cursor.")]
    public IReadOnlyList<Edge<T>> Edges => edges;

    /// <summary>The entries without their cursors.</summary>
    [Description("The entries without their cursors.")]
    public IEnumerable<T> Nodes => edges.Select(edge => edge.Node);

    /// <summary>Where this part lies in the whole list.</summary>
    [Description("Where this part lies in the whole list.")]
    public PageInfo PageInfo => pageInfo;
}

/// <summary>An entry of a list.</summary>
/// <typeparam name="T">What the list holds.</typeparam>
[Description("An entry of a list.")]
public sealed class Edge<T>(string cursor, T node) where T : class
{
    /// <summary>Marks the entry's place: give it as <c>after</c> to continue behind it.</summary>
    [Description("Marks the entry's place: give it as after to continue behind it.")]
    public string Cursor => cursor;

    /// <summary>The entry itself.</summary>
    [Description("The entry itself.")]
    public T Node => node;
}

/// <summary>Where a part of a list lies in the whole.</summary>
/// <param name="HasNextPage">True when more entries follow.</param>
/// <param name="HasPreviousPage">True when entries came before.</param>
/// <param name="StartCursor">Cursor of the first entry; null when there is none.</param>
/// <param name="EndCursor">Cursor of the last entry: give it as <c>after</c> to continue; null when there is none.</param>
public sealed record PageInfo(bool HasNextPage, bool HasPreviousPage, string? StartCursor, string? EndCursor);

internal static class Connections
{
    /// <summary>A list with nothing in it.</summary>
    public static Connection<T> Empty<T>() where T : class => new([], new PageInfo(false, false, null, null));

    /// <summary>What a slice already tells of.</summary>
    public static Connection<T> Of<TView, T>(Slice<TView> slice, Func<TView, T> node) where T : class =>
        new([.. slice.Items.Select(item => new Edge<T>(item.Cursor, node(item.Node)))], PageInfoOf(slice));

    /// <summary>
    /// Loads what a slice names, all at once. What is not there is left out; the cursors still cover it, so that paging
    /// goes on behind it.
    /// </summary>
    public static async Task<Connection<T>> LoadAsync<TId, T>(Slice<TId> slice, Func<TId, Task<T?>> load) where T : class
    {
        var nodes = await Task.WhenAll(slice.Items.Select(item => load(item.Node)));
        var edges = new List<Edge<T>>(nodes.Length);
        for (var i = 0; i < nodes.Length; i++)
            if (nodes[i] is { } node)
                edges.Add(new Edge<T>(slice.Items[i].Cursor, node));
        return new Connection<T>(edges, PageInfoOf(slice));
    }

    private static PageInfo PageInfoOf<T>(Slice<T> slice) =>
        new(slice.HasNext, slice.HasPrevious, slice.Items.FirstOrDefault()?.Cursor, slice.Items.LastOrDefault()?.Cursor);
}
