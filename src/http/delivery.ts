import { AuthError } from '../auth-error'
import { INTERRUPTED } from '../platform/failures'
import type { Platform } from '../platform/platform'
import type { Cancellable } from '../platform/promised'
import type { Scope } from '../platform/scope'
import { DEFAULT_TIMEOUT, type NetworkName, type SendHandlers } from '../platform/transport'
import type { WxRequest, WxResponse } from '../platform/wx-port'
import type { Carry } from '../session/acquire'
import type { Engine } from '../session/engine'
import { isExpiredFailed, sessionRejected } from '../session/errors'
import { checkOutcome } from '../session/log-in'
import { isSame } from '../session/session'
import type { LoginReason, Session } from '../session/types'
import type { Queue, Queueable } from './queue'
import type { AnyOptions, Plan, RequestOptions, RequestStage } from './request-options'
import { discardFile, MOST_REDIRECTS, normalized, redirected } from './response'
import type { TokenAttachment } from './token'

/** Does this answer say that the session is over? */
export type IsExpired = {
  // As a method: it may name the body that its server sends.
  of(response: WxResponse, request: RequestOptions): boolean | Promise<boolean>
}['of']

export interface DeliveryContext<User> {
  engine: Engine<User>
  queue: Queue
  tokenAttachment: TokenAttachment
  isExpired: IsExpired
  piggyback?: Piggyback<User>
}

/** A request that takes a login code along, and what came of it. */
export interface Carrier<User> {
  carry: Carry<User>
  /** The answer for the app. */
  readonly response: WxResponse | null
  /** Why there is none, where the request may not be sent again. */
  readonly failure: AuthError | null
  /** Until then it is on its way, and may not be sent again. */
  readonly pending: Promise<void> | null
}

export interface CarryingContext extends Pick<DeliveryContext<unknown>, 'tokenAttachment' | 'isExpired'> {
  engine: Pick<Engine<unknown>, 'events'> & { readonly platform: Pick<Platform, 'transport' | 'clock'> }
  checkOutcome: typeof checkOutcome
}

/** What `piggyback()` of miniprogram-auth/piggyback gives, for the option of that name. */
export interface Piggyback<User = unknown> {
  /** For the library alone. */
  readonly carry: (passenger: Passenger, context: CarryingContext) => Carrier<User>
}

/** The request that takes the code along. */
export interface Passenger {
  readonly plan: Pick<Plan, 'retry'>
  readonly request: WxRequest
  readonly options: AnyOptions
  readonly receiver: Pick<Receiver, 'onTask'>
  /** Has it been aborted? */
  readonly isOver: boolean
  readonly generation: Scope
}

export interface Receiver {
  success(response: WxResponse): void
  fail(error: AuthError): void
  /** A task of wx is at work for it. */
  onTask(task: unknown): void
}

/**
 * One request on its way from the app to its answer: a session first, then a slot of the queue, the token, the network;
 * and after a 401 once more, with another session. The receiver hears of one end. Methods that call each other, and no
 * promises but where it waits for a login: this is the way of every request, and a class, as closures would be garbage.
 */
