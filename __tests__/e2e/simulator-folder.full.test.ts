import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { findProject } from '../../examples/simulator/project'
import { runSimulatorProcess, startSimulatorProcess } from './simulator-process'

const TEA_PARTS = join(__dirname, 'fixtures/tea-parts')
const SENTINEL = 'node_modules/only-mine/sentinel.txt'

/** The layout of the official TypeScript template, whose tsconfig.json includes more than the app's folder. */
const TEMPLATE = {
  'package.json': JSON.stringify({ name: 'tea', dependencies: { 'tea-parts': `file:${TEA_PARTS}` } }),
  'project.config.json': '{ "miniprogramRoot": "miniprogram/" }',
  'typings/index.d.ts':
    'declare function App(options: object): void\ndeclare function Page(options: object): void',
  'miniprogram/app.json': '{ "pages": ["pages/tea/tea"] }',
  'miniprogram/app.ts': 'App({})',
  'miniprogram/pages/tea/tea.json': '{ "usingComponents": { "b": "tea-parts/components/tea-badge/index" } }',
  'miniprogram/pages/tea/tea.ts': "const leaf: string = 'longjing'\nPage({ data: { leaf } })",
  'miniprogram/pages/tea/tea.wxml': '<b>{{ leaf }}</b>',
  'miniprogram/miniprogram_npm/tea-parts/stale.js': "module.exports = 'built by DevTools'",
  [SENTINEL]: 'mine',
}

let temporary: string
let folder: string

beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'simulator-folder-'))
  folder = join(temporary, 'tea')
})

afterEach(() => rm(temporary, { recursive: true }))

async function write(files: Record<string, string>) {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
}

async function writeTemplate(options: object = {}) {
  await write(TEMPLATE)
  const tsconfig = await readFile(join(__dirname, '../wechat/template/tsconfig.json'), 'utf8')
  const { compilerOptions, ...rest } = JSON.parse(tsconfig) as { compilerOptions: object }
  const changed = { ...rest, compilerOptions: { ...compilerOptions, ...options } }
  await write({ 'tsconfig.json': JSON.stringify(changed) })
}

/** Every file, with its content and when it was written. */
async function snapshot() {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  return Promise.all(
    paths.sort().map(async (path) => [path, (await stat(path)).mtimeMs, await readFile(path, 'utf8')]),
  )
}

/** Starts the simulator with the folder; what it has built, and what it has printed. */
async function runFolder() {
  const simulator = await startSimulatorProcess(folder)
  const built = await (await fetch(`${simulator.url}/simulator/app.js`)).text()
  await simulator.interrupt()
  return { built, printed: simulator.output(), url: simulator.url }
}

describe('npm start -- folder', () => {
  test('runs the template’s layout with the packages in its node_modules, and leaves the folder as it was', async () => {
    // Options that would have the compiler write next to the sources.
    await writeTemplate({ composite: true, declarationDir: './types', tsBuildInfoFile: './tea.tsbuildinfo' })
    await cp(TEA_PARTS, join(folder, 'node_modules/tea-parts'), { recursive: true })
    await write({ 'node_modules/tea-parts/built/mine.js': "module.exports = 'as installed'" })
    const before = await snapshot()

    const { built, printed, url } = await runFolder()

    expect(await snapshot()).toEqual(before)
    expect(built).toContain('"pages/tea/tea.js"')
    expect(built).toContain("leaf = 'longjing'")
    expect(built).toContain('as installed')
    expect(built).not.toContain('built by DevTools')
    expect(printed).toContain(
      `Simulator: ${url} runs ${join(folder, 'miniprogram')} with the backend at ${url} `,
    )
    expect(printed).toContain(
      'answers the app at http://127.0.0.1:8080, http://localhost:8080 and https://api.example.com',
    )
  }, 60_000)

  test('installs packages that are missing in a copy, and leaves the folder as it was', async () => {
    await writeTemplate()
    const before = await snapshot()

    const { built } = await runFolder()

    expect(await snapshot()).toEqual(before)
    expect(built).toContain('"miniprogram_npm/tea-parts/components/tea-badge/index.js"')
    expect(built).toContain("leaf = 'longjing'")
  }, 60_000)

  test('runs an app in JavaScript without a tsconfig.json', async () => {
    await write({
      'package.json': '{}',
      'app.json': '{ "pages": ["tea"] }',
      'app.js': "import { leaf } from './leaf'\nApp({ leaf })",
      'leaf.js': "export const leaf = 'longjing'",
      'tea.wxml': '<view />',
      [SENTINEL]: 'mine',
    })
    const before = await snapshot()
    const { built } = await runFolder()
    expect(await snapshot()).toEqual(before)
    expect(built).toContain('require("./leaf")')
  }, 60_000)

  test('says what does not compile, and nothing else', async () => {
    await writeTemplate()
    await cp(TEA_PARTS, join(folder, 'node_modules/tea-parts'), { recursive: true })
    await write({ 'miniprogram/app.ts': 'App(1)' })
    const { code, printed } = await runSimulatorProcess(folder)
    expect(code).toBe(1)
    expect(printed.split('\n').slice(1)).toEqual([
      expect.stringMatching(/^miniprogram\/app\.ts\(1,5\): error TS2345: /),
      '',
    ])
  }, 60_000)

  test('says which script is none, where nothing compiles it', async () => {
    await write({
      'package.json': '{}',
      'tsconfig.json': '{ "files": ["none.d.ts"] }',
      'none.d.ts': '',
      'app.json': '{ "pages": ["tea"] }',
      'app.js': "import './tea'",
      'tea.wxml': '<view />',
    })
    const { code, printed } = await runSimulatorProcess(folder)
    expect(code).toBe(1)
    expect(printed).toContain('\napp.js: SyntaxError: Cannot use import statement outside a module\n')
  }, 60_000)

  test('says what is missing before it writes anything', async () => {
    await write({ 'package.json': '{}', [SENTINEL]: 'mine' })
    const before = await snapshot()
    const { printed } = await runSimulatorProcess(folder)
    expect(printed).toMatch(/no app\.json in .*WeChat DevTools/)
    expect(await snapshot()).toEqual(before)
  }, 60_000)
})

describe('the parts of a mini program', () => {
  test('are found from the template’s root and from the app’s folder alike', async () => {
    await write(TEMPLATE)
    const app = join(folder, 'miniprogram')
    expect(await findProject(folder)).toEqual({ root: folder, app })
    expect(await findProject(app)).toEqual({ root: folder, app })
  })

  test.each([
    ['no folder', {}, 'There is no folder'],
    ['no app.json', { 'package.json': '{}' }, 'There is no app.json in'],
    [
      'a miniprogramRoot without app.json',
      { 'project.config.json': '{ "miniprogramRoot": "dist/" }' },
      'build',
    ],
    [
      'a miniprogramRoot outside',
      { 'project.config.json': '{ "miniprogramRoot": "../x" }' },
      'out of the folder',
    ],
    ['a broken project.config.json', { 'project.config.json': '{' }, 'cannot be read as JSON'],
    ['no package.json', { 'app.json': '{}' }, 'run `npm init -y`'],
  ])('%s: the error says so', async (_, files: Record<string, string>, message) => {
    await write(files)
    await expect(findProject(folder)).rejects.toThrow(message)
  })
})
