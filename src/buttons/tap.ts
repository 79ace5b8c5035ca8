import type { AuthError } from '../auth-error'
import type { Door } from '../door'

/** What every button's event has. */
export interface TapEvent<Detail = unknown> {
  detail: Detail
}

/** The options of all wrappers. */
export interface TapOptions<Page, Event> {
  /** Called when the login, or what the button brought, failed. Without it: a 'warning' event. */
  onError?: (this: Page, error: AuthError, event: Event) => void
}

/** The options of wrappers for buttons that ask the user for something. */
export interface GrantOptions<Page, Event> extends TapOptions<Page, Event> {
  /** Called when the user said no. Without it: `onError`, or a 'warning' event, with USER_DENIED. */
  onDenied?: (this: Page, event: Event) => void
}

/** Makes a handler that ignores a tap on the same page while it is still busy with the last. */
export function oneAtATime<Page, Event, Result>(
  door: Door,
  options: TapOptions<Page, Event>,
  work: (page: Page, event: Event) => Result,
) {
  const busy = new Set<Page>()
  return function (this: Page, event: Event): Result | undefined {
    if (busy.has(this)) return undefined
    const { ended } = door.lifetime
    if (ended) {
      report(door, options, this, event, ended)
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

/** Reports an error that no promise carries to the app. */
export function report<Page, Event>(
  { platform, warn }: Door,
  { onError }: TapOptions<Page, Event>,
  page: Page,
  event: Event,
  error: AuthError,
) {
  if (onError) platform.callOut(() => onError.call(page, error, event))
  else warn(error)
}

/** Hands over the result, unless the user has logged out or changed meanwhile. */
export function handedOver<Page, Event, Value, Result>(
  door: Door,
  options: TapOptions<Page, Event>,
  page: Page,
  event: Event,
  work: Promise<Value>,
  handOver: (value: Value) => Result,
): Promise<Result | undefined> {
  const { generation } = door.engine
  const failed = (error: AuthError) => {
    report(door, options, page, event, error)
    return undefined
  }
  return work.then(
    (value) => (generation.ended ? failed(generation.ended) : handOver(value)),
    (error: unknown) => failed(error as AuthError),
  )
}

/** Runs `handOver` when the user is logged in: at once, within the tap, if they are. */
export function afterLogin<Page, Event, Result>(
  door: Door,
  options: TapOptions<Page, Event>,
  page: Page,
  event: Event,
  handOver: () => Result,
) {
  // After a promise, the platform no longer takes it for a part of the tap.
  if (door.engine.present()) return handOver()
  return handedOver(door, options, page, event, door.engine.obtain('tap'), handOver)
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function'
}
