type Schedule = (callback: () => void) => void
interface Channel {
  port1: { onmessage: (() => void) | null; close(): void }
  port2: { postMessage(message: null): void }
}

// Taken at import: later a test runner's fake timers, or install(), may stand in their place.
const { setImmediate, MessageChannel } = globalThis as {
  setImmediate?: Schedule
  MessageChannel?: new () => Channel
}
const { setTimeout } = globalThis

/**
 * A macrotask begins when every microtask has run, which is when the promises of the code under test have settled.
 * setImmediate costs least, but jsdom and browsers lack it; setTimeout, which all have, waits 1 to 4 ms each time,
 * and a test passes through thousands of them. So: the first of setImmediate, MessageChannel, setTimeout.
 */
const schedule: Schedule =
  setImmediate ??
  (MessageChannel ? (callback) => post(MessageChannel, callback) : (callback) => void setTimeout(callback, 0))

function post(channelType: new () => Channel, callback: () => void) {
  const { port1, port2 } = new channelType()
  port1.onmessage = () => {
    // An open port keeps Node's process alive.
    port1.close()
    callback()
  }
  port2.postMessage(null)
}

export function macrotask(): Promise<void> {
  return new Promise((resolve) => schedule(resolve))
}
