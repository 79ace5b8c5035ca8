import { Hono } from 'hono'
import { DIALECT_ROUTES, dialectRoutes } from './dialects'
import type { EventListener } from './events'
import { authenticate } from './http/authenticate'
import { answerErrors } from './http/errors'
import { reportRequests } from './http/report-requests'
import { avatarRoutes } from './routes/avatar'
import { bindRoutes } from './routes/bind'
import { loginRoutes } from './routes/login'
import { profileRoutes } from './routes/profile'
import { sampleRoutes } from './routes/samples'
import type { Store } from './store/database'
import type { Sessions } from './store/sessions'
import { createTickets, type Tickets } from './store/tickets'
import { createUsers, type Users } from './store/users'
import type { WeChat } from './wechat/client'

export interface AppOptions {
  database: Store
  wechat: WeChat
  appid: string
  sessions: Sessions
  requireBinding: boolean
  now: () => number
  onEvent: EventListener
  /** Called with a well-formed code before it goes to WeChat; may hold the login back or make it fail. */
  beforeExchange?: (code: string, signal: AbortSignal) => Promise<void>
}

/** Routes that need a session. */
export const PROTECTED_ROUTES = ['/me', '/me/profile', '/me/phone', '/me/avatar', '/logout', '/orders']
/** Routes whose answer is for one user only. */
const PRIVATE_ROUTES = ['/login', '/bind', ...PROTECTED_ROUTES, ...DIALECT_ROUTES]

export interface RouteContext extends AppOptions {
  tickets: Tickets
  users: Users
}

/** The backend as a Hono app, without a socket: `createApp(options).request('/public')` works in a test. */
export function createApp(options: AppOptions): Hono {
  const { database, sessions, now, onEvent } = options
  const context: RouteContext = {
    ...options,
    tickets: createTickets(database, now),
    users: createUsers(database, now),
  }

  const app = new Hono()
  app.use(reportRequests(now, onEvent))
  answerErrors(app, (error) => {
    // Not the message: a library may quote its input there.
    onEvent({ type: 'failure', error: error.name, at: error.stack?.match(/^ +at .*/m)?.[0].trim() ?? '' })
  })
  for (const path of PRIVATE_ROUTES) {
    app.use(path, async (c, next) => {
      await next()
      c.header('Cache-Control', 'no-store')
    })
  }
  for (const path of PROTECTED_ROUTES) app.use(path, authenticate(sessions, onEvent))

  app.route('/', loginRoutes(context))
  app.route('/', bindRoutes(context))
  app.route('/', profileRoutes(context))
  app.route('/', avatarRoutes(context))
  app.route('/', sampleRoutes())
  app.route('/dialects', dialectRoutes(context))
  return app
}
