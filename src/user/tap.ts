import type { AuthError } from '../auth-error'
import type { CallOut } from '../platform/call-out'
import type { Engine } from '../session/engine'
import type { Call } from '../platform/call'
import { checkHandler } from './handler-options'

/** What a button's event has in any case. */
export interface TapEvent<Detail = unknown> {
  detail: Detail
}

export interface TapOptions<Page, Event> {
  /** The login, or what the button brought, failed. Without it: a 'warning' event. */
  onError?: (this: Page, error: AuthError, event: Event) => void
}

export interface GrantOptions<Page, Event> extends TapOptions<Page, Event> {
  /** The user said no. Without it: a 'warning' event with USER_DENIED. */
  onDenied?: (this: Page, event: Event) => void
}

/** What one instance needs of the session: it ends with that, the session perhaps not. */
export type InstanceEngine<User> = Pick<
  Engine<User>,
  | 'state'
  | 'generation'
  | 'restored'
  | 'sessionKey'
  | 'present'
  | 'isLoggingIn'
  | 'obtain'
  | 'postponeRenewal'
>

export interface TapContext<User> {
  call: Call
  callOut: CallOut
  engine: InstanceEngine<User>
  /** The end of all, by destroy(). */
  ended: () => AuthError | null
  warn: (error: AuthError) => void
}

/** A handler that ignores a tap on the same page while the one before it is at work. */
export function oneAtATime<User, Page, Event, Result>(
  context: TapContext<User>,
  options: TapOptions<Page, Event>,
  work: (page: Page, event: Event) => Result,
) {
  const busy = new Set<Page>()
  return function (this: Page, event: Event): Result | undefined {
    if (busy.has(this)) return undefined
    const ended = context.ended()
    if (ended) {
      report(context, options, this, event, ended)
      return undefined
    }
    busy.add(this)
    const done = () => busy.delete(this)
    let result: Result
    try {
      result = work(this, event)
    } catch (error) {
      done()
      throw error
    }
    if (isThenable(result)) result.then(done, done)
    else done()
    return result
  }
}

/** Tells the app of an error that no promise of its own carries. */
export function report<Page, Event>(
  { callOut, warn }: Pick<TapContext<unknown>, 'callOut' | 'warn'>,
  { onError }: TapOptions<Page, Event>,
  page: Page,
  event: Event,
  error: AuthError,
) {
  if (onError) callOut(() => onError.call(page, error, event))
  else warn(error)
}

/** Hands over what was waited for, if nobody has logged out or taken over meanwhile. */
export function handedOver<User, Page, Event, Value, Result>(
  context: TapContext<User>,
  options: TapOptions<Page, Event>,
  page: Page,
  event: Event,
  work: Promise<Value>,
  handOver: (value: Value) => Result,
): Promise<Result | undefined> {
  const { generation } = context.engine
  const failed = (error: AuthError) => {
    report(context, options, page, event, error)
    return undefined
  }
  return work.then(
    (value) => (generation.ended ? failed(generation.ended) : handOver(value)),
    (error: unknown) => failed(error as AuthError),
  )
}

/** A handler that runs when the user is logged in: at once, within the tap, if that is so already. */
export function withLogin<User, Page, Event, Result>(
  context: TapContext<User>,
  handler: (this: Page, event: Event) => Result,
  options: TapOptions<Page, Event> = {},
) {
  checkHandler('withLogin', handler, options)
  return oneAtATime(context, options, (page: Page, event: Event) =>
    afterLogin(context, options, page, event, () => handler.call(page, event)),
  )
}

export function afterLogin<User, Page, Event, Result>(
  context: TapContext<User>,
  options: TapOptions<Page, Event>,
  page: Page,
  event: Event,
  handOver: () => Result,
) {
  // Whatever needs the tap's gesture is lost behind a promise.
  if (context.engine.present()) return handOver()
  return handedOver(context, options, page, event, context.engine.obtain('user'), handOver)
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function'
}
