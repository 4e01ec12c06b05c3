/** After so many milliseconds without a sign of life a process counts as ended. */
export const endsAfter = 8_000

/** One after another: what one reads of the others is so still when its own comes to stand. */
export const lockCrew = 'SELECT pg_advisory_xact_lock($1)'

/** Signs that this process is there, and takes of the whole its part, or what the others have not yet given up of it. */
export const sign = `
  INSERT INTO lianxin_leases (name, holder, until, part)
  SELECT 'process ' || $1, $1, clock_timestamp() + ${endsAfter} * interval '1 ms',
    greatest(0, least(1.0 / (count(*) + 1), 1 - coalesce(sum(part), 0)))
  FROM lianxin_leases WHERE name LIKE 'process %' AND holder <> $1 AND until > clock_timestamp()
  ON CONFLICT (name) DO UPDATE SET until = excluded.until, part = excluded.part`

/** Keeps the turns it has, and takes those that nobody has any more. */
export const takeTurns = `
  INSERT INTO lianxin_leases AS l (name, holder, until)
  SELECT 'turn ' || wanted, $1, clock_timestamp() + ${endsAfter} * interval '1 ms' FROM unnest($2::text[]) AS wanted
  ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
  WHERE l.holder = excluded.holder OR l.until <= clock_timestamp()`

export const everybody = 'SELECT name, holder, part, until > clock_timestamp() AS runs FROM lianxin_leases'
export const giveTurnBack = `DELETE FROM lianxin_leases WHERE name = 'turn ' || $2 AND holder = $1`
/** What it still has claimed the others return, as if it had been killed. */
export const endNow = 'UPDATE lianxin_leases SET until = clock_timestamp() WHERE holder = $1'
export const forget = `DELETE FROM lianxin_leases WHERE name = 'process ' || $1 AND until <= clock_timestamp()`
