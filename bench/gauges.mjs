import process from 'node:process'
import { setTimeout as delay } from 'node:timers/promises'

const BATCH = 10
const url = (id) => `https://api.example.com/orders/${id % 100}`

/** What can be told of a function that sends a request, on an instant wx. */
export function createGauges({ waiting, answerAll }) {
  /** Until so many requests have come to wx: some libraries take a few promises for that, and flyio a timer. */
  async function arrived(count) {
    for (let turns = 0; waiting.length < count; turns++) {
      if (turns > 500) throw new Error(`${waiting.length} of ${count} requests were sent`)
      await (turns > 100 ? delay(1) : null)
    }
  }

  /** So many requests, ten at a time, as the platform has it. */
  async function run(send, count) {
    for (let id = 0; id < count; id += BATCH) {
      const promises = []
      for (let index = 0; index < BATCH; index++) promises.push(send(url(id + index)))
      await arrived(BATCH)
      answerAll()
      await Promise.all(promises)
    }
  }

  async function heap() {
    for (let turn = 0; turn < 5; turn++) {
      await delay(1)
      globalThis.gc()
    }
    return process.memoryUsage().heapUsed
  }

  return {
    run,

    /** µs of the processor for a request. What others do at the same time does not count as such. */
    async time(send, count) {
      const start = process.cpuUsage()
      await run(send, count)
      const { user, system } = process.cpuUsage(start)
      return (user + system) / count
    },

    /** From the moment that wx calls `success` to the caller's `then`: the next microtask is 1. */
    async microtasks(send) {
      const request = { isOver: false }
      void send(url(1)).then(() => (request.isOver = true))
      await arrived(1)
      answerAll()
      let count = 0
      for (; !request.isOver; count++) await null
      return count
    },

    /** Bytes of a request that waits, for its answer or in a queue of the library's own. */
    async held(send, count) {
      const before = await heap()
      const promises = Array.from({ length: count }, (_, id) => send(url(id)))
      const bytes = ((await heap()) - before) / count
      for (let left = count; left > 0;) {
        await arrived(1)
        left -= answerAll()
      }
      await Promise.all(promises)
      return bytes
    },

    /** Bytes that a request leaves behind when it is over. */
    async left(send, count) {
      await run(send, count)
      const before = await heap()
      await run(send, count)
      return ((await heap()) - before) / count
    },
  }
}
