import type { Auth } from '../../src/index'
import { launch } from './app'
import { ask, beginEra } from './ask'
import { answer } from './backend'
import type { Channel, Command, Reaction } from './commands'
import { disturb } from './faults'
import { KEY } from './store'
import { closePage, hidePage, openPage, showPage } from './pages'
import { abort, request } from './requests'
import { tap } from './taps'
import { moment, type Run } from './trace'

const ORDINARY = { mode: 'required', replay: true, body: 'object', to: 'here' } as const

export function perform(run: Run, command: Command): void {
  const { world, trace, setup } = run
  switch (command.do) {
    case 'expire':
      return world.server.expireAll()
    case 'revoke': {
      const { session } = run.auths[0] as Auth
      if (session) world.server.revoke(session.token)
      return
    }
    case 'expireSessionKey':
      return world.wechat.expireSessionKey()
    case 'answer':
      return answer(run, command.of, command.how)
    case 'wx':
      return disturb(run, command.name, command.how)
    case 'storage':
      return disturb(run, command.part, command.how)
    case 'corrupt':
      trace.corrupted.push(moment(run))
      return world.storage.set(KEY, command.value, { encrypt: setup.storage === 'encrypted' })
    case 'jump':
      world.jump(command.ms)
      run.offset += command.ms
      return
    case 'network':
      return command.on ? world.network.goOnline() : world.network.goOffline()
    case 'hide':
      return world.app.state === 'foreground' ? world.app.hide() : undefined
    case 'show':
      return show(run)
    case 'kill':
      return kill(run)
    case 'restart':
      kill(run)
      return launch(run, command.launch)
    case 'listen':
      bringToFront(run)
      return listen(run, command.to, command.then)
    case 'interleave':
      bringToFront(run)
      run.interleavings.push({ microtasks: command.microtasks, react: () => react(run, command.then) })
      return
    default:
      bringToFront(run)
      call(run, command)
  }
}

type PageCommand = 'openPage' | 'showPage' | 'hidePage' | 'closePage'

/** What the app itself does: it runs. */
function call(run: Run, command: Extract<Command, { do: Reaction | 'tap' | PageCommand }>): void {
  switch (command.do) {
    case 'ensureLogin':
      ask(run, 'ensureLogin', (auth) => auth.ensureLogin())
      return
    case 'checkSession':
      ask(run, 'checkSession', (auth) => auth.checkSession())
      return
    case 'setUser':
      return setUser(run)
    case 'request':
      request(run, command)
      return
    case 'abort':
      return abort(run, command.back)
    case 'login':
      return login(run, command)
    case 'tap':
      return tap(run, command)
    case 'openPage':
      return openPage(run, command.page, command.on)
    case 'showPage':
      return showPage(run, command.page)
    case 'hidePage':
      return hidePage(run, command.page)
    case 'closePage':
      return closePage(run, command.page)
    case 'logout':
      beginEra(run, 'logout')
      ask(run, 'logout', (auth) => auth.logout())
      return
    case 'setSession': {
      beginEra(run, 'setSession')
      // Another user's, and by a refresh token that no server knows.
      const token = run.world.server.issue('openid-2')
      run.trace.eraOfToken.set(`${run.life} ${token}`, run.era)
      const grant = Object.freeze({ token, refreshToken: `refresh-of-${run.era}`, user: { name: '小红' } })
      ask(run, 'setSession', (auth) => auth.setSession(grant, { wechat: true }))
    }
  }
}

function setUser(run: Run): void {
  ask(run, 'setUser', (auth) => {
    const former = auth.session
    const done = auth.setUser({ name: '小绿' })
    const { session } = auth
    // A listener may have brought another.
    const isSame = session?.token === former?.token && session?.obtainedAt === former?.obtainedAt
    if (isSame && session !== former) run.trace.formerOf.set(session, former)
    return done
  })
}

function login(run: Run, { do: what, force, again }: Extract<Command, { do: 'login' }>): void {
  const { life } = run
  const work = (auth: Auth) => {
    const session = auth.login(force ? { force } : undefined)
    const next = () => {
      if (again > 0 && run.life === life) login(run, { do: what, force, again: again - 1 })
    }
    session.then(next, next)
    return session
  }
  ask(run, what, work, { isForced: force })
}

/** A user's act, or a page's, needs an app that runs. */
function bringToFront(run: Run): void {
  if (run.world.app.state === 'dead') launch(run, { prefetch: 'none', scene: 1001 })
  if (run.world.app.state === 'suspended') show(run)
}

export function show({ world: { app } }: Run): void {
  if (app.state === 'background' || app.state === 'suspended') app.show()
}

export function kill(run: Run): void {
  const { world, trace, auths } = run
  if (world.app.state === 'dead') return
  trace.endings.push({ ...moment(run), state: (auths[0] as Auth).state, stored: world.storage.get(KEY) })
  world.app.kill()
}

/** A listener for one time. */
function listen(run: Run, to: Channel, then: Reaction | 'throw'): void {
  const { trace, auths } = run
  const auth = auths[auths.length - 1] as Auth
  const listener = () => {
    off()
    if (then === 'throw') {
      trace.thrown[run.life] = (trace.thrown[run.life] ?? 0) + 1
      throw new Error('listener')
    }
    run.isWithinListener = true
    react(run, then)
    run.isWithinListener = false
  }
  const off = to === 'change' ? auth.subscribe(listener) : auth.on(to, listener)
  run.listeners.push(off)
  run.moveLastListener()
}

/** What the app does on its own account. */
function react(run: Run, what: Reaction): void {
  if (what === 'request') call(run, { do: what, ...ORDINARY })
  else if (what === 'abort') abort(run, 0)
  else if (what === 'showPage') call(run, { do: what, page: 0 })
  else if (what === 'login') call(run, { do: what, force: false, again: 0 })
  else call(run, { do: what })
}