export class Delivery<User> implements Queueable, SendHandlers, Passenger {
  request: Plan['request']
  readonly order: number
  slot: Queueable['slot'] = 'none'
  /** What it was sent with last. */
  carried: Session<User> | null = null
  isOver = false
  /** What it waited for. */
  private granted: Session<User> | null = null
  /** What the server did not take. */
  private rejected: Session<User> | null = null
  private isReplay = false
  private redirects = 0
  private sends = 0
  /** How often the app had been shown when it was sent. */
  private shows = 0
  private hasWaitedForShow = false
  private running: Cancellable | undefined

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
    this.order = context.queue.orderOf(plan.priority)
  }

  /** Not by the constructor: a stage may end it, and whoever does has to know of it. */
  start() {
    if (this.plan.mode === 'required') this.endWithGeneration()
    if (!this.isOver) this.begin()
  }

  // The session, and the queue.

  private begin() {
    const { plan, context } = this
    const { engine } = context
    if (plan.mode === 'none' || engine.usable()) this.enterQueue()
    else if (plan.mode === 'required') this.logIn()
    // The first read of the storage may bring a session.
    else void engine.restored.then(() => (this.needsSession() ? this.logIn() : this.enterQueue()))
  }

  /** May it not be sent without a session? A guest who has had none in this generation goes bare. */
  private needsSession(): boolean {
    const { engine } = this.context
    switch (this.plan.mode) {
      case 'required':
        return true
      case 'lazy':
        if (this.generation.ended || engine.usable()) return false
        return this.isReplay || engine.generation.session !== null
      default:
        return false
    }
  }

  private enterQueue() {
    if (!this.goesOn('queue')) return
    const { queue } = this.context
    if (this.hasWaitedForShow) queue.enterWithOthers(this)
    else queue.enter(this)
  }

  private logIn(reason?: LoginReason) {
    if (!this.goesOn('login')) return
    const { engine, piggyback, queue } = this.context
    const { lifecycle } = engine.platform
    // Where the platform would refuse it unsent, it waits for the app to be shown, with or without a session.
    const carrier =
      piggyback && !reason && !lifecycle.isCutOff && this.plan.api === 'request'
        ? piggyback.carry(this, { ...this.context, checkOutcome })
        : undefined
    engine.obtain('auto', { reason, carry: carrier?.carry }).then(
      (session) => {
        this.granted = session
        this.afterCarrier(carrier, () => {
          if (carrier?.failure) this.end(carrier.failure)
          else if (this.goesOn('queue')) queue.enterWithOthers(this)
        })
      },
      (error: unknown) => this.afterCarrier(carrier, () => this.end(error as AuthError)),
    )
  }

  /** Where it took the code along, it may have its answer by now, or still be on its way. */
  private afterCarrier(carrier: Carrier<User> | undefined, otherwise: () => void) {
    if (carrier?.pending) void carrier.pending.then(() => this.afterCarrier(carrier, otherwise))
    else if (carrier?.response) this.conclude(carrier.response)
    else otherwise()
  }

  // The network.

  run() {
    const { plan, context } = this
    const session = this.presentSession()
    if (!session && this.needsSession()) {
      this.logIn(this.isReplay ? 'expired' : undefined)
      context.queue.leave(this)
      return
    }
    this.carried = session
    if (plan.mode === 'optional' || plan.mode === 'lazy') {
      // Without a session it is nobody's, and a logout is not its end.
      this.generation.remove(this)
      if (session) this.endWithGeneration()
    }
    let request: Plan['request']
    try {
      request = session ? context.tokenAttachment.attachToken(this.request, session, plan.api) : this.request
    } catch (error) {
      this.end(error as AuthError)
      return
    }
    if (this.goesOn('network')) this.send(request)
  }

  /** The session to send now: another may have come, or the present one gone, while the request was queued. */
  private presentSession(): Session<User> | null {
    const { engine } = this.context
    const { session } = engine
    switch (this.plan.mode) {
      case 'none':
        return null
      case 'required':
        // One that a login has just given is sent even if it is short-lived: another login would bring the same.
        return engine.usable() ?? (isSame(session, this.granted) ? session : null)
      case 'lazy':
        if (this.generation.ended) return null
        return engine.usable() ?? (isSame(session, this.granted) ? session : null)
      case 'optional':
        return this.generation.ended || isSame(session, this.rejected) ? null : session
    }
  }

  private send(request: Plan['request']) {
    const { lifecycle, send } = this.context.engine.platform
    // A request that was never sent loses nothing by waiting, a POST neither.
    if (lifecycle.isCutOff) {
      this.waitForShow()
      return
    }
    const mine = ++this.sends
    this.shows = lifecycle.shows
    const running = send(this.plan.api, request, this)
    // It may have had its answer by now, and be on its way once more.
    if (mine === this.sends) this.running = running
    if (this.isOver) running.cancel()
  }

  private waitForShow() {
    const { queue, engine } = this.context
    this.hasWaitedForShow = true
    queue.leave(this)
    const { timeout = DEFAULT_TIMEOUT } = this.request
    this.running = engine.platform.lifecycle.untilShown(
      timeout,
      () => this.begin(),
      () => this.end(notShown(this.plan.api)),
    )
  }

  onTask(task: unknown) {
    this.receiver.onTask(task)
  }

  fail(error: AuthError) {
    const { lifecycle } = this.context.engine.platform
    const mayRepeat = error.code === 'INTERRUPTED' && this.plan.retry
    if (!mayRepeat || (lifecycle.shows === this.shows && !lifecycle.isHidden)) this.end(error)
    else if (lifecycle.isHidden) this.waitForShow()
    // In its slot: those behind it were not sent yet.
    else this.run()
  }

  // The answer: a 401, a redirect, or the app's.

  success(answer: WxResponse) {
    const response = normalized(this.plan.api, answer, this.request.dataType)
    // A guest's answer may ask for a login.
    if (!this.carried && this.plan.mode !== 'lazy') {
      this.conclude(response)
      return
    }
    const { isExpired, queue } = this.context
    let isRejection: unknown
    try {
      isRejection = isExpired(response, this.options)
    } catch (error) {
      this.end(isExpiredFailed(error))
      return
    }
    // It keeps its slot until `isExpired` decides: the next in the queue would take an expired token along. It gives it
    // up where that takes its time, as it may send a request of its own.
    if (!isThenable(isRejection)) {
      this.judge(response, isRejection)
      return
    }
    queue.leave(this)
    isRejection.then(
      (settled) => this.judge(response, settled),
      (error: unknown) => this.end(isExpiredFailed(error)),
    )
  }

  private judge(response: WxResponse, isRejection: unknown) {
    const { carried, plan, isReplay } = this
    const { engine, queue } = this.context
    if (this.isOver) return
    if (!isRejection) {
      if (carried && this.follow(response)) return
      if (carried) engine.accepted(carried)
      this.conclude(response)
      return
    }
    if (!carried && !plan.replay) {
      this.conclude(response)
      return
    }
    if (plan.api === 'downloadFile') discardFile(engine.platform.port, response)
    const retryAt = carried && engine.rejected(carried, isReplay, response)
    // A guest who is asked to log in is a user from now on.
    if (!carried) this.endWithGeneration()
    // Who heard of the rejection may have logged the user out, or in as another.
    if (!this.goesOn()) return
    if (isReplay || !plan.replay || (retryAt !== null && plan.mode !== 'optional')) {
      this.end(sessionRejected(retryAt ?? undefined, response))
      return
    }
    this.isReplay = true
    this.rejected = carried
    this.request = plan.request
    this.redirects = 0
    if (plan.mode === 'optional' || engine.usable()) queue.enter(this)
    else {
      this.logIn(carried ? 'expired' : 'missing')
      queue.leave(this)
    }
  }

  /** Goes on to where a redirect points; the platform does so by itself for uploads and downloads. */
  private follow(response: WxResponse): boolean {
    const next = this.plan.api === 'request' && redirected(this.request, response)
    if (!next || ++this.redirects > MOST_REDIRECTS) return false
    this.request = next
    this.context.queue.enter(this)
    return true
  }

  // The end: an answer, a failure, abort(), a logout.

  /** Ends it wherever it is, if it is not over: what is under way is cancelled. */
  end(error: AuthError) {
    if (!this.finish()) return
    this.running?.cancel()
    this.receiver.fail(error)
    this.context.queue.leave(this)
  }

  private conclude(response: WxResponse) {
    if (!this.finish()) return
    this.receiver.success(response)
    this.context.queue.leave(this)
  }

  /** True for the first who asks. */
  private finish(): boolean {
    if (this.isOver) return false
    this.isOver = true
    this.generation.remove(this)
    return true
  }

  /** A logout, or another session, ends what is the user's. */
  private endWithGeneration() {
    const { ended } = this.generation
    if (ended) this.end(ended)
    else this.generation.add(this)
  }

  /** Is it still to go on? Who listens may have ended it. */
  private goesOn(stage?: RequestStage): boolean {
    const { onStage } = this.plan
    if (stage && onStage && !this.isOver) this.context.engine.platform.callOut(onStage, stage)
    return !this.isOver
  }
}

function notShown(api: NetworkName): AuthError {
  const message = `wx.${api} waited for the app to be shown: in the background, the platform has cut requests off.`
  return new AuthError('INTERRUPTED', message, { errMsg: `${api}:fail interrupted`, errno: INTERRUPTED })
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function'
}
