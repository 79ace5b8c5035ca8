import { describe, expect, test } from '@jest/globals'
import { createWorld, type World } from '../../src/testing'
import { ended } from './support'

const MB = 1024 * 1024
const text = (bytes: number) => 'x'.repeat(bytes - 2)
const set = (world: World, key: string, data: unknown, encrypt?: boolean) =>
  world.until(ended((callbacks) => world.wx.setStorage({ key, data, encrypt, ...callbacks })))
const get = (world: World, key: string, encrypt?: boolean) =>
  world.until(ended((callbacks) => world.wx.getStorage({ key, encrypt, ...callbacks })))

test('a missing key: the asynchronous form fails, the Sync form gives an empty string', async () => {
  const world = createWorld()
  expect(await get(world, 'a')).toEqual({ how: 'fail', result: { errMsg: 'getStorage:fail data not found' } })
  expect(world.wx.getStorageSync('a')).toBe('')
})

test('what is stored is a copy of the moment of the call, and so is what is read', async () => {
  const world = createWorld()
  const value = { list: [1], none: undefined, at: new Date(0) }
  const call = ended((callbacks) => world.wx.setStorage({ key: 'a', data: value, ...callbacks }))
  value.list.push(2)
  await world.until(call)
  const { result } = await get(world, 'a')
  expect(result.data).toEqual({ list: [1], at: '1970-01-01T00:00:00.000Z' })
  ;(result.data as typeof value).list.push(3)
  expect(world.wx.getStorageSync('a')).toMatchObject({ list: [1] })
})

test('asynchronous and Sync calls, and the test itself, see the same storage', async () => {
  const world = createWorld()
  world.wx.setStorageSync('a', { n: 1 })
  expect((await get(world, 'a')).result.data).toEqual({ n: 1 })
  world.storage.set('b', 'corrupt')
  expect(world.wx.getStorageSync('b')).toBe('corrupt')
  expect(world.wx.getStorageInfoSync().keys).toEqual(['a', 'b'])
  await world.until(world.wx.removeStorage({ key: 'a' }))
  world.wx.removeStorageSync('b')
  expect(world.storage.keys()).toEqual([])
})

describe('limits', () => {
  test('1 MB a key, counted in bytes', async () => {
    const world = createWorld()
    expect((await set(world, 'a', text(MB))).how).toBe('success')
    expect((await set(world, 'a', text(MB + 1))).result.errMsg).toBe(
      'setStorage:fail entry size limit reached',
    )
    expect((await set(world, 'b', '你'.repeat(MB / 2))).how).toBe('fail')
    expect(world.storage.keys()).toEqual(['a'])
  })

  test('10 MB in all, and what is replaced does not count', async () => {
    const world = createWorld()
    for (let index = 0; index < 10; index++) world.storage.set(`key-${index}`, text(MB))
    expect((await set(world, 'more', 1)).result.errMsg).toBe('setStorage:fail exceed storage max size 10Mb')
    expect((await set(world, 'key-3', text(MB))).how).toBe('success')
    expect(world.wx.getStorageInfoSync()).toMatchObject({ currentSize: 10_240, limitSize: 10_240 })
    const info = await world.until(world.wx.getStorageInfo({}))
    expect(info.currentSize).toBe(10_240)
  })

  test('a Sync call throws where an asynchronous one fails', () => {
    const world = createWorld()
    expect(() => world.wx.setStorageSync('a', text(MB + 1))).toThrow(
      'setStorageSync:fail entry size limit reached',
    )
  })

  test('data that cannot be stored fails', async () => {
    const circular: { self?: unknown } = {}
    circular.self = circular
    expect((await set(createWorld(), 'a', circular)).how).toBe('fail')
  })
})

describe('encrypt: true', () => {
  test('both set and get must pass it', async () => {
    const world = createWorld()
    await set(world, 'a', 1, true)
    await set(world, 'b', 1)
    expect((await get(world, 'a', true)).result.data).toBe(1)
    expect((await get(world, 'a')).how).toBe('fail')
    expect((await get(world, 'b', true)).how).toBe('fail')
  })

  test('it is for asynchronous calls only: the Sync form cannot read it', async () => {
    const world = createWorld()
    await set(world, 'a', 1, true)
    expect(() => world.wx.getStorageSync('a') as unknown).toThrow('getStorageSync:fail')
  })

  test('0.7 MB a key', async () => {
    const world = createWorld()
    expect((await set(world, 'a', text(Math.floor(0.7 * MB)), true)).how).toBe('success')
    expect((await set(world, 'a', text(Math.ceil(0.7 * MB) + 1), true)).how).toBe('fail')
  })

  test('before base library 2.21.3 it is not looked at', async () => {
    const world = createWorld({ sdkVersion: '2.21.2' })
    await set(world, 'a', 1, true)
    expect(world.wx.getStorageSync('a')).toBe(1)
  })
})

test('the batch forms read and write several keys, with the same limits', async () => {
  const world = createWorld()
  await world.until(
    world.wx.batchSetStorage({
      kvList: [
        { key: 'a', value: 1 },
        { key: 'b', value: 2 },
      ],
    }),
  )
  const { dataList } = await world.until(world.wx.batchGetStorage({ keyList: ['a', 'b', 'c'] }))
  expect(dataList).toEqual([1, 2, ''])
  const tooMuch = world.wx.batchSetStorage({ kvList: [{ key: 'c', value: text(MB + 1) }] })
  await expect(world.until(tooMuch)).rejects.toMatchObject({
    errMsg: 'batchSetStorage:fail entry size limit reached',
  })
})
