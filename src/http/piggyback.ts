import type { Transport } from '../platform/transport'
import type { WxRequest, WxResponse } from '../platform/wx-port'
import type { Carry } from '../session/acquire'
import type { LoginOutcome } from '../session/types'
import { untrustedOrigin, type Signer } from './sign'

/** A login within the first request that needs a session: one round trip for both. */
export interface Piggyback<User = unknown> {
  /** Adds the login code to the request; gives a new one. */
  attach: (request: WxRequest, code: string) => WxRequest
  /** The session in its answer; null if there is none, which is a login by the `login` option. */
  parse: (response: WxResponse) => LoginOutcome<User> | null
}

/** A request that takes the code along, and keeps its answer if that held the session. */
export function createCarrier<User>(
  { attach, parse }: Piggyback<User>,
  request: WxRequest,
  onTask: (task: unknown) => void,
  /** Has it been aborted? */
  isOver: () => boolean,
  { transport, signer }: { transport: Transport; signer: Signer },
) {
  const carrier = {
    response: null as WxResponse | null,
    carry: ((code, _reason, scope) => {
      // It is not sent any more; the login goes on for the others, by itself.
      if (isOver()) return null
      const carrying = attach(request, code)
      if (!signer.isTrusted(carrying.url))
        throw untrustedOrigin('the request that `piggyback.attach` returned')
      return transport({ ...carrying, redirect: 'manual' }, scope, onTask).then((response) => {
        const outcome = parse(response)
        if (outcome) carrier.response = response
        return outcome
      })
    }) as Carry<User>,
  }
  return carrier
}
