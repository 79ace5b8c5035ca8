import { PAGE_FAULTS } from './planted-page-faults'
import { TASK_FAULTS } from './planted-task-faults'

/** One mistake: a piece of a source file, and what stands there instead. */
export interface Fault {
  file: string
  code: string | RegExp
  instead: string
  /** Default 1; another finds it sooner. */
  seed?: number
}

/** Mistakes that this library exists to avoid: the model must find each of them. */
export const FAULTS: Record<string, Fault> = {
  ...TASK_FAULTS,
  ...PAGE_FAULTS,
  'a login that goes on after a logout': {
    file: 'platform/within.ts',
    code: 'parent.add(scope)',
    instead: '',
  },
  'a request that goes on after a logout': {
    file: 'http/delivery.ts',
    code: "if (this.plan.mode === 'required') this.endWithGeneration()",
    instead: '',
  },
  'an answer that is taken after a logout': {
    file: 'session/obtain.ts',
    code: /assertGoesOn\(mine\)(\s+if \('refusal' in acquired\))/,
    instead: '$1',
    seed: 11,
  },
  'a failed login that is told after a logout': {
    file: 'session/obtain.ts',
    code: /\n {8}assertGoesOn\(mine\)(\s+throw failed)/,
    instead: '$1',
    seed: 36,
  },
  'a login that begins after a logout, once the storage has been read': {
    file: 'session/obtain.ts',
    code: /assertGoesOn\(mine\)(\s+const \{ login \} = mine)/,
    instead: '$1',
    seed: 29,
  },
  'a session that is handed out after a logout': {
    file: 'session/obtain.ts',
    code: /assertGoesOn\(mine\)\s+return session/,
    instead: 'return session',
  },
  'a code that is exchanged after a logout': {
    file: 'session/log-in.ts',
    code: /(nobody needs it\.\s+)if \(scope\.ended\) throw scope\.ended/,
    instead: '$1',
    seed: 7,
  },
  'a login behind a pre-fetch that goes on after a logout': {
    file: 'prefetch/index.ts',
    code: 'if (scope.ended) throw scope.ended',
    instead: '',
    seed: 11,
  },
  'an order that is placed twice: by the request that carried the code, and by the same one with the session':
    {
      file: 'piggyback/index.ts',
      code: 'if (!plan.retry) carrier.failure =',
      instead: 'if (!plan) carrier.failure =',
      seed: 85,
    },
  'a session of the launch that comes after another': {
    file: 'session/acquire.ts',
    code: 'isColdStart && !generation.ended',
    instead: 'isColdStart',
    seed: 22,
  },
  'an event that is emitted after a logout': {
    file: 'session/notifier.ts',
    code: '&& !scope?.ended',
    instead: '',
    seed: 9,
  },
  'a session that is written after a logout': {
    file: 'session/storage.ts',
    code: /\n +mine = newest\n/,
    instead: '\n',
  },
  'writes that overtake each other': {
    file: 'session/storage.ts',
    code: 'writing ?? writeNewest()',
    instead: 'writeNewest()',
    seed: 8,
  },
  'a late write that stays': {
    file: 'session/storage.ts',
    code: 'if (newest !== mine) void write()',
    instead: '',
    seed: 6,
  },
  'a logout that does not outlive the app': {
    file: 'session/envelope.ts',
    code: 'if (loggedOut) return { v: VERSION, loggedOut }',
    instead: '',
  },
  'a rejected session that stays': {
    file: 'session/engine.ts',
    code: 'store.drop(present)',
    instead: '',
  },
  'a rejection of an old session that ends the new one': {
    file: 'session/engine.ts',
    code: '!present || !isSame(present, session)',
    instead: '!present',
  },
  'a rejection that nobody takes for his own, after a profile update': {
    file: 'session/engine.ts',
    code: '!isSame(present, session)',
    instead: 'present !== session',
    seed: 6,
  },
  'a login for each who asks': {
    file: 'session/obtain.ts',
    code: 'if (!login) return take(',
    instead: 'return take(',
  },
  'a failed login that is joined for ever': {
    file: 'session/obtain.ts',
    code: /mine\.login = null(\s+const \{ retryAt \})/,
    instead: '$1',
  },
  'a failed login that takes the session away': {
    file: 'session/transition.ts',
    code: "if (session) return { status: 'authenticated', session }",
    instead: '',
  },
  'an outage that ends the stored session': {
    file: 'session/session-store.ts',
    code: 'then(judged, restore)',
    instead: 'then(judged, () => judged(false))',
  },
  'a refresh token that is sent again': {
    file: 'session/acquire.ts',
    code: 'refreshToken !== spent',
    instead: 'refreshToken',
    seed: 7,
  },
  'replays without end': {
    file: 'http/delivery.ts',
    code: 'isReplay || !plan.replay',
    instead: 'false',
  },
  'a replay of what the app has changed': {
    file: 'http/request-options.ts',
    code: 'COPIED.has(name) ? snapshot(value) : value',
    instead: 'value',
  },
  'a session for another origin': {
    file: 'http/token.ts',
    code: 'origin !== null && origins.indexOf(origin) >= 0',
    instead: 'origin !== null',
  },
  'no watchdog over a call': {
    file: 'platform/invoke.ts',
    code: 'clock.after(timeout,',
    instead: 'clock.after(1e9,',
    seed: 2,
  },
  'no cooldown': {
    file: 'session/cooldown.ts',
    code: 'return now < retryAt &&',
    instead: 'return now < now &&',
  },
  'a Retry-After that is not heard': {
    file: 'session/cooldown.ts',
    code: 'if (retryAfter !== undefined)',
    instead: 'if (retryAfter === -1)',
    seed: 4,
  },
  'a login for every new session that the server rejects': {
    file: 'session/engine.ts',
    code: 'isReplay || isHopeless(present)',
    instead: 'false',
    seed: 5,
  },
  'no limit to the calls of wx.login': {
    file: 'platform/rate-limit.ts',
    code: 'if (free === 0) {',
    instead: 'if (free === -99) {',
  },
  'a wx.checkSession for each who asks': {
    file: 'session/session-key.ts',
    code: 'if (answer && Math.abs(clock.now() - askedAt) <= maxAge) return answer',
    instead: '',
  },
  'a throwing listener that stops the rest': {
    file: 'platform/call-out.ts',
    code: /clock\.after\(0, \(\) => \{\s+throw error\s+\}\)/,
    instead: 'throw error',
  },
  "an 'expired' for each rejection": {
    file: 'session/session-store.ts',
    code: 'if (record.isExpiryTold) return',
    instead: '',
    seed: 41,
  },
}
