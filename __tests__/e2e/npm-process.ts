import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

export interface NpmProcess {
  /** What was printed so far. */
  output(): string
  /** Resolves when that is printed, with the match; rejects when the process ends without. */
  printed(text: RegExp): Promise<RegExpExecArray>
  /** How it ended: an exit code, or the name of a signal. */
  ended: Promise<number | string | null>
  /** Ctrl-C: a terminal sends it to all that the command has started. */
  interrupt(): void
  /** A signal to npm, and to nothing that it has started. */
  terminate(): void
  /** Whether anything of what it has started still runs. */
  isRunning(): boolean
}

/** An npm command in a folder, as from a terminal, with nothing of the npm that runs the tests. */
export function runNpm(cwd: string, args: readonly string[], env: Record<string, string>): NpmProcess {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$)/i.test(name))
  const child = spawn('npm', args, {
    cwd,
    env: { ...Object.fromEntries(inherited), ...env },
    // A group of its own, which a signal reaches as a whole.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string | null)
  const group = -(child.pid ?? NaN)
  return {
    ended,
    output: () => output,
    printed: (text) =>
      until(
        child,
        ended,
        () => text.exec(output),
        () => output,
      ),
    interrupt: () => void process.kill(group, 'SIGINT'),
    terminate: () => void child.kill('SIGTERM'),
    isRunning() {
      try {
        return process.kill(group, 0)
      } catch {
        return false
      }
    },
  }
}

function until<Value>(
  child: ChildProcess,
  ended: Promise<unknown>,
  find: () => Value | null,
  output: () => string,
) {
  return new Promise<Value>((resolve, reject) => {
    const look = () => {
      const found = find()
      if (found !== null) resolve(found)
    }
    child.stdout?.on('data', look)
    child.stderr?.on('data', look)
    look()
    void ended.then(() => reject(new Error(`it has ended:\n${output()}`)))
  })
}
