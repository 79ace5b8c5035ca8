import type { Auth } from './auth'
import { invalidOptions, type AuthError } from './auth-error'
import type { Platform } from './platform/platform'
import type { Engine } from './session/engine'
import type { Lifetime } from './session/lifetime'
import type { Trigger } from './session/next-step'
import type { SessionKey } from './session/session-key'
import type { Session } from './session/types'

/**
 * What the entry points beside the core (buttons, page) use of an auth that is not public. It is one instance's: what it
 * gives ends with that, the session perhaps not.
 */
export interface Door {
  engine: InstanceEngine
  lifetime: Pick<Lifetime, 'ended' | 'promised'>
  platform: Pick<Platform, 'invoke' | 'call' | 'callOut' | 'limit'>
  /** Sends a 'warning' event. */
  warn: (error: AuthError) => void
}

export interface InstanceEngine extends Pick<
  Engine<unknown>,
  'state' | 'generation' | 'restored' | 'isLoggingIn' | 'postponeRenewal' | 'present'
> {
  readonly sessionKey: Pick<SessionKey, 'check' | 'isLost' | 'replacements'>
  obtain(trigger: Trigger): Promise<Session>
}

/**
 * An app may have several copies of the package (an independent sub-package loads its own), so the key is the same in
 * all of them. Its number is the shape's: raise it with every change of Door.
 */
const DOOR = Symbol.for('miniprogram-auth:1')

interface WithDoor {
  [DOOR]?: Door
}

export function addDoor(auth: object, door: Door): void {
  // Not enumerable: it is in no copy of the auth, and in nothing that is logged.
  Object.defineProperty(auth, DOOR, { value: door })
}

/** Throws INVALID_OPTIONS, in the name of the call, for what is no auth or one of another shape. */
export function doorOf(call: string, auth: unknown): Door {
  const given = auth as (WithDoor & Partial<Auth>) | null | undefined
  const door = given?.[DOOR]
  if (door) return door
  throw invalidOptions(
    typeof given?.ensureLogin === 'function'
      ? `${call}: the auth is a copy, or of another version of miniprogram-auth; pass what createAuth() returned, and use one version in the whole app`
      : `${call}: the auth must be what createAuth() returned`,
  )
}
