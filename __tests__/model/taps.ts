import { withAvatar, withLogin, withPhoneNumber, withUserInfo } from '../../src/buttons'
import type { Auth } from '../../src/index'
import type { Brings, Button, Command } from './commands'
import { beginPageCall, noteCallback, wrappedOf } from './page-calls'
import { moment, type Run, type Tap } from './trace'

/** What the platform calls with an event, and this the page. */
export type Buttons = Record<Button, (this: object, event: Event) => unknown>

interface Event {
  detail: Detail
  tap: Tap
}

interface Detail {
  errMsg?: string
  errno?: number
  [name: string]: unknown
}

type TapCommand = Extract<Command, { do: 'tap' }>

/** ms that a long handler takes */
const LONG_WORK = 30
/** The app's own. */
const FAILURE = new Error('handler')

/** Wraps the handlers of an app once, where its pages are defined. */
export function wrapButtons(run: Run, auth: Auth): Buttons {
  function handler(this: object, given: unknown, event: object): unknown {
    const { tap: tapped } = event as Event
    noteCallback(run, tapped, { page: this, how: 'ran', given })
    if (tapped.work === 'short') return undefined
    return new Promise<void>((resolve, reject) => {
      const end = tapped.work === 'failing' ? () => reject(FAILURE) : resolve
      run.world.clock.after(LONG_WORK, end)
    })
  }
  function withoutData(this: object, event: Event): unknown {
    return handler.call(this, undefined, event)
  }
  function onError(this: object, given: unknown, event: object) {
    noteCallback(run, (event as Event).tap, { page: this, how: 'failed', given })
  }
  function onDenied(this: object, event: object) {
    noteCallback(run, (event as Event).tap, { page: this, how: 'denied', given: undefined })
  }
  return {
    login: withLogin(auth, withoutData, { onError }),
    userInfo: withUserInfo(auth, handler, { onError, onDenied }),
    phoneNumber: withPhoneNumber(auth, handler, { onError, onDenied }),
    avatar: withAvatar(auth, handler, { onError, onDenied }),
  }
}

export function tap(run: Run, { taps, ...command }: TapCommand): void {
  for (let count = 0; count < taps; count++) tapOnce(run, command)
}

function tapOnce(run: Run, { button, brings, page: number, work }: Omit<TapCommand, 'taps'>): void {
  const { trace, busy, tabs } = run
  const page = tabs[number]
  const name = `${button} ${number}`
  const isSecond = busy.has(name)
  const data = dataOf(run, button, brings)
  const tapped: Tap = { ...beginPageCall(run, page), button, brings, work, isSecond, ...data }
  trace.taps.push(tapped)
  const { buttons } = wrappedOf(run, number)
  const done = buttons[button].call(page, { detail: detailOf(tapped), tap: tapped })
  tapped.returned = moment(run)
  if (!isPromise(done)) return
  busy.add(name)
  const end = () => busy.delete(name)
  done.then(end, (error: unknown) => {
    end()
    if (error !== FAILURE) trace.strange.push(`a tap on ${button} rejects with ${String(error)}`)
  })
}

/** On an old phone the library's is not the language's. */
const isPromise = (value: unknown): value is Promise<unknown> =>
  typeof (value as Partial<Promise<unknown>> | undefined)?.then === 'function'

/** What is to be recognised when it is handed over. */
function dataOf({ world, trace }: Run, button: Button, brings: Brings): Partial<Tap> {
  const number = trace.taps.length
  if (button === 'phoneNumber' && brings === 'plain') return { code: `phone-code-${number}` }
  const isEncrypted = brings === 'encrypted' && (button === 'phoneNumber' || button === 'userInfo')
  return isEncrypted ? { encryptedData: world.wechat.encrypt({ number }).encryptedData } : {}
}

function detailOf({ button, brings, code, encryptedData }: Tap): Detail {
  if (button === 'login') return {}
  if (brings === 'denial') return { errMsg: `${button}:fail user deny` }
  if (brings === 'failure') return { errMsg: `${button}:fail`, errno: 104 }
  if (button === 'avatar') return { avatarUrl: 'wxfile://avatar' }
  return { errMsg: `${button}:ok`, ...(encryptedData ? { encryptedData, iv: 'iv' } : { code }) }
}
