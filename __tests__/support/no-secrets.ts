import { afterEach } from '@jest/globals'
import type { AuthError } from '../../src/auth-error'

// After every test of the suite: no secret of the phone or of its server is in an AuthError that was made meanwhile,
// wherever it went, nor in a line of the console.

/** As `miniprogram-auth/testing` makes them, as examples/server does, and as tests name them that have their own. */
const SECRET = new RegExp(
  [
    ...[/\b(?:code|token|refresh(?:-token)?)-\d+\b/, /\bcode-of-another-day/, /\bsession_key \d+/],
    ...[/(?<![\w-])[\w-]{43}(?![\w-])/, /\bSECRET\b/, /\b1[3-9]\d{9}\b/],
  ]
    .map(({ source }) => source)
    .join('|'),
)
/** The model makes them by the thousand. */
const MOST = 1000

const made: Error[] = []
const found = new Set<string>()
const lines: string[] = []

// All of them, also those that nobody handles. Which are the library's is seen later, by the brand that they are given:
// in the bundle its class has another name.
const PlainError = Error
globalThis.Error = new Proxy(PlainError, {
  construct(target, args, newTarget) {
    if (made.length >= MOST) search()
    const error = Reflect.construct(target, args, newTarget) as Error
    made.push(error)
    return error
  },
})

for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
  const write = console[level].bind(console)
  console[level] = (...args: unknown[]) => {
    lines.push(args.map(textOf).join(' '))
    write(...args)
  }
}

afterEach(() => {
  search()
  const problems = [...found, ...lines.filter((line) => SECRET.test(line))]
  found.clear()
  lines.length = 0
  if (problems.length > 0) throw new PlainError(`A secret was told: ${problems.join('\n')}`)
})

function search() {
  for (const error of made.splice(0)) {
    if ((error as Partial<AuthError>).brand !== 'miniprogram-auth') continue
    const text = textOf(error)
    if (SECRET.test(text)) found.add(text)
  }
}

/** All that a console or a report of errors would show of it. */
function textOf(value: unknown, depth = 0): string {
  if (typeof value !== 'object' || value === null || depth > 5) return String(value)
  const own = [...Object.keys(value), ...(value instanceof PlainError ? ['message'] : [])]
  return own.map((name) => textOf((value as Record<string, unknown>)[name], depth + 1)).join(' ')
}
