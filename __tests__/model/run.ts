import type { Auth } from '../../src/index'
import { createWorld } from '../support/phone'
import { launch } from './app'
import { ask } from './ask'
import { answer, serve, serverSettings } from './backend'
import type { Step } from './commands'
import { endFaults, makeSynchronous } from './faults'
import { kill, perform, show } from './perform'
import { request } from './requests'
import type { Setup } from './setup'
import { KEY } from './store'
import { createTrace, elapsed, moment, type Run } from './trace'

const LATENCIES = [10, 35, 300]
/** ms; longer than any cooldown, and than any promise may take. */
const LONG = 1_000_000

/** Plays a program on a fresh phone, lets the faults end, and gives what was seen. */
export async function play(setup: Setup, program: readonly Step[]): Promise<Run> {
  const run = begin(setup)
  for (const { command, ms } of program) {
    // The system kills an app between two tasks, and not within one.
    if (command.do === 'kill' || command.do === 'restart') await pass(run, 0)
    perform(run, command)
    await pass(run, ms)
  }
  await recover(run)
  await leave(run)
  return run
}

function begin(setup: Setup): Run {
  const world = createWorld({
    server: serverSettings(setup),
    suspendAfter: setup.hearsInterruptions ? 9000 : 5000,
    // Some answers come long after others that were asked for later.
    latency: ({ options: { url = '' } }) => LATENCIES[Number(/\/r\/(\d+)/.exec(url)?.[1] ?? 0) % 3] ?? 10,
  })
  world.random = setup.random
  const run: Run = {
    ...{
      world,
      setup,
      trace: createTrace(),
      auths: [],
      wrapped: [],
      life: 1,
      era: 0,
      requests: 0,
      noted: 0,
      offset: 0,
    },
    answers: { login: 'ok', refresh: 'ok', requests: 'ok', logout: 'ok' },
    tabs: [{}, {}],
    busy: new Set(),
    pages: new Map(),
    faults: new Map(),
    listeners: [],
    moveLastListener: () => undefined,
    isWithinListener: false,
    interleavings: [],
  }
  serve(run)
  if (setup.synchronous) makeSynchronous(run)
  launch(run, setup.launch)
  return run
}

/** The faults end, the app is in front, and all is well again. */
async function recover(run: Run) {
  const { world, trace, listeners } = run
  listeners.forEach((off) => off())
  run.interleavings = []
  endFaults(run)
  for (const endpoint of ['login', 'refresh', 'requests', 'logout'] as const) answer(run, endpoint, 'ok')
  world.network.goOnline()
  if (world.app.state === 'dead') launch(run, { prefetch: 'none', scene: 1001 })
  show(run)
  // Out of the single-page mode, too.
  world.app.hide()
  show(run)
  await pass(run, LONG)
  const { state } = run.auths[0] as Auth
  if (world.clock.pending > 0) trace.strange.push(`${world.clock.pending} timers of an idle app`)
  if (state.status === 'loggedOut' || state.status === 'unbound') {
    ask(run, 'login', (auth) => auth.login())
    await pass(run, LONG)
  }
  // A clock that was set may make a session look new, so that its rejection begins a cooldown.
  const isClockRight = !world.history.steps.some(({ type, ...step }) => type === 'device' && 'ms' in step)
  const isUsable = (await succeeds(run)) || (!isClockRight && (await succeeds(run)))
  if (!isUsable) trace.strange.push('the app is not usable at the end')
}

async function succeeds(run: Run): Promise<boolean> {
  const asked = request(run, { do: 'request', mode: 'required', replay: true, body: 'object', to: 'here' })
  await pass(run, LONG)
  return asked.outcome?.ok === true && (asked.outcome.value as { statusCode: number }).statusCode === 200
}

/** And the user leaves, for good. */
async function leave(run: Run) {
  run.trace.endings.push({
    ...moment(run),
    state: (run.auths[0] as Auth).state,
    stored: run.world.storage.get(KEY),
  })
  perform(run, { do: 'logout' })
  await pass(run, LONG)
  kill(run)
  launch(run, { prefetch: 'none', scene: 1001 })
  ask(run, 'ensureLogin', (auth) => auth.ensureLogin())
  await pass(run, LONG)
}

async function pass(run: Run, ms: number) {
  const end = elapsed(run) + ms
  for (;;) {
    try {
      await run.world.advance(end - elapsed(run))
      return
    } catch (error) {
      // A listener's error comes out of the app, and harms nobody; any other is a fault.
      if (!(error instanceof Error && error.message === 'listener')) throw error
      const { surfaced } = run.trace
      surfaced[run.life] = (surfaced[run.life] ?? 0) + 1
    }
  }
}
