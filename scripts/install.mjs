// Runs before every command that needs packages, so that each is the only command on a fresh clone.
// It uses nothing but Node: no package exists yet when it starts.
import { execFileSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'

const installed = 'node_modules/.package-lock.json'

// npm writes that file last: older than the lock file means that the lock file has changed since.
const fresh = existsSync(installed) && statSync(installed).mtimeMs >= statSync('package-lock.json').mtimeMs

if (!fresh) {
  console.log('Installing packages …')
  // Not `npm ci`: it refuses a lock file without the binaries of every platform, and npm writes only those that
  // the registry gave it. `install` keeps to the locked versions and adds this platform's.
  execFileSync('npm', ['install', '--no-save', '--no-fund', '--no-audit', '--loglevel=error'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
}
