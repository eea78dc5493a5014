using Npgsql;
using NpgsqlTypes;

namespace Scheduling.Silo.Storage.Grouped;

/// <summary>Parameters by position, whose values are not boxed.</summary>
internal static class TypedParameters
{
    /// <summary>Adds the next one.</summary>
    public static void Add<T>(this NpgsqlCommand command, T value, NpgsqlDbType type) =>
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
}
