import type { Script, ScriptName } from '../../src/testing'
import type { CallFault, StorageFault } from './commands'
import type { Run } from './trace'

const FAULTS: Record<CallFault | StorageFault, Script | null> = {
  ok: null,
  fail: { outcome: 'fail' },
  offline: { outcome: 'fail', errMsg: 'network error', errno: 600001 },
  // One release for iOS failed so at random; the next call succeeds.
  fleeting: { outcome: 'fail', errno: 102, times: 1 },
  neither: { outcome: 'neither' },
  throw: { outcome: 'throw' },
  both: { outcome: 'both' },
  twice: { outcome: 'twice' },
  empty: { outcome: 'empty' },
  fromCache: { outcome: 'fromCache' },
  late: { latency: 2000 },
  lateOnce: { latency: 2000, times: 1 },
  slow: { latency: 20_000 },
  synchronous: { sync: true },
}

const READS = ['getStorage'] as const
const WRITES = ['setStorage', 'removeStorage', 'setBackgroundFetchToken'] as const
const CALLS = {
  reads: READS,
  writes: WRITES,
  all: [...READS, ...WRITES],
  login: ['login'],
  checkSession: ['checkSession'],
  getUserInfo: ['getUserInfo'],
  prefetch: ['getBackgroundFetchData'],
} as const

/** How these functions of wx end from now on. */
export function disturb(run: Run, part: keyof typeof CALLS, how: CallFault | StorageFault): void {
  for (const name of CALLS[part]) {
    const isImpossible = how === 'fromCache' && name !== 'login' && name !== 'checkSession'
    set(run, name, isImpossible ? null : FAULTS[how])
  }
  // A Sync function can do no more than throw.
  const script: Script | null = how === 'throw' || how === 'fail' ? { outcome: 'throw' } : null
  if (part === 'reads' || part === 'all') set(run, 'getStorageSync', script)
  if (part !== 'writes' && part !== 'all') return
  set(run, 'setStorageSync', script)
  set(run, 'removeStorageSync', script)
}

function set({ world, faults }: Run, name: ScriptName, script: Script | null) {
  faults.get(name)?.()
  if (script) faults.set(name, world.script(name, script))
}

/** All ends well from now on. */
export function endFaults(run: Run): void {
  run.faults.forEach((end) => end())
  run.faults.clear()
}

/** Callbacks within the call, where no fault says otherwise. */
export function makeSynchronous({ world }: Run): void {
  for (const name of [
    ...CALLS.all,
    'login',
    'checkSession',
    'getUserInfo',
    'request',
    'uploadFile',
    'downloadFile',
    'getBackgroundFetchData',
  ] as const)
    world.script(name, { sync: true })
}
