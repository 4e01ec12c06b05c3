import type { Client } from 'pg'

/**
 * What a database brought back holds of people erased since the backup: rows that nobody can read any more, which would still keep
 * their unique keys and count as due. Logs and files stay as an erasure leaves them: nothing of those can be read or found.
 */
export const deleteUnreadable = `DO $$
DECLARE
  kept text;
  side text;
BEGIN
  FOR kept IN SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND a.attname = 'rev'
  LOOP
    EXECUTE format('DELETE FROM %I d USING lianxin_keys k WHERE k.ref = d.sealed_by AND k.wrapped IS NULL', kept);
    FOR side IN SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND a.attname = 'ord'
      AND starts_with(c.relname, kept || '.')
    LOOP
      EXECUTE format('DELETE FROM %I s WHERE NOT EXISTS (SELECT FROM %I d WHERE d.id = s.id)', side, kept);
    END LOOP;
  END LOOP;
END $$;
`

/** Ids of the people whose keys are destroyed and who have got no other. */
export async function erasedPeople(client: Client): Promise<string[]> {
  const { rows } = await client.query(
    `SELECT DISTINCT substr(k.name, 8) AS id FROM lianxin_keys k WHERE k.wrapped IS NULL AND starts_with(k.name, 'person:')
     AND NOT EXISTS (SELECT FROM lianxin_keys o WHERE o.name = k.name AND o.wrapped IS NOT NULL)`,
  )
  return rows.map(({ id }) => id)
}
