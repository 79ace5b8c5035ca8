import { createAppLifecycle, type AppLifecycle } from './app-lifecycle'
import { createCall, type Call } from './call'
import { createCallOut, type CallOut } from './call-out'
import { createInvoke, type Invoke } from './invoke'
import { createRateLimit } from './rate-limit'
import { createScope, type Scope } from './scope'
import { createServerClock, type ServerClock } from './server-clock'
import type { Surroundings } from './surroundings'
import { createSend, createTransport, type Send, type Transport } from './transport'
import type { WxPort } from './wx-port'

/** `wx` as the library uses it, with the time, and chance. */
export interface Platform extends Surroundings {
  readonly port: WxPort
  /** What was begun with it ends with it. */
  readonly scope: Scope
  readonly invoke: Invoke
  readonly call: Call
  readonly callOut: CallOut
  /** Resolves when a call that WeChat limits may be made. */
  readonly limit: () => Promise<void>
  readonly lifecycle: AppLifecycle
  readonly serverClock: ServerClock
  readonly send: Send
  readonly transport: Transport
}

export function createPlatform(port: WxPort, { clock, random }: Surroundings): Platform {
  const scope = createScope()
  const invoke = createInvoke(port, clock)
  const lifecycle = createAppLifecycle(port, clock)
  scope.add(lifecycle)
  const serverClock = createServerClock(clock)
  const send = createSend(invoke, lifecycle)
  return {
    port,
    clock,
    random,
    scope,
    invoke,
    lifecycle,
    serverClock,
    send,
    call: createCall(invoke),
    callOut: createCallOut(clock),
    limit: createRateLimit(clock, scope),
    transport: createTransport(send, clock, serverClock),
  }
}
