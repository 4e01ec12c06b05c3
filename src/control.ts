import { setTimeout as sleep } from 'node:timers/promises'
import { now, type System } from './compose'
import { wallStamp } from './domain/calendar'
import { newAdminCode } from './features/officers/admin-code'
import { forgetKeySaved, noteKeySaved } from './features/officers/key-saved'
import { runJob } from './jobs'
import { settings } from './store/collections'
import type { ControlAnswer, ControlHandlers } from './store/json/control-socket'
import { ProgramTrouble } from './store/postgres/programs'
import { Outage } from './store/postgres/trouble'

/** What scripts may ask of the bot that holds the folder; the same functions run when none does. */
export function controlHandlers(system: System): ControlHandlers {
  return {
    'admin-code': async () => ({
      ok: true,
      result: await system.store.write(['rule:admin-code'], (tx) => newAdminCode(tx, system.bot.tools, now())),
    }),
    'key-saved': async () => {
      await system.store.write(['rule:alerts'], (tx) => noteKeySaved(tx, 'operator', now()))
      return { ok: true, result: 'saved' }
    },
    replay: async (args) => {
      const id = String((args as { id?: unknown }).id ?? '')
      const done = await system.bot.replay(id, now())
      return done === 'replayed' ? { ok: true, result: done } : { ok: false, problem: done }
    },
    job: async (args) => {
      const { name, at } = args as { name?: string; at?: string }
      const result = await runJob(system.jobs, String(name), at ?? now())
      return result ? { ok: true, result } : { ok: false, problem: 'no-such-job' }
    },
    key: async (args) => {
      const { file } = args as { file?: string }
      try {
        // Before it: what comes between the two must not leave it said of a key of which it is not true.
        const said = await system.store.write(['rule:alerts'], forgetKeySaved)
        const changed = await system.changeMasterKey(file)
        if (changed.ok) return { ok: true, result: changed }
        if (said) await system.store.write(['rule:alerts'], (tx) => tx.put(settings, said))
        return changed
      } catch (error) {
        return troubleOf(error)
      }
    },
    backup: async () => {
      if (!system.backups) return { ok: false, problem: 'backed-up-elsewhere' }
      try {
        for (;;) {
          // Beside the day's own backup, and newer.
          const name = wallStamp(now(), system.jobs.zone)
          const { made } = await system.backups.backUp(name)
          if (made > 0) return { ok: true, result: name }
          // Somebody else's of this second may have been begun before.
          await sleep(1000)
        }
      } catch (error) {
        return troubleOf(error)
      }
    },
  }
}

/** Whoever asks sits at the machine: a full disk is theirs to mend. */
function troubleOf(error: unknown): ControlAnswer {
  if (error instanceof ProgramTrouble || error instanceof Outage) return { ok: false, problem: error.message }
  return { ok: false, problem: (error as NodeJS.ErrnoException).code ?? 'failed' }
}
