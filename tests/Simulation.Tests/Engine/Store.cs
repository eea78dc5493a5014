using System.Globalization;
using Orleans.Storage;
using Scheduling.Simulation.Tests.Faults;

namespace Scheduling.Simulation.Tests.Engine;

/// <summary>The one store of all silos: versioned records, which outlive every process.</summary>
internal sealed class Store
{
    private readonly Dictionary<(string Grain, string Name), (object Value, long Version, string Type)> _records = [];

    /// <summary>Told of each value as soon as it is stored: key, name, former value, value.</summary>
    public Action<string, string, object?, object>? Stored { get; set; }

    public IEnumerable<(string Type, string Key, string Name, object Value)> Records =>
        _records.Select(record => (record.Value.Type, record.Key.Grain, record.Key.Name, record.Value.Value));

    public object? Find(string key, string name) => _records.TryGetValue((key, name), out var record) ? record.Value : null;

    public long VersionOf(string key, string name) => _records.TryGetValue((key, name), out var record) ? record.Version : 0;

    public void Put(string type, string key, string name, object value)
    {
        var before = Find(key, name);
        _records[(key, name)] = (value, VersionOf(key, name) + 1, type);
        Stored?.Invoke(key, name, before, value);
    }
}

/// <summary>One silo's connection to the store. A write may be lost on its way, or its answer on the way back.</summary>
internal sealed class StoreConnection(Cluster cluster, Store store, Chances chances, Fault fault) : IGrainStorage
{
    private static readonly TimeSpan s_givesUpAfter = TimeSpan.FromSeconds(5);

    private Course Course => cluster.Course;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var (done, key) = (new TaskCompletionSource(), KeyOf(grainId));
        Course.After(cluster.Network.Delay(), () =>
        {
            if (Course.Chance(chances.FailedRead))
            {
                done.SetException(new StoreFailure("The read failed."));
                return;
            }

            if (store.Find(key, stateName) is T value)
                (grainState.State, grainState.ETag, grainState.RecordExists) = (value, Tag(store.VersionOf(key, stateName)), true);
            done.SetResult();
        });
        return done.Task;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var (done, key, value) = (new TaskCompletionSource(), KeyOf(grainId), (object)grainState.State!);
        var known = grainState.ETag is null ? 0 : long.Parse(grainState.ETag, CultureInfo.InvariantCulture);
        var writer = cluster.Running;
        if (writer is { Silo.MayWrite: false })
            return Task.FromException(new SiloUnavailableException($"{writer.Silo} was given up."));
        fault.Writing(cluster, key, stateName, store.Find(key, stateName), value);
        var (isLost, isAnswerLost) = (Course.Chance(chances.LostWrite), Course.Chance(chances.LostWriteAnswer));
        void Answer(long version) => Course.After(cluster.Network.Delay(), () =>
        {
            if (isAnswerLost)
            {
                Course.After(s_givesUpAfter, () => done.TrySetException(new StoreFailure("The answer of the store was lost.")));
                return;
            }

            (grainState.ETag, grainState.RecordExists) = (Tag(version), true);
            done.TrySetResult();
        });

        var isAnswered = fault.AnswersBeforeWriting(key, stateName);
        if (isAnswered)
            Answer(known + 1);
        Course.After(cluster.Network.Delay(), () =>
        {
            // Of a process that died meanwhile, what was on its way may still arrive.
            if (isLost || (writer is { IsDead: true } && Course.Chance(0.5)))
            {
                Course.After(s_givesUpAfter, () => done.TrySetException(new StoreFailure("The write was lost.")));
                return;
            }

            var version = store.VersionOf(key, stateName);
            if (known != version && !fault.IgnoresVersion)
            {
                done.TrySetException(new InconsistentStateException("Somebody else has written it.", Tag(version), Tag(known)));
                return;
            }

            if (fault.Write(key, stateName, store.Find(key, stateName), value) is { } written)
                store.Put(grainId.Type.ToString()!, key, stateName, written);
            if (!isAnswered)
                Answer(store.VersionOf(key, stateName));
        });
        return done.Task;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException();

    private static string KeyOf(GrainId grain) => grain.Key.ToString()!;

    private static string Tag(long version) => version.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The store did not do what was asked, or did not say so.</summary>
internal sealed class StoreFailure(string message) : OrleansException(message);
