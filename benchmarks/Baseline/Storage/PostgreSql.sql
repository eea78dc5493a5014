CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS cube;
CREATE EXTENSION IF NOT EXISTS earthdistance;

CREATE TABLE networks (id int PRIMARY KEY, name text NOT NULL);

CREATE TABLE venues
(
    id int PRIMARY KEY, name text NOT NULL, latitude float8 NOT NULL, longitude float8 NOT NULL, time_zone text NOT NULL
);

CREATE TABLE opening_hours
(
    venue_id int NOT NULL REFERENCES venues, day int NOT NULL, opens time NOT NULL, closes time NOT NULL,
    PRIMARY KEY (venue_id, day, opens)
);

-- The position is the venue's, so that one index finds a room.
CREATE TABLE rooms
(
    id int PRIMARY KEY, venue_id int NOT NULL REFERENCES venues, name text NOT NULL, seats int NOT NULL, by_seats bool NOT NULL,
    minimum_notice_minutes int, maximum_advance_days int, minimum_minutes int, maximum_minutes int,
    latitude float8 NOT NULL, longitude float8 NOT NULL, time_zone text NOT NULL,
    position cube NOT NULL GENERATED ALWAYS AS (ll_to_earth(latitude, longitude)) STORED
);
CREATE INDEX rooms_by_position ON rooms USING gist (position);

CREATE TABLE advisors (id int PRIMARY KEY, network_id int NOT NULL REFERENCES networks, name text NOT NULL);

