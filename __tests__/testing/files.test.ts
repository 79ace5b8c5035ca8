import { expect, test } from '@jest/globals'
import { createWorld, type World } from '../../src/testing'
import { API, ended } from './support'

const download = (world: World) =>
  world.until(ended((callbacks) => world.wx.downloadFile({ url: `${API}/public`, ...callbacks })))
const unlink = (world: World, filePath: string) =>
  world.until(ended((callbacks) => world.wx.getFileSystemManager().unlink({ filePath, ...callbacks })))

test('unlink removes what a download saved, once', async () => {
  const world = createWorld()
  const { tempFilePath = '' } = (await download(world)).result
  expect(await unlink(world, tempFilePath)).toEqual({ how: 'success', result: { errMsg: 'unlink:ok' } })
  expect(world.files.has(tempFilePath)).toBe(false)
  expect(await unlink(world, tempFilePath)).toEqual({
    how: 'fail',
    result: { errMsg: `unlink:fail no such file or directory, unlink '${tempFilePath}'`, errno: 1300002 },
  })
})

test('a temporary path does not come twice, also when the file was removed', async () => {
  const world = createWorld()
  const { tempFilePath = '' } = (await download(world)).result
  await unlink(world, tempFilePath)
  expect((await download(world)).result.tempFilePath).not.toBe(tempFilePath)
})

test('it can be scripted, and has no promise style', async () => {
  const world = createWorld()
  const { tempFilePath = '' } = (await download(world)).result
  world.script('unlink', { outcome: 'fail', errMsg: 'permission denied' })
  expect((await unlink(world, tempFilePath)).how).toBe('fail')
  expect(world.files.has(tempFilePath)).toBe(true)
  expect(world.wx.getFileSystemManager().unlink({ filePath: tempFilePath })).toBeUndefined()
  expect(createWorld({ sdkVersion: '1.9.8' }).wx).not.toHaveProperty('getFileSystemManager')
})
