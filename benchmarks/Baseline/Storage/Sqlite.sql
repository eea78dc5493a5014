CREATE TABLE bookings
(
    id integer PRIMARY KEY,
    room_id integer NOT NULL,
    advisor_id integer NOT NULL,
    network_id integer NOT NULL,
    starts integer NOT NULL,
    ends integer NOT NULL,
    seats integer NOT NULL,
    status integer NOT NULL DEFAULT 1,
    version integer NOT NULL DEFAULT 1,
    title text,
    purpose text NOT NULL,
    created_at integer NOT NULL,
    created_by text NOT NULL,
    idempotency_key text,
    input blob,
    UNIQUE (created_by, idempotency_key)
);
CREATE INDEX bookings_by_room ON bookings (room_id, starts, ends) WHERE status = 1;
CREATE INDEX bookings_by_advisor ON bookings (advisor_id, starts, ends) WHERE status = 1;
CREATE TABLE workshops
(
    booking_id integer PRIMARY KEY, places integer NOT NULL, registered integer NOT NULL DEFAULT 0, waiting integer NOT NULL DEFAULT 0
);
