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

/** Resolves when `condition` holds, or rejects: for what the app does by itself. */
export async function until(condition: () => boolean) {
  const deadline = Date.now() + 5000
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('It did not come about in 5 s.')
    await new Promise(setImmediate)
  }
}
