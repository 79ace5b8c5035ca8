// Runs before every command, so that each is the only command on a fresh clone: installs what the lock files of the
// folders that it is given name, and with `--build` builds the package. What is there already takes no time and no
// network. It uses nothing but Node: no package exists yet when it starts.
import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import { build } from './setup/build.mjs'
import { exclusively } from './setup/exclusively.mjs'
import { install, isInstalled } from './setup/install.mjs'
import { Problem } from './setup/problem.mjs'

async function setUp(args) {
  const folders = args.filter((arg) => arg !== '--build')
  await exclusively(async () => {
    for (const folder of folders) if (!isInstalled(folder)) await install(folder)
    if (args.includes('--build')) await build()
  })
}

/** All that is installed and built stays in this clone, which may be another user's. */
function notWritable({ code, path }) {
  if (!['EACCES', 'EPERM', 'EROFS'].includes(code)) return null
  return `${userInfo().username} may not write to ${resolve(path)}: clone the project to a folder of your own.`
}

setUp(process.argv.slice(2)).catch((error) => {
  console.error(error instanceof Problem ? error.message : (notWritable(error) ?? error))
  process.exitCode = 1
})
