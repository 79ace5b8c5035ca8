import type { Middleware } from '../http/middleware'
import { systemClock } from '../platform/clock'
import { pluginOptions } from '../plugin-options'
import { codeOf, plainURL } from '../plugin-parts/redacted'

const LEVELS = ['info', 'warn', 'error'] as const

/** How much a line matters. */
export type LogLevel = (typeof LEVELS)[number]

type Log = (line: string) => void

/** A console, or what wx.getRealtimeLogManager() gives (base library 2.7.1). */
export type LogSink = Record<LogLevel, Log>

/** The options of logger(). */
export interface LoggerOptions {
  /**
   * The least that is logged. `info`: requests that went well, changes of the state. `warn`: requests that failed or
   * have a status from 400 up, and the auth's warnings. `error`: logins that failed.
   * @default 'info'
   */
  level?: LogLevel
  /** Where the lines go. @default console */
  sink?: LogSink
}

/**
 * Middleware that logs requests and changes of the login, a line each, without secrets: no query, no header, no body.
 * @throws INVALID_OPTIONS at once.
 */
export function logger(options: LoggerOptions = {}): Middleware {
  const { level = 'info', sink = console } = pluginOptions('logger', options, {
    level: (value = 'info') => LEVELS.indexOf(value as LogLevel) < 0 && 'must be info, warn or error',
    sink: (value = console) =>
      !LEVELS.every((name) => (Object(value) as Partial<LogSink>)[name]) && 'must be like console',
  })
  const least = LEVELS.indexOf(level)
  const [info, warn, error] = LEVELS.map((name, rank) => (line: string) => {
    if (rank >= least) sink[name](line)
  }) as [Log, Log, Log]

  const middleware: Middleware = (request, next) => {
    const { name, method = name ? 'POST' : 'GET', url } = request
    const began = systemClock.now()
    const line = (outcome: number | string) =>
      `${method} ${plainURL(url)} ${outcome} ${systemClock.now() - began} ms`
    const answer = next(request)
    answer.then(
      ({ statusCode }) => (statusCode < 400 ? info : warn)(line(statusCode)),
      (reason: unknown) => warn(line(codeOf(reason))),
    )
    return answer
  }

  middleware.connect = (auth) => {
    auth.subscribe((state) => {
      if ('error' in state) error(`login ${state.error.code}`)
      else info(`login ${state.status}`)
    })
    auth.on('warning', ({ code }) => warn(`login ${code}`))
  }
  return middleware
}
