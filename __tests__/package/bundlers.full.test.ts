import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Auth } from '../../src/index'
import { createWorld } from '../support/phone'
import { install, pack, runNode } from './packed'

const APPS = ['app', 'app-with-unused', 'error', 'nothing'] as const

let folder: string
beforeAll(async () => {
  folder = await install(await pack(), 'bundlers')
  await runNode([join(__dirname, 'tools/bundle.mjs'), folder, ...APPS], folder)
}, 120_000)

describe.each(['rollup', 'webpack', 'vite', 'esbuild'])('bundled by %s', (bundler) => {
  const output = (app: (typeof APPS)[number]) => readFile(join(folder, `out/${bundler}/${app}.js`), 'utf8')

  test('an app logs in', async () => {
    const world = createWorld()
    const { wx } = world
    const context: { app?: { auth: Auth } } = { wx, setTimeout, clearTimeout } as object
    runInNewContext(`${await output('app')}; this.app = app`, context)
    await world.until(context.app?.auth.ensureLogin() ?? Promise.reject(new Error('no app')))
    expect(world.history.logins()).toBe(1)
  })

  test('what an app imports and does not use leaves no byte', async () => {
    // But for names: esbuild deals out short ones to what it leaves out, too.
    const [app, unused] = (await Promise.all([output('app'), output('app-with-unused')])).map((code) =>
      code.replaceAll(/[\w$]+/g, '_'),
    )
    expect(unused === app).toBe(true)
  })

  test('an app that uses nothing carries nothing', async () => {
    expect(await output('nothing')).not.toMatch(/login|session/i)
  })

  test('an app that asks for the kind of an error does not carry the login', async () => {
    const [error, app] = await Promise.all([output('error'), output('app')])
    expect(error).not.toContain('.login(')
    expect(error.length).toBeLessThan(app.length / 8)
  })
})
