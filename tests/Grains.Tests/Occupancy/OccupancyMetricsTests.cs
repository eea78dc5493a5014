using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Scheduling.Grains.Common;
using Scheduling.Grains.Occupancy;
using Scheduling.Grains.Tests.Cluster;

namespace Scheduling.Grains.Tests.Occupancy;

/// <summary>What operators see of those who follow.</summary>
public sealed class OccupancyMetricsTests(GrainCluster cluster)
{
    // Only what happens in this test: others follow rooms at the same time.
    private static readonly AsyncLocal<object?> Here = new();

    [Fact]
    public void Follow_AndDispose_CountUpAndDown()
    {
        var measured = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == Telemetry.MeterName && instrument.Name.StartsWith("scheduling.occupancy.", StringComparison.Ordinal))
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
        {
            if (Here.Value is not null)
                measured.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value);
        });
        listener.Start();
        Here.Value = new object();
        var hub = new OccupancyHub(cluster.Grains, TimeProvider.System, NullLogger<OccupancyHub>.Instance, []);
        var room = EntityIds.Of<RoomId>(cluster.NewKey());
        var (one, other) = (hub.Open(), hub.Open());
        one.Follow([room]);
        other.Follow([room]);

        Assert.Equal((2, 1), (measured["scheduling.occupancy.subscribers"], measured["scheduling.occupancy.rooms"]));
        hub.Changed(new Plan([], [Plan.Hours(0, 24)], []).Tell(Plan.Hours(0, 24), version: 10) with { Room = room });
        Assert.Equal(1, measured["scheduling.occupancy.changes"]);
        one.Dispose();
        one.Dispose();
        other.Dispose();

        Assert.Equal((0, 0), (measured["scheduling.occupancy.subscribers"], measured["scheduling.occupancy.rooms"]));
    }
}
