using Npgsql;
using NpgsqlTypes;
using Scheduling.Baseline.Contracts;

namespace Scheduling.Baseline.Storage;

/// <summary>Loads and reads what there is to book.</summary>
internal static class PostgreSqlLoad
{
    /// <summary>Copies everything into empty tables, and has the planner look at them.</summary>
    public static async Task RunAsync(NpgsqlDataSource database, World world)
    {
        await using var connection = await database.OpenConnectionAsync();
        await CopyAsync(connection, "networks (id, name)", world.Networks, (network, row) => row.Add(network.Id).Add(network.Name));
        await CopyAsync(connection, "venues (id, name, latitude, longitude, time_zone)", world.Venues, (venue, row) => row
            .Add(venue.Id).Add(venue.Name).Add(venue.Latitude).Add(venue.Longitude).Add(venue.TimeZone));
        var hours = world.Venues.SelectMany(venue => venue.OpeningHours.Select(hours => (venue.Id, hours))).ToList();
        await CopyAsync(connection, "opening_hours (venue_id, day, opens, closes)", hours, (entry, row) => row
            .Add(entry.Id).Add((int)entry.hours.Day).Add(entry.hours.Opens).Add(entry.hours.Closes));
        var venues = world.Venues.ToDictionary(venue => venue.Id);
        const string Rooms = "rooms (id, venue_id, name, seats, by_seats, minimum_notice_minutes, maximum_advance_days, minimum_minutes, "
            + "maximum_minutes, latitude, longitude, time_zone)";
        await CopyAsync(connection, Rooms, world.Rooms, (room, row) => row
            .Add(room.Id).Add(room.VenueId).Add(room.Name).Add(room.Seats).Add(room.BySeats).Add(room.MinimumNoticeMinutes)
            .Add(room.MaximumAdvanceDays).Add(room.MinimumMinutes).Add(room.MaximumMinutes)
            .Add(venues[room.VenueId].Latitude).Add(venues[room.VenueId].Longitude).Add(venues[room.VenueId].TimeZone));
        await CopyAsync(connection, "advisors (id, network_id, name)", world.Advisors, (advisor, row) => row
            .Add(advisor.Id).Add(advisor.NetworkId).Add(advisor.Name));
        await using var analyze = new NpgsqlCommand("ANALYZE", connection);
        await analyze.ExecuteNonQueryAsync();
    }

    private static async Task CopyAsync<T>(NpgsqlConnection connection, string target, IEnumerable<T> rows, Action<T, Row> write)
    {
        await using var importer = await connection.BeginBinaryImportAsync($"COPY {target} FROM STDIN (FORMAT binary)");
        foreach (var row in rows)
        {
            await importer.StartRowAsync();
            write(row, new Row(importer));
        }

        await importer.CompleteAsync();
    }

    private readonly struct Row(NpgsqlBinaryImporter importer)
    {
        public Row Add<T>(T value)
        {
            if (value is null)
                importer.WriteNull();
            else
                importer.Write(value);
            return this;
        }

        public Row Add(int? value)
        {
            if (value is { } number)
                importer.Write(number, NpgsqlDbType.Integer);
            else
                importer.WriteNull();
            return this;
        }
    }
}