-- status: 0 cancelled, 1 confirmed.
CREATE TABLE bookings
(
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room_id int NOT NULL REFERENCES rooms,
    advisor_id int NOT NULL REFERENCES advisors,
    network_id int NOT NULL,
    during tstzrange NOT NULL,
    seats int NOT NULL,
    by_seats bool NOT NULL,
    status smallint NOT NULL DEFAULT 1,
    version bigint NOT NULL DEFAULT 1,
    title text,
    purpose text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    idempotency_key text,
    input bytea,
    change_key text,
    reason text,
    UNIQUE (created_by, idempotency_key),
    CONSTRAINT room_taken EXCLUDE USING gist (room_id WITH =, during WITH &&) WHERE (status = 1 AND NOT by_seats),
    CONSTRAINT advisor_busy EXCLUDE USING gist (advisor_id WITH =, during WITH &&) WHERE (status = 1)
) WITH (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX bookings_by_seats ON bookings USING gist (room_id, during) WHERE (status = 1 AND by_seats);

-- The row that registrations lock; small, so that its counters change in place.
CREATE TABLE workshops
(
    booking_id bigint PRIMARY KEY REFERENCES bookings, places int NOT NULL, registered int NOT NULL DEFAULT 0, waiting int NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

CREATE TABLE registrations
(
    booking_id bigint NOT NULL REFERENCES workshops, network_id int NOT NULL, reference text NOT NULL, waits_at int,
    registered_at timestamptz NOT NULL DEFAULT now(), idempotency_key text,
    PRIMARY KEY (booking_id, network_id, reference)
);

-- Whoever else wants seats of this room waits for its row. The most is taken where some booking begins.
CREATE FUNCTION seats_fit(p_room int, p_room_seats int, p_during tstzrange, p_seats int, p_but bigint) RETURNS bool LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM rooms WHERE id = p_room FOR NO KEY UPDATE;
    RETURN p_seats <= p_room_seats - coalesce((
        SELECT max(taken) FROM (
            SELECT greatest(lower(s.during), lower(p_during)) AS at FROM bookings s
            WHERE s.room_id = p_room AND s.status = 1 AND s.by_seats AND s.during && p_during AND s.id IS DISTINCT FROM p_but) AS moments
        CROSS JOIN LATERAL (
            SELECT sum(b.seats) AS taken FROM bookings b
            WHERE b.room_id = p_room AND b.status = 1 AND b.by_seats AND b.during @> moments.at AND b.id IS DISTINCT FROM p_but) AS sums), 0);
END $$;

-- Inserted at once, and asked why not only when it did not go in: ON CONFLICT looks at the exclusion constraints before it
-- writes, so a refusal leaves no dead row behind, and no exception has to be caught.
CREATE FUNCTION book(
    p_room int, p_by_seats bool, p_room_seats int, p_advisor int, p_network int, p_during tstzrange, p_seats int, p_title text,
    p_purpose text, p_places int, p_caller text, p_key text, p_input bytea)
RETURNS TABLE (outcome text, id bigint, version bigint, status smallint) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    made bigint;
    earlier record;
BEGIN
    IF p_by_seats AND NOT seats_fit(p_room, p_room_seats, p_during, p_seats, NULL) THEN
        made := -1;
    END IF;

    IF made IS NULL THEN
        INSERT INTO bookings (room_id, by_seats, advisor_id, network_id, during, seats, title, purpose, created_by, idempotency_key, input)
        VALUES (p_room, p_by_seats, p_advisor, p_network, p_during, p_seats, p_title, p_purpose, p_caller, p_key, p_input)
        ON CONFLICT DO NOTHING RETURNING bookings.id INTO made;
        IF made IS NOT NULL THEN
            IF p_places IS NOT NULL THEN
                INSERT INTO workshops (booking_id, places) VALUES (made, p_places);
            END IF;
            RETURN QUERY SELECT 'OK', made, 1::bigint, 1::smallint;
            RETURN;
        END IF;
    END IF;

    SELECT b.id, b.version, b.status, b.input INTO earlier FROM bookings b WHERE b.created_by = p_caller AND b.idempotency_key = p_key;
    IF FOUND THEN
        RETURN QUERY SELECT CASE WHEN earlier.input = p_input THEN 'OK' ELSE 'IDEMPOTENCY_MISMATCH' END, earlier.id, earlier.version, earlier.status;
    ELSIF made = -1 OR EXISTS (
        SELECT 1 FROM bookings b WHERE b.room_id = p_room AND b.during && p_during AND b.status = 1 AND NOT b.by_seats) THEN
        RETURN QUERY SELECT 'SLOT_TAKEN', NULL::bigint, NULL::bigint, NULL::smallint;
    ELSE
        RETURN QUERY SELECT 'ADVISOR_BUSY', NULL::bigint, NULL::bigint, NULL::smallint;
    END IF;
END $$;

CREATE FUNCTION cancel(p_id bigint, p_network int, p_reason text, p_key text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    found_booking record;
BEGIN
    UPDATE bookings SET status = 0, version = version + 1, reason = p_reason, change_key = p_key
    WHERE id = p_id AND network_id = p_network AND status = 1 AND upper(during) > now();
    IF FOUND THEN
        RETURN 'OK';
    END IF;
    SELECT network_id, change_key INTO found_booking FROM bookings WHERE id = p_id;
    RETURN CASE
        WHEN NOT FOUND THEN 'NOT_FOUND'
        WHEN found_booking.network_id <> p_network THEN 'FORBIDDEN'
        WHEN found_booking.change_key = p_key THEN 'OK'
        ELSE 'WRONG_STATE' END;
END $$;

CREATE FUNCTION move(p_id bigint, p_network int, p_room int, p_by_seats bool, p_room_seats int, p_during tstzrange, p_key text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    found_booking record;
    violated text;
BEGIN
    IF p_by_seats AND NOT seats_fit(p_room, p_room_seats, p_during, (SELECT seats FROM bookings WHERE id = p_id), p_id) THEN
        RETURN 'SLOT_TAKEN';
    END IF;
    UPDATE bookings SET room_id = p_room, by_seats = p_by_seats, during = p_during, version = version + 1, change_key = p_key
    WHERE id = p_id AND network_id = p_network AND status = 1 AND lower(during) > now() AND change_key IS DISTINCT FROM p_key;
    IF FOUND THEN
        RETURN 'OK';
    END IF;
    SELECT network_id, change_key INTO found_booking FROM bookings WHERE id = p_id;
    RETURN CASE
        WHEN NOT FOUND THEN 'NOT_FOUND'
        WHEN found_booking.network_id <> p_network THEN 'FORBIDDEN'
        WHEN found_booking.change_key = p_key THEN 'OK'
        ELSE 'WRONG_STATE' END;
EXCEPTION WHEN exclusion_violation THEN
    GET STACKED DIAGNOSTICS violated = CONSTRAINT_NAME;
    RETURN CASE violated WHEN 'room_taken' THEN 'SLOT_TAKEN' ELSE 'ADVISOR_BUSY' END;
END $$;

CREATE FUNCTION register(p_booking bigint, p_network int, p_reference text, p_key text)
RETURNS TABLE (outcome text, waits_at int) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    shop record;
    known record;
    place int;
BEGIN
    SELECT w.places, w.registered, w.waiting INTO shop FROM workshops w WHERE w.booking_id = p_booking FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN QUERY SELECT 'NOT_FOUND', NULL::int;
        RETURN;
    END IF;
    SELECT r.waits_at INTO known FROM registrations r
    WHERE r.booking_id = p_booking AND r.network_id = p_network AND r.reference = p_reference;
    IF FOUND THEN
        RETURN QUERY SELECT CASE WHEN known.waits_at IS NULL THEN 'REGISTERED' ELSE 'WAITING' END, known.waits_at;
        RETURN;
    END IF;
    place := CASE WHEN shop.registered < shop.places THEN NULL ELSE shop.waiting + 1 END;
    IF place > 1000 THEN
        RETURN QUERY SELECT 'QUOTA', NULL::int;
        RETURN;
    END IF;
    UPDATE workshops w SET registered = w.registered + (place IS NULL)::int, waiting = w.waiting + (place IS NOT NULL)::int
    WHERE w.booking_id = p_booking;
    INSERT INTO registrations (booking_id, network_id, reference, waits_at, idempotency_key)
    VALUES (p_booking, p_network, p_reference, place, p_key);
    RETURN QUERY SELECT CASE WHEN place IS NULL THEN 'REGISTERED' ELSE 'WAITING' END, place;
END $$;
