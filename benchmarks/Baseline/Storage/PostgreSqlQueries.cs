namespace Scheduling.Baseline.Storage;

/// <summary>Statements that are more than a line.</summary>
internal static class PostgreSqlQueries
{
    /// <summary>
    /// Walks the rooms from the nearest on, by the index, and stops when enough are free: a quarter of the work of sorting every
    /// room of the circle, which the planner does without the fence of OFFSET 0.
    /// </summary>
    public const string Available = """
        SELECT near.id
        FROM (
            SELECT r.*, r.position <-> ll_to_earth($1, $2) AS distance FROM rooms r
            WHERE r.position <@ earth_box(ll_to_earth($1, $2), $3)
            ORDER BY r.position <-> ll_to_earth($1, $2) OFFSET 0) AS near
        WHERE earth_distance(ll_to_earth($1, $2), near.position) <= $3
          AND near.seats >= $4
          AND NOT near.by_seats
          AND lower($5::tstzrange) - now() >= make_interval(mins => coalesce(near.minimum_notice_minutes, 0))
          AND lower($5::tstzrange) - now() <= make_interval(days => coalesce(near.maximum_advance_days, 1830))
          AND EXISTS (
              SELECT 1 FROM opening_hours h
              WHERE h.venue_id = near.venue_id AND h.day = extract(dow FROM lower($5::tstzrange) AT TIME ZONE near.time_zone)::int
                AND h.opens <= (lower($5::tstzrange) AT TIME ZONE near.time_zone)::time
                AND h.closes >= (upper($5::tstzrange) AT TIME ZONE near.time_zone)::time)
          AND NOT EXISTS (
              SELECT 1 FROM bookings b WHERE b.room_id = near.id AND b.during && $5 AND b.status = 1 AND NOT b.by_seats)
        ORDER BY near.distance
        LIMIT $6
        """;
}
