import fc from 'fast-check'
import { broken } from './checks'
import { play, type Command, type Step } from './run'

const oneOf = <const T extends string>(...values: T[]) => fc.constantFrom(...values)
const answer = oneOf('success', 'fail', 'silent', 'both', 'twice', 'throw', 'empty', 'fromCache')

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: oneOf('request'),
      mode: oneOf('required', 'required', 'optional', 'none'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: oneOf('ensureLogin') }) },
  { weight: 2, arbitrary: fc.record({ do: oneOf('login'), force: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: oneOf('logout', 'setSession') }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: oneOf('checkSession', 'corrupt', 'restart') }),
  },
  { weight: 4, arbitrary: fc.record({ do: oneOf('expire') }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: oneOf('exchange'),
      answer: oneOf('ok', 'ok', '4xx', '5xx', 'lost', 'silent', 'unbound', 'dead', 'slow'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: oneOf('wx.login'), answer }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: oneOf('serve'), answer: oneOf('ok', 'ok', '5xx', 'lost', 'silent') }),
  },
  { weight: 1, arbitrary: fc.record({ do: oneOf('storage'), answer }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: oneOf('jump'), ms: fc.integer({ min: -7_200_000, max: 7_200_000 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: oneOf('listenerThrows') }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: oneOf('listenerCalls'),
      what: oneOf('logout', 'login', 'request', 'setSession'),
    }),
  },
)

const step: fc.Arbitrary<Step> = fc.record({
  command,
  // Much happens at once, some within a login, some after its time-out.
  ms: fc.oneof({ weight: 4, arbitrary: fc.nat(12) }, { weight: 2, arbitrary: fc.nat(60) }, fc.nat(30_000)),
})

/** Plays random programs; gives the first that breaks a promise, made as short as can be, or null. */
export async function findCounterexample(runs: number, seed?: number): Promise<string | null> {
  const property = fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), async (program) => {
    const problems = broken(await play(program))
    if (problems.length > 0) throw new Error(problems.join('\n'))
  })
  const details = await fc.check(property, { numRuns: runs, ...(seed === undefined ? {} : { seed }) })
  return details.failed ? `${String(details.errorInstance)}\n${fc.defaultReportMessage(details) ?? ''}` : null
}
