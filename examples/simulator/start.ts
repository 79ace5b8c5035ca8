import { formatEvent, type ServerEvent } from '../server/start'
import { startSimulator } from './start-simulator'

async function main() {
  console.log('正在构建示例小程序 …')
  const port = process.env.PORT === undefined ? undefined : Number(process.env.PORT)
  const simulator = await startSimulator({ port, onEvent: printEvent })
  console.log(`\n模拟器：${simulator.url}（Ctrl-C 结束）\n`)

  const end = () => {
    void simulator.close().then(() => process.exit(0))
  }
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
}

/** One line per step of a login; the simulator's own files and switches are none. */
function printEvent(event: ServerEvent) {
  if (event.type === 'request' && /^\/(simulator|control|$)/.test(event.path)) return
  console.log(formatEvent(event))
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
