import { describe, expect, test } from '@jest/globals'
import { compile, TYPINGS } from './compile'

const HEAD = `import { createAuth, type RequestOptions, type SendOptions, type UploadOptions,
  type DownloadOptions } from 'miniprogram-auth'
interface Order { id: string }
const auth = createAuth({ baseURL: 'https://a.example', login: '/login' })
export type Used = [Order, RequestOptions, SendOptions, UploadOptions, DownloadOptions]
`

describe('the official typings', () => {
  test.each([
    ['request', 'RequestOptions', 'RequestOption', 'never'],
    // Theirs has no way to say that a body of JSON is wanted as a text.
    ['uploadFile', 'UploadOptions', 'UploadFileOption', "'dataType'"],
    ['downloadFile', 'DownloadOptions', 'DownloadFileOption', 'never'],
  ])('%s takes every option of theirs, and besides ours no other', (api, mine, theirs, added) => {
    const source = `type Ours = Exclude<keyof ${mine}, keyof SendOptions | ${added}>
type Theirs = keyof WechatMiniprogram.${theirs}
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : ['they lack', Exclude<A, B>]) : ['we lack', Exclude<B, A>]
export const same: Same<Ours, Theirs> = true
declare const given: Omit<WechatMiniprogram.${theirs}, 'success' | 'fail' | 'complete'>
auth.${api}(given)
auth.${api}({ ...given, success: (result) => result.statusCode, fail: ({ errMsg }) => errMsg, complete: () => undefined })`
    expect(compile({ 'consumer.ts': `${HEAD}${source}` }, TYPINGS)).toEqual([])
  })

  test('of callbacks and of whole options fit: wx.request becomes auth.request by one word', () => {
    const source = `import W = WechatMiniprogram
auth.request({ url: '/a', success: (result: W.RequestSuccessCallbackResult<Order>) => result.data.id })
auth.request({ url: '/a', fail: (failure: W.RequestFailCallbackErr) => failure.errno })
auth.request({ url: '/a', fail: (failure: W.GeneralCallbackResult) => failure.errMsg })
auth.downloadFile({ url: '/a', success: (result: W.DownloadFileSuccessCallbackResult) => result.tempFilePath })
const whole: W.RequestOption = { url: '/a', success: (result) => result.data, complete: ({ errMsg }) => errMsg }
auth.request(whole)`
    expect(compile({ 'consumer.ts': `${HEAD}${source}` }, TYPINGS)).toEqual([])
  })
})
