import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { findProject } from './project'

/** What an app may call the simulator's backend, whatever its port: the default, and the README's example. */
export const BACKEND_ORIGINS = ['http://127.0.0.1:8080', 'http://localhost:8080', 'https://api.example.com']

export const listed = new Intl.ListFormat('en-GB').format(BACKEND_ORIGINS)

export const USAGE = `Usage: npm start -- [folder]

Runs the mini program in that folder, the one you open in WeChat DevTools, in your browser; without a folder, the
example. The folder is only read. The reference backend answers the app at
${listed}.

PORT=9000 npm start   takes another port than 8080.`

/** What the command line asks for. Throws an Error that says what is wrong with it. */
export async function readCommand(args: string[]): Promise<{ help: boolean; source?: string }> {
  const { values, positionals } = parseArgs({
    args,
    options: { help: { type: 'boolean', short: 'h', default: false } },
    allowPositionals: true,
  })
  if (positionals.length > 1) throw new Error(`One folder, not ${positionals.length}.`)
  const source = positionals[0] === undefined ? undefined : resolve(positionals[0])
  if (source !== undefined && !values.help) await findProject(source)
  return { help: values.help, source }
}
