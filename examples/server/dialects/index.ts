import { Hono } from 'hono'
import type { RouteContext } from '../app'
import { businessCode } from './business-code'
import { guestsFirst } from './guests-first'
import { oneExchange } from './one-exchange'
import { passwordLogin } from './password-login'
import { phoneLogin } from './phone-login'
import { slidingToken } from './sliding-token'
import { thirdSession } from './third-session'
import { unbound } from './unbound'
import { userInfoDialect } from './user-info'

/** The routes of all dialects, for those who count. */
export const DIALECT_ROUTES = [
  ...['/third-session/login', '/third-session/orders'],
  ...['/business-code/code', '/business-code/login', '/business-code/orders'],
  ...['/unbound/login', '/unbound/bind', '/unbound/unbind', '/unbound/orders'],
  ...['/one-exchange/login', '/one-exchange/orders'],
  ...['/user-info/login', '/user-info/update'],
  ...['/phone-login/login', '/phone-login/orders'],
  ...['/guests-first/login', '/guests-first/products', '/guests-first/orders'],
  ...['/password-login/login', '/password-login/password', '/password-login/orders'],
  ...['/sliding-token/login', '/sliding-token/orders'],
].map((path) => `/dialects${path}`)

/** The same backend, spoken as other servers speak: look for yours, and take its file. */
export function dialectRoutes(context: RouteContext): Hono {
  const app = new Hono()
  app.route('/third-session', thirdSession(context))
  app.route('/business-code', businessCode(context))
  app.route('/unbound', unbound(context))
  app.route('/one-exchange', oneExchange(context))
  app.route('/user-info', userInfoDialect(context))
  app.route('/phone-login', phoneLogin(context))
  app.route('/guests-first', guestsFirst(context))
  app.route('/password-login', passwordLogin(context))
  app.route('/sliding-token', slidingToken(context))
  return app
}
