import type { Fault } from './planted-faults'

/** Mistakes about whose session it is: for the model of whose.ts. */
export const WHOSE_FAULTS: Record<string, Fault> = {
  'an account’s session that a silent login replaces': {
    file: 'session/engine.ts',
    code: 'return isWechat(session) || Boolean(policy.canRenew && session.refreshToken)',
    instead: 'return true',
  },
  'an account’s session that the silent login of a refused refresh token replaces': {
    file: 'session/acquire.ts',
    code: 'return isAsked || isWechat(session)',
    instead: 'return true',
  },
  'an account that is the WeChat user’s after a restart': {
    file: 'session/envelope.ts',
    code: 'isWechat: wechat }',
    instead: 'isWechat: true }',
  },
  'an account that is the WeChat user’s after a renewal': {
    file: 'session/engine.ts',
    code: 'serverClock.begin(), isWechat(last))',
    instead: 'serverClock.begin(), true)',
  },
  'a generation that does not rise at a forced login': {
    file: 'session/obtain.ts',
    code: 'return isReplaced ? ',
    instead: 'return isReplaced === undefined ? ',
  },
  'a request that is replayed as the WeChat user': {
    file: 'http/delivery.ts',
    code: "if (this.plan.mode === 'required') this.endWithGeneration()",
    instead: '',
  },
  'a lazy request of a user that goes on in the next generation': {
    file: 'http/delivery.ts',
    code: 'if (session) this.endWithGeneration()',
    instead: '',
  },
  'a lazy guest that waits': {
    file: 'http/delivery.ts',
    code: 'return this.isReplay || engine.generation.session !== null',
    instead: 'return true',
  },
  'a lazy guest that is never logged in': {
    file: 'http/delivery.ts',
    code: "if (!this.carried && this.plan.mode !== 'lazy') {",
    instead: 'if (!this.carried) {',
  },
  'a lazy request of a user that goes bare': {
    file: 'http/delivery.ts',
    code: 'return this.isReplay || engine.generation.session !== null',
    instead: 'return this.isReplay',
  },
  'a no that is asked again at once': {
    file: 'session/next-step.ts',
    code: 'if (isCooling(refusal, now)) return { refuse: refusal.error }',
    instead: '',
  },
  'a question to each who waits': {
    file: 'session/obtain.ts',
    code: 'if (!login) return take(',
    instead: 'if (!login || login.isOpen) return take(',
  },
  'a login that nobody was asked for': {
    file: 'session/obtain.ts',
    code: 'confirmLogin !== undefined && !need.isAsked &&',
    instead: "confirmLogin !== undefined && !need.isAsked && need.reason !== 'expired' &&",
  },
  'a no that those who wait do not hear of': {
    file: 'session/obtain.ts',
    code: 'if (!isAllowed) throw declined(before)',
    instead: 'if (!isAllowed) return new Promise<never>(() => undefined)',
  },
  'data of a login that is not sent, as there is a refresh token': {
    file: 'session/obtain.ts',
    code: "{ ...need, reason: 'user', data, carry: undefined }",
    instead: '{ ...need, data }',
  },
  'a storage failure that leaves the former user': {
    file: 'session/storage.ts',
    code: 'return mine.generation === stored ? undefined : removeFormer(mine.generation)',
    instead: 'return undefined',
  },
  'an end that does not outlive the app': {
    file: 'session/session-store.ts',
    code: "void save(null, 'ended')",
    instead: '',
  },
  'an answer for a former user that renews the session of the next': {
    file: 'session/engine.ts',
    code: 'if (expected !== number) throw errors.sessionChanged()',
    instead: '',
  },
  'an ‘expired’ that promises a renewal': {
    file: 'session/session-store.ts',
    code: 'tellExpiry(session, false)',
    instead: 'tellExpiry(session, true)',
  },
  'the user of the former account in the session of the next': {
    file: 'session/engine.ts',
    code: 'const session = createSession(grant, null, serverClock.begin(), isWechatUser)',
    instead: 'const session = createSession(grant, store.session, serverClock.begin(), isWechatUser)',
  },
  'callbacks of the former user’s requests that come in their time': {
    file: 'session/notifier.ts',
    code: /try \{\s+return work\(\)\s+\} finally \{\s+then\(\)/,
    instead: 'then()\n    try {\n      return work()\n    } finally {',
  },
  'an answer that is lost to the setSession() which it led to': {
    file: 'http/client.ts',
    code: "if (this.isAnswered && error.code === 'SESSION_CHANGED') return",
    instead: '',
  },
  'a stale session_key that ends an account’s session': {
    file: 'session/session-store.ts',
    code: "!session || !isWechat(session) || context.sessionKey !== 'onLaunch'",
    instead: "!session || context.sessionKey !== 'onLaunch'",
  },
}
