import { failureOf, WxFailure } from './failure'
import { shorten, type OpenApi, type Recorder } from './timeline'

/** Calls that WeChat answers itself, as the timeline tells of them. */
export interface Calls {
  make<Result extends object>(api: OpenApi, work: () => Promise<Result>): Promise<Result>
}

export function createCalls(recorder: Recorder): Calls {
  return {
    async make(api, work) {
      const id = recorder.nextId()
      const startedAt = Date.now()
      const ended = (ok: boolean, errMsg: string, code: string | null) =>
        recorder.write({
          type: 'call',
          phase: 'ended',
          id,
          api,
          ok,
          errMsg,
          code,
          ms: Date.now() - startedAt,
        })
      recorder.write({ type: 'call', phase: 'started', id, api })
      try {
        const result = await work()
        ended(true, `${api}:ok`, codeOf(result))
        return result
      } catch (thrown) {
        const failure = failureOf(api, thrown)
        ended(false, failure.errMsg, null)
        throw new WxFailure(failure.errMsg, failure.errno)
      }
    },
  }
}

function codeOf(result: object) {
  return 'code' in result && typeof result.code === 'string' ? shorten(result.code) : null
}
