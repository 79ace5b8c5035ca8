// Runs before every command that needs packages, so that each is the only command on a fresh clone. It installs what
// the package.json of the present folder names, or of the folders that it is given. It uses nothing but Node: no
// package exists yet when it starts.
import { execFileSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'

const folders = process.argv.slice(2)

for (const folder of folders.length > 0 ? folders : ['.']) {
  const installed = join(folder, 'node_modules/.package-lock.json')
  const wanted = join(folder, 'package-lock.json')
  // npm writes that file last: older than the lock file means that the lock file has changed since.
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) continue

  console.log(folder === '.' ? 'Installing packages …' : `Installing packages in ${folder} …`)
  // Not `npm ci`: it refuses a lock file without the binaries of every platform, and npm writes only those that
  // the registry gave it. `install` keeps to the locked versions and adds this platform's.
  execFileSync('npm', ['install', '--no-save', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
}
