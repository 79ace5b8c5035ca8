import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AuthError } from '../src/auth-error'
import { createSession } from '../src/session/session'
import { transition, type AuthTransition } from '../src/session/transition'
import type { AuthState } from '../src/session/types'

const session = createSession({ token: 'sample' }, null, 0, true)
const failure = { error: new AuthError('LOGIN_TIMEOUT', 'sample'), retryAt: 0 }
const remembered = { session: null, loggedOut: null, skew: 0 }

/** One of each status, and logging in with a session as well as without. */
const STATES: readonly AuthState[] = [
  { status: 'restoring' },
  { status: 'anonymous' },
  { status: 'loggingIn', reason: 'missing', session: null },
  { status: 'loggingIn', reason: 'renewal', session },
  { status: 'authenticated', session },
  { status: 'unbound', detail: null },
  { status: 'failed', ...failure },
  { status: 'unavailable', error: failure.error },
  { status: 'loggedOut', reason: 'user' },
]

/** Those that lead somewhere else from almost everywhere are told in words. */
const EVERYWHERE: readonly AuthTransition['type'][] = ['loggedOut', 'sessionSet', 'renewed']

/** A user who says no is what they were: a guest, logged out, or without an account. */
const DECLINED = STATES.filter(({ status }) => /^(anonymous|loggedOut|unbound)$/.test(status)).map(
  (before): [string, AuthTransition] => ['the user says no', { type: 'declined', before, ...failure }],
)

const EVENTS: ReadonlyArray<[name: string, event: AuthTransition]> = [
  ['a stored session', { type: 'restored', remembered: { ...remembered, session } }],
  ['nothing stored', { type: 'restored', remembered }],
  ['a stored logout', { type: 'restored', remembered: { ...remembered, loggedOut: 'user' } }],
  ['a login begins', { type: 'loginStarted', reason: 'missing' }],
  ['a grant', { type: 'granted', session }],
  ['no account', { type: 'unbound', detail: null }],
  ['the login fails', { type: 'loginFailed', before: { status: 'anonymous' }, ...failure }],
  ...DECLINED,
  ['rejected', { type: 'expired' }],
  ['single-page mode', { type: 'unavailable', error: failure.error }],
  ['logout()', { type: 'loggedOut', reason: 'user' }],
  ['setSession()', { type: 'sessionSet', session }],
  ['renewSession()', { type: 'renewed', session }],
]

/** The diagram as Mermaid, drawn by asking the transition function. */
export function stateDiagram(): string {
  const arrows = new Map<string, Set<string>>()
  for (const [name, event] of EVENTS) {
    if (EVERYWHERE.includes(event.type)) continue
    for (const state of STATES) {
      const next = transition(state, event)
      if (next.status === state.status) continue
      const arrow = `${state.status} --> ${next.status}`
      arrows.set(arrow, (arrows.get(arrow) ?? new Set()).add(name))
    }
  }
  const lines = [...arrows].map(([arrow, names]) => `  ${arrow}: ${[...names].join(', ')}`)
  return ['```mermaid', 'stateDiagram-v2', '  [*] --> restoring: createAuth', ...lines, '```'].join('\n')
}

/** A README with the diagram as it is now between its marks. */
export function withStateDiagram(readme: string): string {
  return readme.replace(
    /<!-- states -->[\s\S]*<!-- \/states -->/,
    `<!-- states -->\n\n${stateDiagram()}\n\n<!-- /states -->`,
  )
}

if (process.argv[2] === '--write') {
  for (const name of ['README.md', 'README.zh-CN.md']) {
    const file = join(__dirname, '..', name)
    writeFileSync(file, withStateDiagram(readFileSync(file, 'utf8')))
  }
}
