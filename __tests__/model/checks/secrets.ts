import { isAuthError } from '../../../src/index'
import type { Call, Reading } from '../reading'
import { first, type Check } from './check'

const SECRET = /\b(?:token|refresh|code)-(?:\d|of)|session_key \d/

export const secretChecks: Check[] = [
  [
    'P7 a session goes to the origin of the app, and nowhere else',
    (reading) =>
      first(reading.requests, (call) => {
        const { url } = call.options
        const isTrusted = /^https:\/\/api\.example\.com\//i.test(url)
        return !isTrusted && SECRET.test(JSON.stringify(call.options)) && `a secret to ${url}`
      }),
  ],
  [
    'P7 secrets are where they belong',
    (reading) => first(reading.requests, (call) => placeProblem(call, reading)),
  ],
  [
    'P7 a session does not follow a redirect',
    ({ requests }) =>
      first(requests, ({ name, token, options: { redirect } }) => {
        // The other two have no such option.
        return name === 'request' && token !== null && redirect !== 'manual' && `redirect: ${redirect}`
      }),
  ],
  [
    'P7 no secret in a state, an event or an error',
    ({ notified, told, asked, taps, visits }) =>
      first(notified, ({ state }) => secretIn(state)) ??
      first(told, ({ given }) => secretIn(given)) ??
      first(asked, ({ outcome }) => (outcome?.ok === false ? secretIn(outcome.error) : null)) ??
      first([...taps, ...visits], ({ callbacks }) =>
        first(callbacks, ({ how, given }) => (how === 'failed' ? secretIn(given) : null)),
      ),
  ],
  [
    'P7 no session is asked for elsewhere',
    ({ asked }) =>
      first(asked, ({ request, outcome }) => {
        if (
          !request ||
          request.isTrusted ||
          request.mode === 'none' ||
          request.mode === 'default' ||
          !outcome
        )
          return null
        return (outcome.ok || !isAuthError(outcome.error, 'UNTRUSTED_ORIGIN')) && request.url
      }),
  ],
]

function placeProblem(
  { name, purpose, options, token, code }: Call,
  { run: { setup } }: Reading,
): string | null {
  const { url, header = {}, data, formData } = options
  const isDownload = name === 'downloadFile'
  // A download has no data: the token is a parameter of its URL.
  const mayBeInURL = setup.token === 'query' || (setup.token === 'data' && isDownload)
  const isInURL = SECRET.test(url) && !(mayBeInURL && token !== null)
  if (isInURL) return url
  const { Authorization, Cookie, 'x-token': own, 'x-login-code': carried, ...others } = header
  if (SECRET.test(JSON.stringify(others))) return `a header of ${url}`
  const placed = {
    header: Authorization,
    cookie: Cookie,
    function: own,
    query: url,
    data: isDownload ? url : JSON.stringify(data ?? formData),
  }
  if (token !== null && !placed[setup.token]?.includes(token)) return `${token} is not in the ${setup.token}`
  if (code !== null && carried === undefined && purpose !== 'exchange') return `${code} in a ${purpose}`
  const hasSecret = SECRET.test(JSON.stringify(data) ?? '')
  const mayHave = purpose === 'exchange' || purpose === 'renewal' || setup.token === 'data'
  return hasSecret && !mayHave ? `the data of ${url}` : null
}

/** In whatever a console, JSON or a report of errors would show. */
function secretIn(value: unknown): string | null {
  const text = shown(value)
  return SECRET.test(text) ? text : null
}

function shown(value: unknown): string {
  if (!(value instanceof Error))
    return JSON.stringify(value, (_, inner: unknown) => (inner instanceof Error ? shown(inner) : inner)) ?? ''
  const { message, cause } = value
  const { errMsg, detail } = value as { errMsg?: unknown; detail?: unknown }
  return [
    message,
    errMsg,
    JSON.stringify(detail),
    JSON.stringify(value),
    cause === undefined ? '' : shown(cause),
  ].join(' ')
}
