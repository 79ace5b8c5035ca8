import type { AuthError } from '../auth-error'
import type { Door } from '../door'

/** What a button's event has in any case. */
export interface TapEvent<Detail = unknown> {
  detail: Detail
}

/** What a wrapper tells besides. */
export interface TapOptions<Page, Event> {
  /** The login, or what the button brought, failed. Without it: a 'warning' event. */
  onError?: (this: Page, error: AuthError, event: Event) => void
}

/** Of a button that asks the user for something. */
export interface GrantOptions<Page, Event> extends TapOptions<Page, Event> {
  /** The user said no. Without it: a 'warning' event with USER_DENIED. */
  onDenied?: (this: Page, event: Event) => void
}

/** A handler that ignores a tap on the same page while the one before it is at work. */
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

/** Tells the app of an error that no promise of its own carries. */
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

/** Hands over what was waited for, if nobody has logged out or taken over meanwhile. */
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

/** When the user is logged in: at once, within the tap, if that is so already. */
export function afterLogin<Page, Event, Result>(
  door: Door,
  options: TapOptions<Page, Event>,
  page: Page,
  event: Event,
  handOver: () => Result,
) {
  // Whatever needs the tap's gesture is lost behind a promise.
  if (door.engine.present()) return handOver()
  return handedOver(door, options, page, event, door.engine.obtain('user'), handOver)
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function'
}
