import { Hono } from 'hono'
import type { RouteContext } from '../app'
import { bearerOf, findSession, isSessionRejection } from '../http/authenticate'
import { limitBody, readBody } from '../http/body'
import type { Reported } from '../http/report-requests'
import { exchangeCode, grantSession, loginBody, openAccount } from '../routes/login'
import { ORDERS, PRODUCTS } from '../routes/samples'
import { answerInBody } from './answer-in-body'
import { toastOf } from './toasts'

const SUCCESS = 0
const FAILED = 500
const LOGIN_NEEDED = 501

/**
 * As shops are built that let everybody look around: every answer is 200 with `{ errno, data, errmsg }`, and 501 says
 * that this one needs a login, to who has no session as to who has one that has ended.
 */
export function guestsFirst(context: RouteContext) {
  const { sessions, onEvent } = context

  return new Hono<Reported>()
    .post('/login', limitBody, async (c) => {
      const { code } = await readBody(c, loginBody)
      const identity = await exchangeCode(context, code, c.req.raw.signal)
      return c.json(success(grantSession(context, openAccount(context, identity), identity)))
    })
    .get('/products', (c) => c.json(success({ products: PRODUCTS })))
    .get('/orders', (c) => {
      findSession(sessions, onEvent, c.req, bearerOf(c.req))
      return c.json(success({ orders: ORDERS }))
    })
    .onError(
      answerInBody((error) => ({
        errno: isSessionRejection(error) ? LOGIN_NEEDED : FAILED,
        errmsg: toastOf(error),
      })),
    )
}

function success(data: object) {
  return { errno: SUCCESS, data, errmsg: '成功' }
}
