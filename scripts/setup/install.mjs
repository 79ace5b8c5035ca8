import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from './problem.mjs'
import { run, runNode } from './run.mjs'

/** The lock file as it was when all of it was installed. */
const stampOf = (folder) => join(folder, 'node_modules/.installed.json')
const lockOf = (folder) => join(folder, 'package-lock.json')

export function isInstalled(folder) {
  const stamp = stampOf(folder)
  return existsSync(stamp) && readFileSync(stamp).equals(readFileSync(lockOf(folder)))
}

export async function install(folder) {
  console.error(`Installing packages${folder === '.' ? '' : ` in ${folder}`} …`)
  const { code, said } = await npm(['ci', '--workspaces=false', '--loglevel=error', ...RETRIES], {
    cwd: folder,
  })
  if (code !== 0) throw new Problem(explain(said))
  copyFileSync(lockOf(folder), stampOf(folder))
}

// `--workspaces=false`: not as a part of whatever project the clone is in. npm's own defaults keep a user without a network waiting for more than a minute.
const RETRIES = ['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-factor=2']

/** The npm that runs this command; started by hand, the one on the PATH, which on Windows needs a shell. */
function npm(args, options) {
  const { npm_execpath: script } = process.env
  if (/npm-cli\.js$/.test(script ?? '')) return runNode([script, ...args], options)
  return run('npm', args, { ...options, shell: process.platform === 'win32' })
}

const UNREACHABLE =
  /\b(ECONN\w+|ENOTFOUND|EAI_AGAIN|E\w*TIMEDOUT|ERR_SOCKET_TIMEOUT|ENETUNREACH|EHOSTUNREACH)\b/

/** One line for what can happen to anybody; for the rest, all that npm has said. */
function explain(said) {
  const [code] = UNREACHABLE.exec(said) ?? []
  if (code === undefined) return `The packages cannot be installed. npm says:\n${said}`
  return (
    `The packages cannot be installed, as npm’s registry does not answer (${code}): ` +
    'check the network and `npm config get registry`, and start again.'
  )
}
