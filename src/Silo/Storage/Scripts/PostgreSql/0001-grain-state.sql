-- What the Orleans providers run: they read this table at start and pass named parameters.
CREATE TABLE OrleansQuery
(
    QueryKey  text NOT NULL PRIMARY KEY,
    QueryText text NOT NULL
);

-- One row a stored state. The key is exact text (no hash), so no two states can ever share a row; collation "C"
-- compares bytes. The room left in each page keeps an update on its page and out of the index.
-- A cleared state keeps its row, with no payload, so that its version goes on counting.
CREATE TABLE grain_state
(
    service_id  text COLLATE "C" NOT NULL,
    grain_key   text COLLATE "C" NOT NULL,
    state_name  text COLLATE "C" NOT NULL,
    version     integer NOT NULL,
    modified_at timestamptz NOT NULL,
    payload     bytea NULL,
    PRIMARY KEY (grain_key, state_name, service_id)
) WITH (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('ReadFromStorageKey', '
SELECT payload AS "PayloadBinary", version AS "Version"
FROM grain_state
WHERE grain_key = @GrainIdExtensionString AND state_name = @GrainTypeString AND service_id = @ServiceId'),

-- No row back means that nothing was written. A first write is an insert that gives way to a row that is there; a later
-- one is an update that waits for the row and then looks at its version again. One of the two parts does something.
('WriteToStorageKey', '
WITH later AS
(
    UPDATE grain_state SET version = version + 1, modified_at = now(), payload = @PayloadBinary
    WHERE grain_key = @GrainIdExtensionString AND state_name = @GrainTypeString AND service_id = @ServiceId
      AND version = @GrainStateVersion
    RETURNING version
), first AS
(
    INSERT INTO grain_state (service_id, grain_key, state_name, version, modified_at, payload)
    SELECT @ServiceId, @GrainIdExtensionString, @GrainTypeString, 1, now(), @PayloadBinary
    WHERE @GrainStateVersion IS NULL
    ON CONFLICT DO NOTHING
    RETURNING version
)
SELECT version AS "NewGrainStateVersion" FROM later UNION ALL SELECT version FROM first'),

('ClearStorageKey', '
UPDATE grain_state SET version = version + 1, modified_at = now(), payload = NULL
WHERE grain_key = @GrainIdExtensionString AND state_name = @GrainTypeString AND service_id = @ServiceId
  AND version = @GrainStateVersion
RETURNING version AS "NewGrainStateVersion"'),

('DeleteStorageKey', '
DELETE FROM grain_state
WHERE grain_key = @GrainIdExtensionString AND state_name = @GrainTypeString AND service_id = @ServiceId
  AND version = @GrainStateVersion
RETURNING version + 1 AS "NewGrainStateVersion"');
