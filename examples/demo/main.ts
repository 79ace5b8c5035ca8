import { isDeepStrictEqual } from 'node:util'
import type { TimelineEntry } from '../simulator/wx'
import { playDemo, type Check } from './play'

function holds({ actual, expected }: Check): boolean {
  return isDeepStrictEqual(actual, expected)
}

function printCheck(check: Check) {
  const { what, actual, expected } = check
  console.log(
    `  ${holds(check) ? '✓' : '✗'} ${what}: ${String(actual)}${holds(check) ? '' : `, expected ${String(expected)}`}`,
  )
}

function printStep(entry: TimelineEntry, at: string) {
  const line = describe(entry)
  if (line) console.log(`  ${at} ${line}`)
}

function describe(entry: TimelineEntry): string | null {
  if (entry.type === 'call') {
    return entry.phase === 'started'
      ? `wx.${entry.api}`
      : `wx.${entry.api} → ${entry.code ?? entry.errMsg} (${entry.ms} ms)`
  }
  if (entry.type !== 'request') return null
  const { kind, method, path, token } = entry
  const what = `${kind.padEnd(8)} ${method} ${path}${token ? ` with ${token}` : ''}`
  if (!('ms' in entry)) return entry.phase === 'started' ? what : null
  return `${what} → ${entry.status ?? entry.errMsg} (${entry.ms} ms)`
}

async function main() {
  const start = Date.now()
  const checks = await playDemo({
    scene: (title) => console.log(`\n${title}`),
    step: (entry) => printStep(entry, `${String(entry.at - start).padStart(5)} ms`),
    checked: printCheck,
  })
  const wrong = checks.filter((check) => !holds(check)).length
  console.log(`\n${checks.length - wrong} of ${checks.length} counts as expected.`)
  if (wrong > 0) process.exitCode = 1
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
