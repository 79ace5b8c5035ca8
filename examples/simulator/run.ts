import { execFile } from 'node:child_process'

/** Runs a program to its end. A failure is an error with what the program said, and nothing else. */
export function run(file: string, args: readonly string[], cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(file, args, { cwd, shell: process.platform === 'win32' }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${stdout}${stderr}`.trim() || error.message, { cause: error }))
      else resolve()
    })
  })
}
