import fc from 'fast-check'
import type { AuthState } from '../../src/index'
import { counterexample } from './counterexample'
import { ask } from './whose-ask'
import { COOLDOWN, launch, serve } from './whose-app'
import { whoseProblems } from './whose-checks'
import { createPlay, grantTo, observe, type Asked, type Play } from './whose-play'
import {
  whoseProgram,
  whoseSetup,
  type Part,
  type Way,
  type WhoseCommand,
  type WhoseSetup,
  type WhoseStep,
} from './whose-setup'

/** ms; longer than any cooldown, and than any promise may take. */
const LONG = 1_000_000

/**
 * Whose session it is, over random programs: accounts of their own beside the WeChat user, guests, questions to the user,
 * and a storage that fails. Beside the model of one user at a time (property.ts), as there the app alone ends a generation.
 */
export async function findCounterexample(
  runs: number,
  seed?: number,
  { shrink = true } = {},
): Promise<string | null> {
  const property = fc.asyncProperty(whoseSetup, whoseProgram, async (setup, steps) => {
    const problems = whoseProblems(await playWhose(setup, steps))
    if (problems.length > 0) throw new Error(problems.join('\n'))
  })
  return counterexample(property, runs, seed, shrink)
}

async function playWhose(setup: WhoseSetup, steps: readonly WhoseStep[]): Promise<Play> {
  const play = createPlay(setup)
  serve(play)
  launch(play)
  const undo: Partial<Record<Part, () => void>> = {}
  for (const { command, ms } of steps) {
    perform(play, command, undo)
    await play.world.advance(ms)
    observe(play)
  }
  await recover(play, undo)
  return play
}

function perform(play: Play, command: WhoseCommand, undo: Partial<Record<Part, () => void>>): void {
  const { world, auth } = play
  switch (command.do) {
    case 'request':
      request(play, command)
      return
    case 'ensureLogin':
      ask(play, 'ensureLogin', () => auth.ensureLogin())
      return
    case 'attach':
      ask(play, 'attach', () => auth.attach({ url: '/elsewhere' }))
      return
    case 'tap':
      play.tap()
      return
    case 'logout':
      ask(play, 'logout', () => auth.logout())
      return
    case 'login':
      login(play, command.how)
      return
    case 'setSession': {
      const { user, refresh, named, says } = command
      // After an outcome `unbound` it would be a binding, unless the app says that it is not.
      const isSaid = says || mayBeBinding(auth.state)
      const given = isSaid ? { wechat: false } : {}
      ask(play, 'setSession', () =>
        auth.setSession(grantTo(play, user, { refresh: refresh && play.setup.renew, named }), given),
      )
      return
    }
    case 'bind':
      if (auth.state.status === 'unbound')
        ask(play, 'setSession', () => auth.setSession(grantTo(play, 'openid-1'), {}))
      return
    case 'invalidate':
      if (auth.session) auth.invalidate(auth.session.token)
      observe(play)
      return
    case 'answer':
      play.questions.find(({ isOpen, life }) => isOpen && life === play.life)?.settle(command.how)
      return
    case 'expireAll':
      world.server.expireAll()
      return
    case 'revoke':
      if (auth.session) world.server.revoke(auth.session.token)
      return
    case 'expireKey':
      world.wechat.expireSessionKey()
      return
    case 'guests':
      play.areGuestsWelcome = command.welcome
      return
    case 'fault':
      set(play, command.part, command.way, undo)
      return
    case 'show':
      world.app.hide()
      world.app.show()
      return
    case 'restart':
      launch(play)
  }
}

/** Any login may have been `unbound` and another begun or failed since: the app says so to be sure. */
const mayBeBinding = ({ status }: AuthState) => status !== 'authenticated' && status !== 'loggedOut'

function login(play: Play, how: NonNullable<Asked['how']>) {
  const data = how === 'data' ? ++play.data : undefined
  const given = how === 'plain' ? {} : how === 'force' ? { force: true } : { data }
  ask(play, 'login', (auth) => auth.login(given), { how, data })
}

function request(
  play: Play,
  { mode, replay, brings, onFail }: Omit<Extract<WhoseCommand, { do: 'request' }>, 'do'>,
): Asked {
  const id = ++play.requests
  const auth = mode === 'default' ? {} : { auth: mode }
  const fail = () => {
    observe(play)
    if (onFail === 'request')
      request(play, { mode: 'required', replay: true, brings: 'nothing', onFail: 'nothing' })
    if (onFail === 'login') login(play, 'plain')
  }
  const url = `/r/${id}${brings === 'nothing' ? '' : `?brings=${brings}`}`
  return ask(play, 'request', ({ request: send }) => send({ url, replay, fail, ...auth }), {
    request: { id, mode: mode === 'default' ? play.setup.auth : mode, replay, brings, isAnswered: false },
  })
}

const PATHS: Partial<Record<Part, string>> = { login: '/login', refresh: '/refresh', requests: '/r/' }

function set(play: Play, part: Part, way: Way, undo: Partial<Record<Part, () => void>>): void {
  undo[part]?.()
  undo[part] = undefined
  play.ways[part] = way
  if (way !== 'lost') return
  const lost = {
    url: PATHS[part],
    outcome: 'fail',
    errMsg: 'request:fail -118',
    reachesServer: true,
  } as const
  undo[part] = play.world.script('request', lost)
}

/** The faults end, the user says yes, and all is well again. */
async function recover(play: Play, undo: Partial<Record<Part, () => void>>): Promise<void> {
  const { world, problems } = play
  for (const part of ['login', 'refresh', 'requests', 'set', 'remove'] as const) set(play, part, 'ok', undo)
  play.isAgreeable = play.areGuestsWelcome = true
  for (const question of play.questions) if (question.isOpen) question.settle('yes')
  await world.advance(LONG)
  if (world.clock.pending > 0) problems.push(`${world.clock.pending} timers of an idle app`)
  const { state } = play.auth
  if (state.status === 'loggedOut' || state.status === 'unbound') login(play, 'plain')
  await world.advance(LONG)
  // An account's session may have run out by now, which is the end of that.
  const usable = async (mode: 'required' | 'lazy') => {
    const asked = request(play, { mode, replay: true, brings: 'nothing', onFail: 'nothing' })
    await world.advance(COOLDOWN)
    return asked.outcome?.ok === true
  }
  const wasAccount = !(await usable('required')) && play.auth.state.status === 'loggedOut'
  if (wasAccount) login(play, 'plain')
  await world.advance(LONG)
  for (const mode of ['required', 'lazy'] as const)
    if (!(await usable(mode)))
      problems.push(`the app is not usable at the end: ${play.auth.state.status}, ${mode}`)
  launch(play)
  await world.advance(LONG)
  ask(play, 'logout', (auth) => auth.logout())
  await world.advance(LONG)
  launch(play)
  ask(play, 'ensureLogin', (auth) => auth.ensureLogin())
  await world.advance(LONG)
  const last = play.asked.at(-1) as Asked
  if (last.outcome?.ok !== false) problems.push('P5 a logout does not outlive the app')
}
