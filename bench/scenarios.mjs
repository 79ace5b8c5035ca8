import { isLogin } from './backend.mjs'
import { counts, logins, next, withCode } from './cells.mjs'

/** ms */
const after = ({ clock }, ms) => new Promise((resolve) => clock.after(ms, resolve))
const atOnce = (count) => (phone) => {
  for (let id = 0; id < count; id++) phone.request(id)
}
async function oneByOne(phone) {
  for (let id = 0; id < 20; id++) await phone.request(id)
}

const NO_LOGIN = (world, backend) => backend.breakLogin()
const NO_NETWORK_FOR_LOGIN = (world) =>
  world.script('request', {
    outcome: 'fail',
    errMsg: 'timeout',
    latency: 20,
    when: ({ options }) => isLogin(options.url),
  })
const WX_LOGIN_FAILS = (world) => world.script('login', { outcome: 'fail' })
const WX_LOGIN_IS_SILENT = (world) => world.script('login', { outcome: 'neither' })
const REFUSED = (world, backend) => backend.refuseAll()

const ONE_LOGIN = { cell: logins, best: '1 login, 20 reject' }

/**
 * `session`: what is stored at the launch: 'none', 'valid', or one that the server has ended. `latency(id, nth)`: ms of
 * a request, by its number and by how many were sent with it; 10 without. `trouble` returns what ends it; `recovers`:
 * it ends, and a minute later one more request is made. `cell` is what the table says, `best` what it could say.
 */
export const STORMS = [
  {
    title: 'Expiry',
    scenarios: [
      { letter: 'A', about: 'cold start, 10 at once', session: 'none', play: atOnce(10), best: '1/11' },
      {
        letter: 'B',
        about: 'expired, 10 at once',
        session: 'expired',
        latency: (id) => 10 + id,
        play: atOnce(10),
        best: '1/21',
      },
      {
        letter: 'B2',
        about: 'the 401s spread over 10–190 ms',
        session: 'expired',
        latency: (id, nth) => (nth <= 10 ? 10 + 20 * id : 10),
        play: atOnce(10),
        best: '1/21',
      },
      {
        letter: 'B40',
        about: 'expired, 10 in flight and 30 behind them',
        session: 'expired',
        latency: (id) => 10 + (id % 10),
        play: atOnce(40),
        best: '1/51',
      },
      {
        letter: 'C',
        about: 'a late 401 after the login',
        session: 'expired',
        latency: (id, nth) => (nth === 2 ? 150 : 10),
        play: atOnce(2),
        best: '1/5',
      },
      {
        letter: 'C2',
        about: 'the same, one token per user',
        session: 'expired',
        oneTokenPerUser: true,
        latency: (id, nth) => (nth === 2 ? 150 : id >= 10 ? 120 : 10),
        async play(phone) {
          atOnce(2)(phone)
          await after(phone, 145)
          for (let id = 10; id < 15; id++) phone.request(id)
        },
        best: '1/10',
      },
      {
        letter: 'E',
        about: 'every token rejected',
        session: 'expired',
        trouble: REFUSED,
        play: atOnce(1),
        cell: withCode,
        best: '1/3, a typed error',
      },
    ],
  },
  {
    title: 'Outage',
    scenarios: [
      { letter: 'D1', about: 'login endpoint answers 500', session: 'none', trouble: NO_LOGIN },
      { letter: 'D2', about: 'no network for the login', session: 'none', trouble: NO_NETWORK_FOR_LOGIN },
      { letter: 'D3', about: 'wx.login fails', session: 'none', trouble: WX_LOGIN_FAILS },
      {
        letter: 'D4',
        about: 'expired, and the login endpoint answers 500',
        session: 'expired',
        latency: (id) => 10 + id,
        trouble: NO_LOGIN,
      },
      { letter: 'D5', about: 'wx.login never calls back', session: 'none', trouble: WX_LOGIN_IS_SILENT },
    ].map((scenario) => ({
      ...scenario,
      play: atOnce(10),
      recovers: true,
      cell: next,
      best: '10 reject, next works',
    })),
  },
  {
    title: 'Every day',
    scenarios: [
      {
        letter: 'F',
        about: 'a request to a foreign host',
        session: 'valid',
        play: (phone) => phone.request(0, 'https://other.example.org'),
        cell: ({ leaked }, { recipe }) =>
          leaked ? `token sent${recipe ? ' by the recipe' : ''}` : 'no token',
        best: 'no token',
      },
      { letter: 'G', about: 'valid session, 10 at once', session: 'valid', play: atOnce(10), best: '0/10' },
      {
        letter: 'H',
        about: 'the request itself fails',
        session: 'valid',
        trouble: (world) => world.script('request', { outcome: 'fail', errMsg: 'timeout' }),
        play: atOnce(1),
        best: '0/1, 1 reject',
      },
      {
        letter: 'J',
        about: 'session_key expired, session valid, 10 at once',
        session: 'valid',
        trouble: (world) => world.wechat.expireSessionKey(),
        play: atOnce(10),
        best: '0/10',
      },
      {
        letter: 'K',
        about: '25 at once: calls of wx.request open',
        session: 'valid',
        play: atOnce(25),
        cell: ({ open }) => String(open),
        best: '10',
      },
    ],
  },
  {
    title: 'One by one',
    scenarios: [
      { letter: 'S1', about: 'valid session', session: 'valid', best: '0/20' },
      { letter: 'S2', about: 'login endpoint answers 500', session: 'none', trouble: NO_LOGIN, ...ONE_LOGIN },
      { letter: 'S3', about: 'wx.login fails', session: 'none', trouble: WX_LOGIN_FAILS, ...ONE_LOGIN },
      {
        letter: 'S4',
        about: 'expired, and the login endpoint answers 500',
        session: 'expired',
        trouble: NO_LOGIN,
        ...ONE_LOGIN,
      },
      {
        letter: 'S5',
        about: 'wx.login never calls back',
        session: 'none',
        trouble: WX_LOGIN_IS_SILENT,
        ...ONE_LOGIN,
      },
      { letter: 'S6', about: 'fresh tokens rejected', session: 'expired', trouble: REFUSED, ...ONE_LOGIN },
    ].map((scenario) => ({ ...scenario, play: oneByOne })),
  },
].map(({ title, scenarios }) => ({
  title,
  scenarios: scenarios.map((scenario) => ({ cell: counts, ...scenario })),
}))
