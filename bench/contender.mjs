// One library in a process of its own, next to a bare wx.request. overhead.mjs says what to measure, and when.
import process from 'node:process'
import { load } from './bundle.mjs'
import { createGauges } from './gauges.mjs'
import { useInstantTimers } from './instant-timers.mjs'
import { createInstantWx } from './instant-wx.mjs'

const BASE_URL = 'https://api.example.com'

useInstantTimers()
const device = createInstantWx()
const { wx } = device
globalThis.wx = wx
const gauges = createGauges(device)

/** wx.request as a promise, and nothing else. In this order: functions added to what was spread cost V8 a µs. */
const promised = (options) => new Promise((success, fail) => wx.request({ success, fail, ...options }))
const bare = (url) => promised({ url, header: { Authorization: 'Bearer token-1' } })

let own

const tasks = {
  async begin({ file, code }) {
    await load(code, file).prepare('token-1', BASE_URL)
    own = load(code, file).connect(BASE_URL)
    await gauges.run(bare, 5000)
    await gauges.run(own, 5000)
  },
  /** By turns who is first. */
  async round({ count, isOdd }) {
    if (isOdd) return { own: await gauges.time(own, count), bare: await gauges.time(bare, count) }
    return { bare: await gauges.time(bare, count), own: await gauges.time(own, count) }
  },
  both: async ({ gauge, count }) => ({
    bare: await gauges[gauge](bare, count),
    own: await gauges[gauge](own, count),
  }),
}

process.on('message', async ({ task, ...options }) => {
  try {
    process.send({ result: await tasks[task](options) })
  } catch (error) {
    process.send({ problem: error instanceof Error ? error.message : JSON.stringify(error) })
  }
})
