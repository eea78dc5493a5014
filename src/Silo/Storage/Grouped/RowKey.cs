namespace Scheduling.Silo.Storage.Grouped;

/// <summary>Which row a state is, as <see cref="SchedulingGrainStorage"/> names it.</summary>
/// <param name="Grain">The grain's key as it is stored.</param>
/// <param name="State">The state's name as it is stored.</param>
internal readonly record struct RowKey(string Grain, string State)
{
    /// <summary>The row of a state.</summary>
    public static RowKey Of(string stateName, GrainId grainId) =>
        new(SchedulingGrainStorage.RowKey(grainId), SchedulingGrainStorage.RowName(stateName, grainId));

    /// <summary>One order for every silo, whatever its culture.</summary>
    public static int Order(RowKey one, RowKey other) =>
        string.CompareOrdinal(one.Grain, other.Grain) is not 0 and var order ? order : string.CompareOrdinal(one.State, other.State);
}
