import { constants } from 'node:os'
import { readConfig } from '../server/config'
import { formatEvent, isToldBefore, type ServerEvent } from '../server/start'
import { startSimulator } from './start-simulator'
import { listed, readCommand, USAGE } from './usage'

async function main() {
  const { help, source } = await readCommand(process.argv.slice(2)).catch((error: unknown) => {
    throw new Error(`${messageOf(error)}\n\n${USAGE}`, { cause: error })
  })
  if (help) {
    console.log(USAGE)
    return
  }
  const { port } = readConfig({ PORT: process.env.PORT })
  // Until it runs there is nothing to close, and whoever asked for it sees that it never did. Ctrl-C comes twice: from
  // the terminal, and from npm, which passes on what it gets.
  let end = (signal: number): void => process.exit(128 + signal)
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(name, () => end(constants.signals[name]))
  whenOrphaned(() => end(constants.signals.SIGTERM))

  console.log(`Building ${source ?? 'the example mini program'} …`)
  const simulator = await startSimulator({ source, port, onEvent: printEvent })
  const { url, app, backendURL } = simulator
  console.log(`\nSimulator: ${url} runs ${app} with the backend at ${backendURL} (Ctrl-C ends it)`)
  console.log(`The backend answers the app at ${listed}.\n`)
  end = () => void simulator.close().then(() => process.exit(0))
}

/** A signal to npm alone ends the shell in which npm runs this, and does not reach this. */
function whenOrphaned(end: () => void) {
  const { ppid: shell, env } = process
  const isOrphaned = () => env.npm_lifecycle_event === 'start' && process.ppid !== shell
  setInterval(() => isOrphaned() && end(), 500).unref()
}

/** One line per step of a login; the simulator's own files and switches are none. */
function printEvent(event: ServerEvent) {
  if (event.type === 'request' && /^\/(simulator|control|$)/.test(event.path)) return
  if (!isToldBefore(event)) console.log(formatEvent(event))
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

main().catch((error: unknown) => {
  console.error(messageOf(error))
  process.exitCode = 1
})
