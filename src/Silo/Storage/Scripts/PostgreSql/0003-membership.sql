-- Which silos form the cluster: one version a deployment, one row a silo.
CREATE TABLE cluster_version
(
    deployment_id text NOT NULL PRIMARY KEY,
    version       integer NOT NULL DEFAULT 0,
    changed_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE cluster_silo
(
    deployment_id   text NOT NULL REFERENCES cluster_version (deployment_id),
    address         text NOT NULL,
    port            integer NOT NULL,
    generation      integer NOT NULL,
    silo_name       text NOT NULL,
    host_name       text NOT NULL,
    status          integer NOT NULL,
    proxy_port      integer NULL,
    suspect_times   text NULL,
    start_time      timestamptz NOT NULL,
    i_am_alive_time timestamptz NOT NULL,
    PRIMARY KEY (deployment_id, address, port, generation)
);

-- Every change of a silo moves the version first, and only if it is the one the caller saw: the statement waits for the
-- version's row, looks again, and then changes the silo or nothing.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('InsertMembershipVersionKey', '
WITH added AS
(
    INSERT INTO cluster_version (deployment_id) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1
)
SELECT count(*) FROM added'),

('InsertMembershipKey', '
WITH moved AS
(
    UPDATE cluster_version SET version = version + 1, changed_at = now()
    WHERE deployment_id = @DeploymentId AND version = @Version AND NOT EXISTS
    (
        SELECT 1 FROM cluster_silo
        WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
    )
    RETURNING 1
), added AS
(
    INSERT INTO cluster_silo (deployment_id, address, port, generation, silo_name, host_name, status, proxy_port,
                              start_time, i_am_alive_time)
    SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort,
           @StartTime, @IAmAliveTime
    FROM moved
    RETURNING 1
)
SELECT count(*) FROM added'),

('UpdateMembershipKey', '
WITH moved AS
(
    UPDATE cluster_version SET version = version + 1, changed_at = now()
    WHERE deployment_id = @DeploymentId AND version = @Version AND EXISTS
    (
        SELECT 1 FROM cluster_silo
        WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
    )
    RETURNING 1
), changed AS
(
    UPDATE cluster_silo SET status = @Status, suspect_times = @SuspectTimes, i_am_alive_time = @IAmAliveTime
    WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
      AND EXISTS (SELECT 1 FROM moved)
    RETURNING 1
)
SELECT count(*) FROM changed'),

('UpdateIAmAlivetimeKey', '
UPDATE cluster_silo SET i_am_alive_time = @IAmAliveTime
WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation'),

('MembershipReadRowKey', '
SELECT v.deployment_id AS "DeploymentId", s.address AS "Address", s.port AS "Port", s.generation AS "Generation",
       s.silo_name AS "SiloName", s.host_name AS "HostName", s.status AS "Status", s.proxy_port AS "ProxyPort",
       s.suspect_times AS "SuspectTimes", s.start_time AS "StartTime", s.i_am_alive_time AS "IAmAliveTime",
       v.version AS "Version"
FROM cluster_version v LEFT JOIN cluster_silo s
  ON s.deployment_id = v.deployment_id AND s.address = @Address AND s.port = @Port AND s.generation = @Generation
WHERE v.deployment_id = @DeploymentId'),

('MembershipReadAllKey', '
SELECT v.deployment_id AS "DeploymentId", s.address AS "Address", s.port AS "Port", s.generation AS "Generation",
       s.silo_name AS "SiloName", s.host_name AS "HostName", s.status AS "Status", s.proxy_port AS "ProxyPort",
       s.suspect_times AS "SuspectTimes", s.start_time AS "StartTime", s.i_am_alive_time AS "IAmAliveTime",
       v.version AS "Version"
FROM cluster_version v LEFT JOIN cluster_silo s ON s.deployment_id = v.deployment_id
WHERE v.deployment_id = @DeploymentId'),

('GatewaysQueryKey', '
SELECT address AS "Address", proxy_port AS "ProxyPort", generation AS "Generation"
FROM cluster_silo WHERE deployment_id = @DeploymentId AND status = @Status AND proxy_port > 0'),

('DeleteMembershipTableEntriesKey', '
WITH silos AS (DELETE FROM cluster_silo WHERE deployment_id = @DeploymentId)
DELETE FROM cluster_version WHERE deployment_id = @DeploymentId'),

-- 6 is Dead. The second form removes one dead silo, and only as it was when the caller looked.
('CleanupDefunctSiloEntriesKey', '
DELETE FROM cluster_silo WHERE deployment_id = @DeploymentId AND status = 6 AND i_am_alive_time < @IAmAliveTime'),

('CleanupDefunctSiloEntryKey', '
DELETE FROM cluster_silo
WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
  AND status = 6 AND start_time = @StartTime AND i_am_alive_time = @IAmAliveTime
  AND suspect_times IS NOT DISTINCT FROM @SuspectTimes');
