import type { Auth } from './auth'
import { invalidOptions, type AuthError } from './auth-error'
import type { Platform } from './platform/platform'
import type { Engine } from './session/engine'
import type { Lifetime } from './session/lifetime'
import type { Trigger } from './session/next-step'
import type { SessionKey } from './session/session-key'
import type { Session } from './session/types'

/**
 * What other entry points (buttons, page) use of an auth besides its public members. It belongs to one instance and
 * ends with it; the session may be shared, and go on.
 */
export interface Door {
  engine: InstanceEngine
  lifetime: Pick<Lifetime, 'ended' | 'promised'>
  platform: Pick<Platform, 'invoke' | 'call' | 'callOut' | 'limit'>
  warn: (error: AuthError) => void
}

export interface InstanceEngine extends Pick<
  Engine<unknown>,
  'state' | 'generation' | 'restored' | 'isLoggingIn' | 'isReplaceable' | 'postponeRenewal' | 'present'
> {
  readonly sessionKey: Pick<SessionKey, 'check' | 'isLost' | 'replacements'>
  obtain(trigger: Trigger): Promise<Session>
}

/**
 * The same key in all copies of the package: an independent sub-package loads its own. Raise the number with every
 * change of Door.
 */
const DOOR = Symbol.for('miniprogram-auth:1')

interface WithDoor {
  [DOOR]?: Door
}

export function addDoor(auth: object, door: Door): void {
  // Not enumerable: no copy of the auth has it, and no log shows it.
  Object.defineProperty(auth, DOOR, { value: door })
}

/** Throws INVALID_OPTIONS, naming the call, for what is no auth, or one of another version. */
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
