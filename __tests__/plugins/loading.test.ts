import { afterEach, describe, expect, test } from '@jest/globals'
import { loading, type LoadingOptions } from '../../src/plugins/loading'
import { retry } from '../../src/plugins/retry'
import { loggedIn } from '../support/logged-in'
import { outcomes, type World } from '../support/phone'

let world: World | undefined
afterEach(() => world?.uninstall())

/** An app that is logged in, what it was told and when, and requests that take so many ms. */
async function start(options: Partial<LoadingOptions> = {}) {
  const told: Array<[isLoading: boolean, at: number]> = []
  let began = 0
  const now = () => Date.now() - began
  const onChange = (isLoading: boolean) => void told.push([isLoading, now()])
  const app = await loggedIn(
    { use: [loading({ onChange, ...options })] },
    { latency: ({ options }) => Number(/\d+/.exec(options.url ?? '') ?? 10) },
  )
  world = app.world
  world.install()
  began = Date.now()
  return { ...app, told }
}

const taking = (ms: number, options = {}) => ({ url: `/${ms}`, ...options })

test('what takes less than 300 ms is not shown', async () => {
  const { world, auth, told } = await start()
  await world.until(auth.request(taking(290)))
  await world.advance(60_000)
  expect(told).toEqual([])
})

test('what takes longer is shown from then on, and until it is over', async () => {
  const { world, auth, told } = await start()
  await world.until(auth.request(taking(2000)))
  await world.advance(60_000)
  expect(told).toEqual([
    [true, 300],
    [false, 2000],
  ])
})

test('once shown, it is for 500 ms at least', async () => {
  const { world, auth, told } = await start()
  await world.until(auth.request(taking(310)))
  await world.advance(60_000)
  expect(told).toEqual([
    [true, 300],
    [false, 800],
  ])
})

test('`delay` and `minimum` are the app’s to say', async () => {
  const { world, auth, told } = await start({ delay: 0, minimum: 0 })
  await world.until(auth.request(taking(50)))
  await world.advance(60_000)
  expect(told).toEqual([
    [true, 0],
    [false, 50],
  ])
})

test('a `delay` longer than a timer can be is no short one', async () => {
  const { world, auth, told } = await start({ delay: Infinity })
  await world.until(auth.request(taking(2000)))
  await world.advance(60_000)
  expect(told).toEqual([])
})

test('many at once are one, which ends with the last', async () => {
  const { world, auth, told } = await start()
  await world.until(outcomes([100, 900, 1500, 400].map((ms) => auth.request(taking(ms)))))
  await world.advance(60_000)
  expect(told).toEqual([
    [true, 300],
    [false, 1500],
  ])
})

describe('requests that follow each other are one loading', () => {
  test('which is not interrupted', async () => {
    const { world, auth, told } = await start()
    const chain = async () => {
      for (let link = 0; link < 3; link++) await auth.request(taking(1000))
    }
    await world.until(chain())
    await world.advance(60_000)
    expect(told).toEqual([
      [true, 300],
      [false, 3000],
    ])
  })

  test('which is shown, though none of them is long', async () => {
    const { world, auth, told } = await start()
    const chain = async () => {
      for (let link = 0; link < 10; link++) await auth.request(taking(200))
    }
    await world.until(chain())
    await world.advance(60_000)
    expect(told).toEqual([
      [true, 300],
      [false, 2000],
    ])
  })

  test('and so is one that begins while the former is still shown', async () => {
    const { world, auth, told } = await start()
    await world.until(auth.request(taking(310)))
    await world.advance(100)
    await world.until(auth.request(taking(2000)))
    await world.advance(60_000)
    expect(told).toEqual([
      [true, 300],
      [false, 2410],
    ])
  })

  test('but not one that comes later', async () => {
    const { world, auth, told } = await start()
    await world.until(auth.request(taking(200)))
    await world.advance(1)
    await world.until(auth.request(taking(200)))
    await world.advance(60_000)
    expect(told).toEqual([])
  })
})

test('a request that fails, and one that is aborted, are over', async () => {
  const { world, auth, told } = await start()
  world.script('request', { url: '/1000', outcome: 'fail', latency: 1000 })
  const failing = auth.request(taking(1000))
  const aborted = auth.request(taking(5000))
  void world.advance(1200).then(() => aborted.abort())
  await world.until(outcomes([failing, aborted]))
  await world.advance(60_000)
  expect(told).toEqual([
    [true, 300],
    [false, 1200],
  ])
})

test('`loading: false` is not counted', async () => {
  const { world, auth, told } = await start()
  await world.until(auth.request(taking(5000, { loading: false })))
  await world.advance(60_000)
  expect(told).toEqual([])
})

test('uploads and downloads are counted', async () => {
  const { world, auth, told } = await start()
  await world.until(auth.downloadFile(taking(1000)))
  await world.advance(1000)
  await world.until(auth.uploadFile({ ...taking(1000), filePath: 'wxfile://a', name: 'a' }))
  await world.advance(60_000)
  expect(told.map(([isLoading]) => isLoading)).toEqual([true, false, true, false])
})

test('a login and the retries of an inner plugin are part of the request', async () => {
  const told: boolean[] = []
  const use = [loading({ onChange: (isLoading) => void told.push(isLoading) }), retry({ delay: 2000 })]
  const app = await loggedIn({ use })
  world = app.world
  world.install()
  world.server.expireAll()
  world.script('request', { url: '/x', outcome: 'fail', times: 2 })
  await world.until(app.auth.request({ url: '/x' }))
  await world.advance(60_000)
  expect(told).toEqual([true, false])
})

test('an onChange that throws does so in a timer of its own, where App.onError hears it, and all goes on', async () => {
  const said: boolean[] = []
  const { world, auth } = await start({
    onChange(isLoading) {
      said.push(isLoading)
      throw new Error(`mine: ${isLoading}`)
    },
  })
  const request = auth.request(taking(2000))
  await expect(world.advance(300)).rejects.toThrow('mine: true')
  await expect(world.until(request)).resolves.toMatchObject({ statusCode: 200 })
  await expect(world.advance(60_000)).rejects.toThrow('mine: false')
  await world.until(auth.request(taking(200)))
  await world.advance(60_000)
  expect(said).toEqual([true, false])
})

test('a clock that is set back by an hour does not keep it shown', async () => {
  const { world, auth, told } = await start()
  const request = auth.request(taking(310))
  await world.advance(305)
  world.jump(-3_600_000)
  await world.until(request)
  await world.advance(1000)
  expect(told.map(([isLoading]) => isLoading)).toEqual([true, false])
})

test.each<[unknown, string]>([
  [undefined, '`onChange`'],
  [{}, '`onChange`'],
  [{ onChange: 'show' }, '`onChange` must be a function'],
  [{ onChange: () => undefined, delay: -1 }, '`delay` must be a number from 0 up'],
  [{ onChange: () => undefined, minimum: '500' }, '`minimum` must be a number from 0 up'],
  [{ onChange: () => undefined, debounce: 300 }, '`debounce`'],
])('%j is refused', (options, message) => {
  expect(() => loading(options as LoadingOptions)).toThrow(
    expect.objectContaining({
      code: 'INVALID_OPTIONS',
      message: expect.stringContaining(message) as unknown,
    }),
  )
})
