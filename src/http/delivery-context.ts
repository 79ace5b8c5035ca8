import type { AuthError } from '../auth-error'
import type { AppLife } from '../platform/app-life'
import type { CallOut } from '../platform/call-out'
import type { Send, Transport } from '../platform/transport'
import type { WxPort, WxResponse } from '../platform/wx-port'
import type { Engine } from '../session/engine'
import type { Piggyback } from './piggyback'
import type { Queue } from './queue'
import type { Signer } from './sign'
import type { IsExpired } from './verdict'

export interface DeliveryContext<User> {
  port: WxPort
  engine: Engine<User>
  send: Send
  transport: Transport
  queue: Queue
  life: AppLife
  signer: Signer
  isExpired: IsExpired
  piggyback?: Piggyback<User>
  callOut: CallOut
}

export interface Receiver {
  success: (response: WxResponse) => void
  fail: (error: AuthError) => void
  /** A task of wx is at work for it. */
  onTask: (task: unknown) => void
}
