import { sessionOf } from '../reading'
import { first, type Check } from './check'
import { nameOf } from './page-calls'

export const visitChecks: Check[] = [
  [
    'of a visit that is over, a page hears nothing more',
    ({ visits }) =>
      first(visits, (visit) => {
        const { left } = visit
        const late = left && visit.callbacks.find(({ order }) => order > left.order)
        return late && `${nameOf(visit)}: ${late.how}`
      }),
  ],
  [
    'WXML sees the login as it is, while the page is there',
    ({ shown }) =>
      first(shown, ({ auth, state, at }) => {
        const session = sessionOf(state)
        const expected = { status: state.status, loggedIn: session !== null, user: session?.user ?? null }
        const [seen, is] = [auth, expected].map((data) => JSON.stringify(data))
        return seen !== is && `${seen} instead of ${is} at ${at} ms`
      }),
  ],
]
