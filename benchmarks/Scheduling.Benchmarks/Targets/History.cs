using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using Orleans.Serialization;
using Orleans.Storage;
using Scheduling.Benchmarks.Worlds;
using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Benchmarks.Targets;

/// <summary>
/// Years of bookings that are over, written as the grains would have left them: for each room and each advisor a page a week with
/// claims and records, and the list of those weeks. The API takes no bookings in the past, and the server is down meanwhile.
/// Each room has two bookings a week, led by two advisors of its own: 100 bookings a year.
/// </summary>
internal sealed class History : IAsyncDisposable
{
    private const int WeeksOfYear = 52, PerWeek = 2, Seats = 4;
    private const string RoomType = "room", AdvisorType = "advisor", Service = "scheduling";

    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private readonly ProductWorld _world;
    private readonly IsoWeek _now = IsoWeek.Of(SystemClock.Instance.GetCurrentInstant());
    private readonly int _weeks;
    private readonly OrleansGrainStorageSerializer _serializer;

    private History(ProductWorld world, int years)
    {
        (_world, _weeks) = (world, years * WeeksOfYear);
        _serializer = new OrleansGrainStorageSerializer(_services.GetRequiredService<Serializer>());
    }

    /// <summary>Writes it into the product's database.</summary>
    public static async Task WriteAsync(ProductWorld world, string database, int years)
    {
        await using var history = new History(world, years);
        await using var source = NpgsqlDataSource.Create(database);
        await using var connection = await source.OpenConnectionAsync();
        await history.CopyAsync(connection);
        await using var analyze = new NpgsqlCommand("VACUUM ANALYZE grain_state", connection) { CommandTimeout = 0 };
        await analyze.ExecuteNonQueryAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task CopyAsync(NpgsqlConnection connection)
    {
        await using var importer = await connection.BeginBinaryImportAsync(
            "COPY grain_state (service_id, grain_key, state_name, version, modified_at, payload) FROM STDIN (FORMAT binary)");
        var index = Stored(new WeekIndex { Weeks = [.. Enumerable.Range(_now.Number - _weeks, _weeks)] });
        for (var room = 0; room < _world.Rooms.Length; room++)
        {
            Write(importer, RoomType, _world.Rooms[room], "weeks", index);
            for (var k = 0; k < PerWeek; k++)
                Write(importer, AdvisorType, _world.Advisors[(PerWeek * room) + k], "weeks", index);
            for (var week = _now.Number - _weeks; week < _now.Number; week++)
                WriteWeek(importer, room, new IsoWeek(week));
        }

        await importer.CompleteAsync();
    }

    private void WriteWeek(NpgsqlBinaryImporter importer, int room, IsoWeek week)
    {
        var name = $"week-{week}";
        var bookings = Enumerable.Range(0, PerWeek).Select(k => Booked(room, (PerWeek * room) + k, week, k)).ToArray();
        Write(importer, RoomType, _world.Rooms[room], name, Stored(new ClaimsPage { Claims = [.. bookings.Select(booked => booked.OnRoom)] }));
        for (var k = 0; k < PerWeek; k++)
            Write(importer, AdvisorType, _world.Advisors[(PerWeek * room) + k], name,
                Stored(new AdvisorPage { Claims = [bookings[k].OnAdvisor], Bookings = [bookings[k].Record] }));
    }

    private (BookingRecord Record, Claim OnRoom, Claim OnAdvisor) Booked(int room, int advisor, IsoWeek week, int k)
    {
        var lead = AdvisorId.Wrap(_world.Advisors[advisor]);
        var network = new OrganizationId(_world.Networks[WorldPlan.NetworkOf(advisor)]);
        var start = week.Start + Duration.FromDays(2 * k) + Duration.FromHours(8 + (room % 8));
        var period = new Grains.Calendars.Period(start, start + Duration.FromHours(1));
        var key = $"{room}x{k}";
        var id = BookingId.New(lead, week, key);
        Claim Held(string calendar) => new()
        {
            Id = ClaimId.Wrap($"claim-{week}{key}{calendar}"),
            Booking = id,
            Network = network,
            Period = period,
            Held = period,
            Seats = Seats,
            MadeAt = start - Duration.FromDays(14),
        };
        var (onRoom, onAdvisor) = (Held("r"), Held("a"));
        var by = $"ADVISOR:{lead.Value}";
        var record = new BookingRecord
        {
            Id = id,
            Room = RoomId.Wrap(_world.Rooms[room]),
            Facts = new RoomFacts
            {
                Venue = VenueId.Wrap(_world.Venues[room / WorldPlan.RoomsInVenue]),
                Owner = new OrganizationId(_world.OwnerOf(room)),
                TimeZone = "Europe/Paris",
                VenueCountsPeople = false,
            },
            Network = network,
            CoHosts = [],
            Period = period,
            Seats = Seats,
            Title = "Premiers pas sur internet",
            Purpose = BookingPurpose.Appointments,
            Status = BookingStatus.Completed,
            Version = 2,
            History =
            [
                new BookingEvent { At = onRoom.MadeAt, Status = BookingStatus.Confirmed, By = by },
                new BookingEvent { At = period.End, Status = BookingStatus.Completed, By = "system" },
            ],
            Claims =
            [
                new ClaimRef { Calendar = lead.Value, Id = onAdvisor.Id, Period = period },
                new ClaimRef { Calendar = _world.Rooms[room], Id = onRoom.Id, Period = period },
            ],
        };
        return (record, onRoom, onAdvisor);
    }

    private byte[] Stored<T>(T state) => _serializer.Serialize(state).ToArray();

    private static void Write(NpgsqlBinaryImporter importer, string type, string key, string name, byte[] payload)
    {
        importer.StartRow();
        importer.Write(Service, NpgsqlDbType.Text);
        importer.Write($"/{key}", NpgsqlDbType.Text);
        importer.Write($"{type}/{name}", NpgsqlDbType.Text);
        importer.Write(1, NpgsqlDbType.Integer);
        importer.Write(DateTime.UtcNow, NpgsqlDbType.TimestampTz);
        importer.Write(payload, NpgsqlDbType.Bytea);
    }
}
