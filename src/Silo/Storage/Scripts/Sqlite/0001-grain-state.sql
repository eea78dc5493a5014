-- What the Orleans providers run: they read this table at start and pass named parameters.
CREATE TABLE OrleansQuery
(
    QueryKey  TEXT NOT NULL PRIMARY KEY,
    QueryText TEXT NOT NULL
);

-- One row a stored state. The key is exact text (no hash), so no two states can ever share a row.
-- A cleared state keeps its row, with no payload, so that its version goes on counting.
CREATE TABLE grain_state
(
    service_id  TEXT NOT NULL,
    grain_key   TEXT NOT NULL,
    state_name  TEXT NOT NULL,
    version     INTEGER NOT NULL,
    modified_at TEXT NOT NULL,
    payload     BLOB NULL,
    PRIMARY KEY (grain_key, state_name, service_id)
);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('ReadFromStorageKey', '
SELECT payload AS PayloadBinary, version AS Version
FROM grain_state
WHERE grain_key = @GrainIdExtensionString AND state_name = @GrainTypeString AND service_id = @ServiceId'),

-- No row back means that nothing was written. The whole statement runs under the write lock, so the question whether
-- the row exists and the answer to it cannot come apart.
('WriteToStorageKey', '
INSERT INTO grain_state (service_id, grain_key, state_name, version, modified_at, payload)
SELECT @ServiceId, @GrainIdExtensionString, @GrainTypeString, 1, strftime(''%Y-%m-%dT%H:%M:%fZ'', ''now''), @PayloadBinary
WHERE @GrainStateVersion IS NULL OR EXISTS
(
    SELECT 1 FROM grain_state
    WHERE grain_key = @GrainIdExtensionString AND state_name = @GrainTypeString AND service_id = @ServiceId
)
ON CONFLICT (grain_key, state_name, service_id) DO UPDATE
SET version = grain_state.version + 1, modified_at = excluded.modified_at, payload = excluded.payload
WHERE grain_state.version = @GrainStateVersion
RETURNING version AS NewGrainStateVersion'),

('ClearStorageKey', '
UPDATE grain_state
SET version = version + 1, modified_at = strftime(''%Y-%m-%dT%H:%M:%fZ'', ''now''), payload = NULL
WHERE grain_key = @GrainIdExtensionString AND state_name = @GrainTypeString AND service_id = @ServiceId
  AND version = @GrainStateVersion
RETURNING version AS NewGrainStateVersion'),

('DeleteStorageKey', '
DELETE FROM grain_state
WHERE grain_key = @GrainIdExtensionString AND state_name = @GrainTypeString AND service_id = @ServiceId
  AND version = @GrainStateVersion
RETURNING version + 1 AS NewGrainStateVersion');
