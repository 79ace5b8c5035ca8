import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { compileProject, pack, ROOT, type Packed } from '../package/packed'
import { createWorld } from '../support/phone'
import { inSimulator } from './in-simulator'
import { build, createExample, createTemplate, type Project } from './projects'
import { readFolder } from './read-folder'
import { startApp } from './run-app'

let packed: Packed
beforeAll(async () => {
  packed = await pack()
})

let uninstall: () => void = () => undefined
afterEach(() => uninstall())

const EXAMPLE = ['http://127.0.0.1:8080', 'pages/orders/orders'] as const
const TEMPLATE = ['https://api.example.com', 'pages/index/index'] as const

describe.each([
  ['the example', createExample, EXAMPLE, inSimulator],
  // Its server is nowhere.
  ['the official TypeScript template', createTemplate, TEMPLATE, null],
])('in %s, by WeChat’s own tools', (_, create, [baseURL, page], describeInSimulator) => {
  let project: Project
  let built: Awaited<ReturnType<typeof build>>
  beforeAll(async () => {
    project = await create(packed)
    built = await build(project)
  }, 180_000)

  test('构建 npm has no warning and copies the files as they are', async () => {
    expect(built.warnings).toEqual([])
    const copied = await readFolder(join(project.root, 'miniprogram_npm/miniprogram-auth'))
    expect(copied).toEqual(await readFolder(join(ROOT, 'miniprogram_dist')))
    expect(copied.size).toBeGreaterThan(10)
  })

  describe.each(['plain', 'minified'])('compiled to ES5, %s', (kind) => {
    function start() {
      const world = createWorld({ server: { baseURL } })
      world.server.route('/orders', () => ({ data: { orders: [{ id: 'order-1' }] } }))
      uninstall = world.install()
      return { world, app: startApp(join(built.out, kind), world) }
    }

    test('the app logs in, its page shows what it asked for, and an expiry goes unnoticed', async () => {
      const { world, app } = start()
      const { data, call } = app.open(page)
      await world.advance(1000)
      expect(data.orders).toEqual([{ id: 'order-1' }])
      world.server.expireAll()
      call('onShow')
      await world.advance(1000)
      expect(world.history.logins()).toBe(2)
      expect(world.history.sends('/orders')).toHaveLength(3)
    })

    test('every page and component of the app loads', () => {
      const { app } = start()
      for (const path of app.pages) app.load(path)
      expect(app.components).toBeGreaterThan(1)
    })

    describeInSimulator?.(() => join(built.out, kind))
  })
})

describe('a project of the official template', () => {
  let folder: string
  beforeAll(async () => {
    folder = (await createTemplate(packed)).folder
  })

  test.each(['true', 'false'])(
    'compiles with the typings under typings/ and skipLibCheck %s',
    async (skip) => {
      for (const version of ['4.9', '5.9'] as const)
        expect(await compileProject(version, folder, ['--noEmit', '--skipLibCheck', skip])).toBe('')
    },
    120_000,
  )

  test('would not compile with a mistake', async () => {
    await appendFile(join(folder, 'miniprogram/auth.ts'), '\nvoid auth.logn()\n')
    expect(await compileProject('5.9', folder, ['--noEmit'])).toContain('logn')
  })
})

test.each([
  ['WXML', 'miniprogram/pages/index/index.wxml', '<view><button></view>'],
  ['WXSS', 'miniprogram/pages/index/index.wxss', '.a { color: '],
])(
  'a mistake in %s would be seen',
  async (language, file, text) => {
    const project = await createTemplate(packed)
    await appendFile(join(project.folder, file), text)
    await expect(build(project)).rejects.toThrow(`${language}: `)
  },
  120_000,
)
