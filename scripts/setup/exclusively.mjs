import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const LOCK = '.cache/lock'
/** ms; its owner touches it every second. */
const ABANDONED = 30_000

/**
 * Does work that no two commands may do at once in this clone, such as an install: the second waits for the first. A
 * lock whose owner was killed is nobody's.
 */
export async function exclusively(work) {
  mkdirSync('.cache', { recursive: true })
  for (let isTold = false; !take(LOCK); await sleep(100)) {
    const owner = readOwner()
    if (owner !== null && isAbandoned(owner)) breakLock(owner)
    else if (!isTold) {
      console.log('Waiting for another command that installs or builds here …')
      isTold = true
    }
  }
  const touching = setInterval(() => utimesSync(LOCK, new Date(), new Date()), 1000)
  try {
    return await work()
  } finally {
    clearInterval(touching)
    rmSync(LOCK, { force: true })
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

/** Two who find an abandoned lock must not remove each other's new one: only one at a time may look and remove. */
function breakLock(owner) {
  if (!take(`${LOCK}.breaking`)) return
  try {
    if (readOwner() === owner) rmSync(LOCK)
  } finally {
    rmSync(`${LOCK}.breaking`)
  }
}

/** Null where it has just been given back. */
function readOwner() {
  try {
    return readFileSync(LOCK, 'utf8')
  } catch {
    return null
  }
}

/** After a restart of the machine another process may have the owner's number, so its age counts, too. */
function isAbandoned(owner) {
  const touched = statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()
  return !isAlive(owner) || Date.now() - touched > ABANDONED
}

function isAlive(owner) {
  try {
    process.kill(Number(owner), 0)
    return true
  } catch (error) {
    // EPERM: it is another user's.
    return error.code === 'EPERM'
  }
}
