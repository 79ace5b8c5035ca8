import type { AuthError } from '../auth-error'
import type { Scope } from '../platform/scope'
import type { WxResponse } from '../platform/wx-port'
import { sessionRejected } from '../session/errors'
import type { LoginReason, Session } from '../session/types'
import type { DeliveryContext, Receiver } from './delivery-context'
import { createCarrier, type Passenger } from './piggyback'
import { presentSession } from './present-session'
import { MOST_REDIRECTS, redirected } from './redirect'
import type { AnyOptions, Plan, RequestStage } from './request-options'
import { discardFile } from './response'
import { Transmission, type Sender } from './transmission'
import { askWhether } from './verdict'

/**
 * One request on its way from the app to its answer: it makes sure of a session, waits for its turn, attaches the
 * token, sends; if the server rejects the session, once more with another. The receiver hears of one end. Methods that
 * call each other, and no promises but where it waits for a login: this is the way of every request.
 */
export class Delivery<User> implements Sender, Passenger {
  private readonly transmission: Transmission<User>
  request: Plan['request']
  /** What it was sent with last. */
  carried: Session<User> | null = null
  /** What it waited for. */
  granted: Session<User> | null = null
  /** What the server did not take. */
  rejected: Session<User> | null = null
  private isReplay = false
  isOver = false
  private redirects = 0
  private leaveGeneration: (() => void) | undefined

  constructor(
    readonly plan: Plan,
    /** What the app asked for. */
    readonly options: AnyOptions,
    readonly receiver: Receiver,
    private readonly context: DeliveryContext<User>,
    /** Whose request it is: middleware may have taken long. */
    readonly generation: Scope,
  ) {
    this.request = plan.request
    this.transmission = new Transmission(plan, this, receiver.onTask, context)
  }

  /** Not by the constructor: a stage may end it, and whoever does has to know of it. */
  start() {
    if (this.plan.mode === 'required') this.endWithGeneration()
    if (!this.isOver) this.begin()
  }

  /** Ends it wherever it is, if it is not over. */
  end(error: AuthError) {
    this.finish(() => {
      this.transmission.cancel()
      this.receiver.fail(error)
    })
  }

  private conclude(response: WxResponse) {
    this.finish(() => this.receiver.success(response))
  }

  private finish(tell: () => void) {
    if (this.isOver) return
    this.isOver = true
    this.leaveGeneration?.()
    tell()
    this.transmission.leave()
  }

  private endWithGeneration() {
    const { ended } = this.generation
    if (ended) this.end(ended)
    else this.leaveGeneration = this.generation.onEnd((error) => this.end(error))
  }

  /** Is it still to go on? Who listens may have ended it. */
  private goesOn(stage?: RequestStage): boolean {
    const { onStage } = this.plan
    if (stage && onStage && !this.isOver) this.context.callOut(onStage, stage)
    return !this.isOver
  }

  begin() {
    const { plan, context } = this
    if (plan.mode === 'none' || context.engine.usable()) this.enterQueue()
    else if (plan.mode === 'required') this.obtain()
    // No login, but the first read of the storage, which may bring a session.
    else void context.engine.restored.then(() => this.enterQueue())
  }

  private enterQueue() {
    if (this.goesOn('queue')) this.transmission.enter()
  }

  private obtain(reason?: LoginReason) {
    if (!this.goesOn('login')) return
    const { engine, piggyback, life } = this.context
    // Where the platform would refuse it unsent, it waits for the app to be shown, with or without a session.
    const carrier =
      piggyback && !reason && !life.isCutOff && this.plan.api === 'request'
        ? createCarrier(piggyback, this, this.context)
        : undefined
    engine.obtain('auto', reason, carrier?.carry).then(
      (session) => {
        this.granted = session
        if (carrier?.response) this.conclude(carrier.response)
        else if (carrier?.failure) this.end(carrier.failure)
        else if (this.goesOn('queue')) this.transmission.enterWithOthers()
      },
      (error: unknown) => {
        if (carrier?.response) this.conclude(carrier.response)
        else this.end(error as AuthError)
      },
    )
  }

  transmit() {
    const { api, mode } = this.plan
    const session = presentSession(mode, this.context, this)
    if (!session && mode === 'required') {
      this.obtain(this.isReplay ? 'expired' : undefined)
      this.transmission.leave()
      return
    }
    this.carried = session
    if (mode === 'optional') {
      // Without a session it is nobody's, and a logout is not its end.
      this.leaveGeneration?.()
      if (session) this.endWithGeneration()
    }
    let signed: Plan['request']
    try {
      signed = session ? this.context.signer.sign(this.request, session, api) : this.request
    } catch (error) {
      this.end(error as AuthError)
      return
    }
    if (this.goesOn('network')) this.transmission.send(signed)
  }

  answered(answer: WxResponse) {
    if (!this.carried) {
      this.conclude(answer)
      return
    }
    // It keeps its place until then: the next in line would take a token along that has expired. But not for long:
    // the verdict may need a request of its own.
    askWhether(this.context.isExpired, answer, this.options, {
      judge: (isExpired) => this.judge(answer, isExpired),
      fail: (error) => this.end(error),
      wait: () => this.transmission.leave(),
    })
  }

  private judge(response: WxResponse, isExpired: unknown) {
    const { carried, plan, isReplay } = this
    const { engine, port } = this.context
    if (this.isOver || !carried) return
    if (!isExpired) {
      if (this.follow(response)) return
      engine.accepted(carried)
      this.conclude(response)
      return
    }
    if (plan.api === 'downloadFile') discardFile(port, response)
    const mayObtain = engine.rejected(carried, isReplay) || plan.mode === 'optional'
    // Who heard of the rejection may have logged the user out, or in as another.
    if (!this.goesOn()) return
    if (isReplay || !plan.replay || !mayObtain) {
      this.end(sessionRejected())
      return
    }
    this.isReplay = true
    this.rejected = carried
    this.request = plan.request
    this.redirects = 0
    if (plan.mode === 'optional' || engine.usable()) {
      this.transmission.again()
      return
    }
    this.obtain('expired')
    this.transmission.leave()
  }

  /** Goes on to where a redirect points; the platform does so by itself for uploads and downloads. */
  private follow(response: WxResponse): boolean {
    const next = this.plan.api === 'request' && redirected(this.request, response)
    if (!next || ++this.redirects > MOST_REDIRECTS) return false
    this.request = next
    this.transmission.again()
    return true
  }
}
