import { resolve } from 'node:path'
import { readConfig } from '../server/config'
import { formatEvent, isToldBefore, type ServerEvent } from '../server/start'
import { startSimulator } from './start-simulator'

async function main() {
  const { port } = readConfig({ PORT: process.env.PORT })
  // `npm start -- folder` runs another mini program than the example.
  const [folder] = process.argv.slice(2)
  const source = folder === undefined ? undefined : resolve(folder)
  console.log(`Building ${source ?? 'the example mini program'} …`)
  const simulator = await startSimulator({ source, port, onEvent: printEvent })
  const { url, app, backendURL } = simulator
  console.log(`\nSimulator: ${url} runs ${app} with the backend at ${backendURL} (Ctrl-C ends it)\n`)

  const end = () => {
    void simulator.close().then(() => process.exit(0))
  }
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
}

/** One line per step of a login; the simulator's own files and switches are none. */
function printEvent(event: ServerEvent) {
  if (event.type === 'request' && /^\/(simulator|control|$)/.test(event.path)) return
  if (!isToldBefore(event)) console.log(formatEvent(event))
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
