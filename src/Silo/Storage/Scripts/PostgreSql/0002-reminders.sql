CREATE TABLE reminder
(
    service_id text COLLATE "C" NOT NULL,
    grain_id   text COLLATE "C" NOT NULL,
    name       text COLLATE "C" NOT NULL,
    start_time timestamptz NOT NULL,
    period_ms  bigint NOT NULL,
    grain_hash integer NOT NULL,
    version    integer NOT NULL,
    PRIMARY KEY (service_id, grain_id, name)
) WITH (fillfactor = 80);

CREATE INDEX reminder_by_hash ON reminder (service_id, grain_hash);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('UpsertReminderRowKey', '
INSERT INTO reminder (service_id, grain_id, name, start_time, period_ms, grain_hash, version)
VALUES (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash, 0)
ON CONFLICT (service_id, grain_id, name) DO UPDATE
SET start_time = excluded.start_time, period_ms = excluded.period_ms, grain_hash = excluded.grain_hash,
    version = reminder.version + 1
RETURNING version AS "version"'),

('ReadReminderRowsKey', '
SELECT grain_id AS "GrainId", name AS "ReminderName", start_time AS "StartTime", period_ms AS "Period", version AS "Version"
FROM reminder WHERE service_id = @ServiceId AND grain_id = @GrainId'),

('ReadReminderRowKey', '
SELECT grain_id AS "GrainId", name AS "ReminderName", start_time AS "StartTime", period_ms AS "Period", version AS "Version"
FROM reminder WHERE service_id = @ServiceId AND grain_id = @GrainId AND name = @ReminderName'),

('ReadRangeRows1Key', '
SELECT grain_id AS "GrainId", name AS "ReminderName", start_time AS "StartTime", period_ms AS "Period", version AS "Version"
FROM reminder WHERE service_id = @ServiceId AND grain_hash > @BeginHash AND grain_hash <= @EndHash'),

('ReadRangeRows2Key', '
SELECT grain_id AS "GrainId", name AS "ReminderName", start_time AS "StartTime", period_ms AS "Period", version AS "Version"
FROM reminder WHERE service_id = @ServiceId AND (grain_hash > @BeginHash OR grain_hash <= @EndHash)'),

('DeleteReminderRowKey', '
WITH gone AS
(
    DELETE FROM reminder
    WHERE service_id = @ServiceId AND grain_id = @GrainId AND name = @ReminderName AND version = @Version
    RETURNING 1
)
SELECT count(*) > 0 FROM gone'),

('DeleteReminderRowsKey', '
DELETE FROM reminder WHERE service_id = @ServiceId');
