import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { endedBy } from './child.mjs'

/** A holder touches its lock each 2 s; one untouched for this long is dead, also on another machine or with its pid in new hands. */
const STALE_MS = 20_000

const pause = (ms) => new Promise((done) => setTimeout(done, ms))

function read(path) {
  try {
    return { text: readFileSync(path, 'utf8'), touched: statSync(path).mtimeMs }
  } catch {
    return undefined
  }
}

function isStale({ text, touched }) {
  const [pid, host] = text.split(' ')
  if (Date.now() - touched > STALE_MS) return true
  if (host !== hostname()) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

/** Moves a dead holder's lock away; where another start was faster and the lock is a living one by now, puts it back. */
function removeStale(path, seen) {
  const aside = `${path}.${process.pid}`
  try {
    renameSync(path, aside)
    if (readFileSync(aside, 'utf8') !== seen.text) linkSync(aside, path)
  } catch {
    // Somebody else removed it, or holds it again: the next round shows.
  }
  rmSync(aside, { force: true })
}

function take(path, own) {
  try {
    writeFileSync(path, own, { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    return false
  }
}

/** Runs `work` while holding the lock file; a second start waits, and is told so once through `onWait`. */
export async function withLock(path, work, onWait = () => {}) {
  const own = `${process.pid} ${hostname()} ${Date.now()} ${Math.random()}`
  mkdirSync(dirname(path), { recursive: true })
  let told = false
  while (!take(path, own)) {
    if (endedBy()) return undefined
    const seen = read(path)
    if (!seen) continue
    if (isStale(seen)) {
      removeStale(path, seen)
      continue
    }
    if (!told) onWait()
    told = true
    await pause(200)
  }
  const heartbeat = setInterval(() => touch(path), 2000)
  try {
    return await work()
  } finally {
    clearInterval(heartbeat)
    if (read(path)?.text === own) rmSync(path, { force: true })
  }
}

function touch(path) {
  try {
    utimesSync(path, new Date(), new Date())
  } catch {
    // Taken away after a long sleep of the machine; the work goes on.
  }
}
