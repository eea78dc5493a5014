using Scheduling.Grains.Common;

namespace Scheduling.Grains.Directory;

/// <summary>What the index stores.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.directory-index-state")]
internal sealed record DirectoryIndexState
{
    /// <summary>Keys of cells; France has some 1,200 on the grid and 35,000 communes, which are not listed here.</summary>
    [Id(0)] public ImmutableSortedSet<string> Cells { get; init; } = [];
}

[GrainType("directory-index")]
internal sealed class DirectoryIndexGrain(
    [FromKeyedServices(StorageNames.Scheduling)] IGrainStorage storage, IGrainContext context) : Grain, IDirectoryIndexGrain
{
    private readonly DurableRecord<DirectoryIndexState> _state = new("directory-index", context, storage);

    public override Task OnActivateAsync(CancellationToken cancellationToken) => _state.LoadAsync();

    public Task AddAsync(string cell)
    {
        if (!_state.Current.Cells.Contains(cell))
            _state.Decide(new DirectoryIndexState { Cells = _state.Current.Cells.Add(cell) });
        return _state.SaveAsync();
    }

    public Task<ImmutableArray<string>> ListAsync() => Task.FromResult<ImmutableArray<string>>([.. _state.Durable.Cells]);
}
