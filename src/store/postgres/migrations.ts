/**
 * What stands in the database whatever collections there are, in the order in which it came to be. A number that was ever released is never
 * changed: what comes next is a further one.
 */
export const migrations: readonly string[] = [
  `CREATE TABLE lianxin_state (name text PRIMARY KEY, value text NOT NULL);
   CREATE TABLE lianxin_collections (name text PRIMARY KEY, version integer NOT NULL, signature text NOT NULL);

   -- A dump that leaves this table out can be read by nobody. A dropped key is not to lie about: it is cleared away within a minute.
   CREATE TABLE lianxin_keys (ref text COLLATE "C" PRIMARY KEY, name text COLLATE "C" NOT NULL, wrapped bytea)
     WITH (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);
   CREATE UNIQUE INDEX lianxin_keys_name ON lianxin_keys (name) WHERE wrapped IS NOT NULL;

   CREATE TABLE lianxin_counters (name text COLLATE "C" PRIMARY KEY, sum double precision NOT NULL) WITH (fillfactor = 50);
   CREATE TABLE lianxin_heads (log text NOT NULL, key text COLLATE "C" NOT NULL, seq bigint NOT NULL, PRIMARY KEY (log, key))
     WITH (fillfactor = 80);

   -- What each commit touched, for the other processes, and by its token that it came to stand.
   CREATE TABLE lianxin_changes (
     seq bigint GENERATED ALWAYS AS IDENTITY,
     token uuid NOT NULL PRIMARY KEY,
     xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
     origin text NOT NULL,
     changes text NOT NULL);
   CREATE INDEX lianxin_changes_xid ON lianxin_changes (xid);

   CREATE TABLE lianxin_files (id text PRIMARY KEY, at text NOT NULL, sealed_by text NOT NULL, sealed bytea NOT NULL);
   CREATE INDEX lianxin_files_at ON lianxin_files (at);
   CREATE TABLE lianxin_chunks (
     file text NOT NULL REFERENCES lianxin_files ON DELETE CASCADE,
     number integer NOT NULL,
     sealed bytea NOT NULL,
     PRIMARY KEY (file, number));
   ALTER TABLE lianxin_chunks ALTER COLUMN sealed SET STORAGE EXTERNAL`,

  // Which processes run, what only one of them does at a time, and which part of the limits each may use.
  `CREATE TABLE lianxin_leases (
     name text COLLATE "C" PRIMARY KEY,
     holder text NOT NULL,
     until timestamptz NOT NULL,
     part double precision NOT NULL DEFAULT 0) WITH (fillfactor = 50)`,

  // While another master key takes over: the newest that a key is wrapped by, and those that are wrapped by two.
  `ALTER TABLE lianxin_keys ADD COLUMN generation integer NOT NULL DEFAULT 0;
   CREATE INDEX lianxin_keys_twofold ON lianxin_keys (ref) WHERE octet_length(wrapped) > 60;
   CREATE INDEX lianxin_keys_destroyed ON lianxin_keys (ref) WHERE wrapped IS NULL`,
]
