-- Rows beyond 2 KB are compressed with each write: a third of what a workshop that many register for cost the database went
-- into that. LZ4 takes a tenth of the time that the default (pglz) does. Rows that are there stay as they are and are read as
-- before. A server that was built without LZ4 keeps the default; so does one where the table is in use for long, say by a
-- backup, because other servers would have to wait for that: see docs/storage.md.
DO $do$
BEGIN
    SET LOCAL lock_timeout = '2s';
    EXECUTE 'ALTER TABLE grain_state ALTER COLUMN payload SET COMPRESSION lz4';
EXCEPTION WHEN feature_not_supported OR lock_not_available THEN
    RAISE NOTICE 'Payloads are compressed with pglz.';
END
$do$;
