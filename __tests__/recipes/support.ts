import { afterEach } from '@jest/globals'
import { openApp } from './app'

const opened: { close: () => Promise<void> }[] = []

afterEach(async () => {
  for (const app of opened.splice(0)) await app.close()
})

/** openApp, closed after the test. */
export async function open(...args: Parameters<typeof openApp>) {
  const app = await openApp(...args)
  opened.push(app)
  return app
}
