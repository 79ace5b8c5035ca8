import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vitepress'
import { deadLinks } from './anchors.mjs'
import { stage } from './stage.mjs'

// `npm run docs`: the guide and the API reference as a site, in .cache/site/dist. A dead link is an error.

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '../..')
const target = join(root, '.cache/site/pages')

const { repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const url = typeof repository === 'string' ? repository : repository?.url
stage({ root, target, repository: url?.replace(/^git\+|\.git$/g, '') })

// typedoc is a program rather than a library: its exit code tells of what is not documented.
const typedoc = join(dirname(createRequire(import.meta.url).resolve('typedoc')), '../bin/typedoc')
execFileSync(process.execPath, [typedoc, '--options', join(here, 'typedoc.json')], { stdio: 'inherit' })

await build(here)
const dead = deadLinks(join(root, '.cache/site/dist'))
if (dead.length > 0) {
  console.error(`Links that lead nowhere:\n${dead.join('\n')}`)
  process.exitCode = 1
}
