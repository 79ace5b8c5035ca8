import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'

export interface SimulatorProcess {
  url: string
  /** What was printed so far. */
  output(): string
  /** Ctrl-C; resolves with the exit code. */
  interrupt(): Promise<number | null>
}

const COMMAND = [createRequire(__filename).resolve('tsx/cli'), 'examples/simulator/start.ts']
const env = { ...process.env, PORT: '0' }

/** Runs what ends by itself; what it printed, and its exit code. */
export function runSimulatorProcess(...args: string[]): Promise<{ code: unknown; printed: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [...COMMAND, ...args], { env, timeout: 30_000 }, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, printed: stdout + stderr }),
    )
  })
}

/** Runs `examples/simulator/start.ts` as `npm start` does, on a free port; for another mini program than the example. */
export async function startSimulatorProcess(...folder: [] | [string]): Promise<SimulatorProcess> {
  const child = spawn(process.execPath, [...COMMAND, ...folder], { env })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text))
  const url = await printedURL(child, () => output)
  return {
    url,
    output: () => output,
    async interrupt() {
      const exited = once(child, 'exit') as Promise<[number | null]>
      child.kill('SIGINT')
      return (await exited)[0]
    },
  }
}

function printedURL(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', () => {
      const url = /http:\/\/[\w.]+:\d+/.exec(output())?.[0]
      if (url !== undefined) resolve(url)
    })
    child.once('exit', () => reject(new Error(`the simulator did not start:\n${output()}`)))
  })
}
