import { readConfig } from './config'
import { formatEvent, isToldBefore, startServer } from './start'

async function main(): Promise<void> {
  const server = await startServer({
    ...readConfig(process.env),
    onEvent: (event) => {
      if (!isToldBefore(event)) console.log(formatEvent(event))
    },
  })
  console.log(`Backend: ${server.url}`)
  if (server.standIn) {
    console.log(`Stand-in for WeChat: ${server.standIn.url}, appid ${server.standIn.appid}`)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void server.close())
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
