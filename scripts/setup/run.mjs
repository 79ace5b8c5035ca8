import { spawn } from 'node:child_process'

const running = new Set()

/** Whoever ends a command ends what it has started, too, and at once: npm looks at a Ctrl-C between two steps of an
 * install. What is half done is done again by the next command. */
function end(signal) {
  for (const child of running) child.kill('SIGKILL')
  // By the signal itself, so that the caller sees how it ended.
  process.kill(process.pid, signal)
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => end(signal))

// A signal to npm alone ends the shell in which npm runs this, and does not reach this.
const { ppid: shell } = process
if (process.env.npm_lifecycle_event) setInterval(() => process.ppid !== shell && end('SIGTERM'), 500).unref()

/** Runs a program to its end, and gives its exit code and, unless that went to the terminal, what it said. */
export function run(file, args, options = {}) {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
  running.add(child)
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text) => (said += text))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      running.delete(child)
      // Without a code a signal has ended it, which is no success.
      resolve({ code: code ?? 1, said: said.trim() })
    })
  })
}

/** A script of Node's, by the Node that runs this: no shell, and no .cmd file on Windows. */
export const runNode = (args, options) => run(process.execPath, args, options)
