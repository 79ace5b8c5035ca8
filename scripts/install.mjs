// Runs before every command that needs packages, so that each is the only command on a fresh clone.
// It uses nothing but Node: no package exists yet when it starts.
import { execFileSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'

const installed = 'node_modules/.package-lock.json'

// npm writes that file last: older than the lock file means that the lock file has changed since.
const fresh = existsSync(installed) && statSync(installed).mtimeMs >= statSync('package-lock.json').mtimeMs

if (!fresh) {
  console.log('Installing packages …')
  execFileSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
}
