import { isAuthError } from '../../../src/index'
import { isGranted, type Call, type Reading } from '../reading'
import type { Callback, Tap } from '../trace'
import { first, type Check } from './check'
import { isEncrypted, nameOf } from './page-calls'

export const tapChecks: Check[] = [
  [
    'a second tap is ignored while the one before is at work',
    ({ taps }) => first(taps, (tap) => tap.isSecond && tap.callbacks.length > 0 && nameOf(tap)),
  ],
  [
    "the user's no is told to onDenied, and the platform's to onError, at once",
    ({ taps }) =>
      first(taps, (tap) => {
        const [callback] = tap.callbacks
        if (!callback) return null
        const { how, given, order } = callback
        if (isGranted(tap)) return how === 'denied' && `${nameOf(tap)}: denied`
        const isTold =
          tap.brings === 'denial'
            ? how === 'denied'
            : how === 'failed' && isAuthError(given, 'PRIVACY_NOT_AUTHORIZED')
        const isWithin = tap.returned && order < tap.returned.order
        return !(isTold && isWithin) && `${nameOf(tap)}: ${how}`
      }),
  ],
  [
    'P10 who taps does not wait for a cooldown',
    ({ taps }) =>
      first(taps, (tap) =>
        tap.callbacks.some(({ given }) => isAuthError(given, 'COOLING_DOWN')) ? nameOf(tap) : null,
      ),
  ],
  [
    'a handler gets what its own tap brought, or what was read anew',
    (reading) => first(handedOver(reading), ([tap, callback]) => dataProblem(reading, tap, callback)),
  ],
  [
    // The server has another key by then, or none, and reads nothing.
    'no wx.login comes between the tap and the hand-over of what it brought',
    (reading) =>
      first(handedOver(reading), ([tap, { given, position }]) => {
        if (!isEncrypted(tap)) return null
        const { encryptedData } = given as Partial<Tap>
        const start =
          encryptedData === tap.encryptedData ? tap : readingAnew(reading, tap, encryptedData)?.end
        const login = reading.calls.find(
          ({ name, life, position: at }) =>
            name === 'login' && life === tap.life && at >= (start?.position ?? Infinity) && at < position,
        )
        return login && `${nameOf(tap)}: wx.login at ${login.at} ms`
      }),
  ],
  [
    'data is stale only when there is a new key for the next tap',
    ({ taps, flights }) =>
      first(taps, (tap) => {
        const [callback] = tap.callbacks
        if (!callback || !isAuthError(callback.given, 'STALE_DATA')) return null
        const isRenewed = flights.some(
          ({ end }) => end && end.order > tap.order && end.order < callback.order,
        )
        return !(isEncrypted(tap) && isRenewed) && nameOf(tap)
      }),
  ],
]

function handedOver({ taps }: Reading): Array<[Tap, Callback]> {
  return taps.flatMap((tap) =>
    tap.callbacks.filter(({ how }) => how === 'ran').map((one): [Tap, Callback] => [tap, one]),
  )
}

function dataProblem(reading: Reading, tap: Tap, { given }: Callback): string | null {
  const { code, encryptedData } = (given ?? {}) as Partial<Tap>
  if (code !== tap.code) return `${nameOf(tap)}: ${code} instead of ${tap.code}`
  if (encryptedData === tap.encryptedData) return null
  const isAnew = tap.button === 'userInfo' && readingAnew(reading, tap, encryptedData) !== undefined
  return isAnew ? null : `${nameOf(tap)}: ${encryptedData} instead of ${tap.encryptedData}`
}

/** The call of wx.getUserInfo, after the tap, that gave this. */
function readingAnew({ calls }: Reading, tap: Tap, encryptedData: string | undefined): Call | undefined {
  return calls.find(
    ({ name, life, era, position, end }) =>
      name === 'getUserInfo' &&
      life === tap.life &&
      era === tap.era &&
      position >= tap.position &&
      end?.how === 'success' &&
      encryptedData !== undefined &&
      (end.result as { encryptedData?: string } | undefined)?.encryptedData === encryptedData,
  )
}
