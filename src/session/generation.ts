import { createScope, type Scope } from '../platform/scope'
import type { Surroundings } from '../platform/surroundings'
import { createCooldown, type Cooldown, type CooldownKeeper } from './cooldown'
import type { PendingLogin } from './obtain'
import { createRejections, type Rejections } from './rejections'
import type { Session } from './types'

/** A user's time. With it ends all that is under way for that user, and what is kept here is no longer true. */
export interface Generation<User = unknown> extends Scope {
  /** The number of generations before it. */
  readonly number: number
  /** The last session, even if it has ended. */
  session: Session<User> | null
  /** The login under way. */
  login: PendingLogin<User> | null
  /** Was setUser() called since the login began? Then the user in the answer may be older. */
  isUserNewer: boolean
  /** Was the last outcome of a login `unbound`? Then the app's server joins an account to the WeChat user. */
  isBinding: boolean
  /** The user's no to `confirmLogin`. */
  refusal: Cooldown | null
  readonly cooling: CooldownKeeper
  readonly rejections: Rejections
}

/** `cooldown`: ms without an automatic login after the first failure. */
export function createGeneration<User>(
  number: number,
  surroundings: Surroundings,
  cooldown: number,
): Generation<User> {
  return Object.assign(createScope(), {
    number,
    session: null,
    login: null,
    isUserNewer: false,
    isBinding: false,
    refusal: null,
    cooling: createCooldown(surroundings, cooldown),
    rejections: createRejections(),
  })
}
