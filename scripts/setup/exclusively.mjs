import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const LOCK = '.cache/lock'
/** ms without a touch, which its owner gives it every second: of one that lives, stopped perhaps, and of one that is gone. */
const ABANDONED = { alive: 30_000, gone: 3000 }

/**
 * Does work that no two commands may do at once in this clone, such as an install: the second waits for the first. A
 * lock whose owner was killed is nobody's.
 */
export async function exclusively(work) {
  mkdirSync('.cache', { recursive: true })
  let isTold = false
  let suspected
  while (!take(LOCK)) {
    const lock = look(LOCK)
    if (lock && isAbandoned(lock)) {
      // Seen twice: an owner that has slept with the machine touches it when it wakes.
      if (lock.touched === suspected) breakLock(lock)
      suspected = lock.touched
    }
    if (lock && !isTold) {
      console.error('Waiting for another command that installs or builds here …')
      isTold = true
    }
    await sleep(suspected === undefined ? 100 : 1500)
  }
  const isOurs = () => look(LOCK)?.owner === process.pid
  const touching = setInterval(() => isOurs() && utimesSync(LOCK, new Date(), new Date()), 1000)
  try {
    return await work()
  } finally {
    clearInterval(touching)
    if (isOurs()) rmSync(LOCK)
  }
}

/** Creates the file, unless it is there. */
function take(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

/** Null where it has just been given back. */
function look(path) {
  try {
    return { owner: Number(readFileSync(path, 'utf8')), touched: statSync(path).mtimeMs }
  } catch {
    return null
  }
}

/** Two who find an abandoned lock must not remove each other's new one: only one at a time may look and remove. */
function breakLock({ owner }) {
  const guard = `${LOCK}.breaking`
  const left = look(guard)
  if (left && isAbandoned(left)) rmSync(guard, { force: true })
  if (!take(guard)) return
  try {
    if (look(LOCK)?.owner === owner) rmSync(LOCK)
  } finally {
    rmSync(guard, { force: true })
  }
}

/** The age counts as well: another process may have the owner's number after a restart, or none that is seen here. */
function isAbandoned({ owner, touched }) {
  return Date.now() - touched > (isAlive(owner) ? ABANDONED.alive : ABANDONED.gone)
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it is another user's.
    return error.code === 'EPERM'
  }
}
