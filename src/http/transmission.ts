import type { AuthError } from '../auth-error'
import type { SendHandlers } from '../platform/transport'
import type { WxResponse, WxTransfer } from '../platform/wx-port'
import type { DeliveryContext } from './delivery-context'
import type { Place } from './queue'
import type { Plan } from './request-options'
import { normalized } from './response'

/** Whose transmission it is, and what is to be done there. */
export interface Sender {
  readonly isOver: boolean
  /** Its turn has come: the network is free. */
  transmit(): void
  /** From the start, by way of a login perhaps. */
  begin(): void
  answered(response: WxResponse): void
  end(error: AuthError): void
}

/** One request in line and on the network, and once more when the background has cut it off. */
export class Transmission<User> implements SendHandlers {
  private readonly place: Place
  private sends = 0
  /** How often the app had been shown when it was sent. */
  private shows = 0
  /** Has it waited with others for the app to be shown? */
  private hasWaited = false
  /** Undoes what is under way. */
  private abort: (() => void) | undefined

  constructor(
    private readonly plan: Plan,
    private readonly sender: Sender,
    readonly onTask: (task: unknown) => void,
    private readonly context: DeliveryContext<User>,
  ) {
    this.place = context.queue.place(plan.priority, () => sender.transmit())
  }

  enter() {
    if (this.hasWaited) this.place.enterWithOthers()
    else this.place.enter()
  }

  enterWithOthers() {
    this.place.enterWithOthers()
  }

  /** In the place that it has, or in the one that it had. */
  again() {
    this.place.enter()
  }

  leave() {
    this.place.leave()
  }

  cancel() {
    this.abort?.()
  }

  send(signed: WxTransfer) {
    // A request that was never sent loses nothing by waiting, a POST neither.
    if (this.context.life.isCutOff) {
      this.waitForShow()
      return
    }
    const mine = ++this.sends
    this.shows = this.context.life.shows
    const cancel = this.context.send(this.plan.api, signed, this)
    // It may have had its answer by now, and be on its way once more.
    if (mine === this.sends) this.abort = cancel
    if (this.sender.isOver) cancel()
  }

  success(response: WxResponse) {
    this.sender.answered(normalized(this.plan.api, response))
  }

  fail(error: AuthError) {
    const { life } = this.context
    const mayRepeat = error.code === 'INTERRUPTED' && this.plan.retry
    if (!mayRepeat || (life.shows === this.shows && !life.isHidden)) {
      this.sender.end(error)
      return
    }
    if (!life.isHidden) {
      // With its place: those behind it were not sent yet.
      this.sender.transmit()
      return
    }
    this.waitForShow()
  }

  private waitForShow() {
    this.hasWaited = true
    this.place.leave()
    this.abort = this.context.life.onceShown(() => this.sender.begin())
  }
}
