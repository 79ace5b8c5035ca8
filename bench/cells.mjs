// What a table says of what happened; see storm.mjs for the fields.

const SAID = { rejected: 'reject', hanging: 'hang', wrong: 'end without an answer' }
const NEXT = { served: 'works', rejected: 'rejects', hanging: 'hangs', wrong: 'ends without an answer' }

/** logins/sends, and how many requests did not end well. */
export function counts({ logins, sends, checks, ends, isEndless }) {
  if (isEndless) return 'endless'
  const sum = `${logins}/${sends}`
  return [sum, checks > 0 && `${checks} × checkSession`, ...troubles(ends)].filter(Boolean).join(', ')
}

/** What a user who taps again and again costs: logins that were begun, and how the requests ended. */
export function logins({ logins: count, ends, isEndless }) {
  return isEndless
    ? 'endless'
    : [`${count} ${count === 1 ? 'login' : 'logins'}`, ...troubles(ends)].join(', ')
}

/** How the requests ended, and whether one works when the trouble is over. */
export function next({ ends, next: last, isEndless }) {
  if (isEndless) return 'endless'
  return [...troubles(ends), `next ${NEXT[last]}`].join(', ')
}

/** Can the app tell from the error that it was the session? */
export function withCode(result) {
  const { isEndless, logins, sends, ends, errors } = result
  const isTyped = errors.some(({ code, type }) => /SESSION/.test(`${code} ${type}`))
  if (isEndless || !ends.includes('rejected')) return counts(result)
  return `${logins}/${sends}, ${isTyped ? 'a typed error' : 'an error'}`
}

function troubles(ends) {
  return Object.entries(SAID)
    .map(([end, verb]) => [ends.filter((other) => other === end).length, verb])
    .filter(([count]) => count > 0)
    .map(([count, verb]) => `${count} ${verb}`)
}
