import { fork } from 'node:child_process'
import { clearTimeout, setTimeout } from 'node:timers'
import { fileURLToPath } from 'node:url'

const ROUNDS = 21
const REQUESTS = 5000
/** That wait at the same time. */
const HELD = 2000
/** That come and go. */
const PASSED = 20_000
/** ms that no task should take. */
const PATIENCE = 120_000

/**
 * What a request costs with each library, next to a bare one in the same process. The processes take turns, so that
 * what the machine does meanwhile meets all alike, and the median of many short rounds counts.
 */
export async function measure(peers, bundles, tell) {
  const contenders = []
  for (const peer of peers) {
    const contender = start(peer)
    await contender.ask('begin', { file: peer.file, code: bundles.get(peer) })
    contenders.push({ ...contender, peer, rounds: [] })
  }
  for (let round = 0; round < ROUNDS; round++) {
    tell(`overhead: round ${round + 1} of ${ROUNDS}`)
    for (const { ask, rounds } of contenders) {
      rounds.push(await ask('round', { count: REQUESTS, isOdd: round % 2 === 1 }))
    }
  }
  const results = []
  for (const { ask, stop, peer, rounds } of contenders) {
    tell(`memory: ${peer.file}`)
    results.push({
      peer,
      bare: median(rounds.map(({ bare }) => bare)),
      added: median(rounds.map(({ bare, own }) => own - bare)),
      ratio: median(rounds.map(({ bare, own }) => own / bare)),
      microtasks: await ask('both', { gauge: 'microtasks' }),
      held: await ask('both', { gauge: 'held', count: HELD }),
      left: await ask('both', { gauge: 'left', count: PASSED }),
    })
    stop()
  }
  return results
}

function start({ file }) {
  const child = fork(fileURLToPath(new URL('contender.mjs', import.meta.url)), { execArgv: ['--expose-gc'] })
  let settle = () => undefined
  child.on('message', (answer) => settle(answer))
  child.on('exit', () => settle({ problem: 'its process ended' }))
  return {
    ask: (task, options) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => settle({ problem: 'a request hangs' }), PATIENCE)
        settle = ({ result, problem }) => {
          clearTimeout(timer)
          if (problem) reject(new Error(`${file}: ${problem}`))
          else resolve(result)
        }
        child.send({ task, ...options })
      }),
    stop: () => child.kill(),
  }
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}
