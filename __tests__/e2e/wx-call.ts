import type { Failure } from '../../examples/simulator/wx/failure'

interface Callbacks<Result> {
  success: (result: Result) => void
  fail: (failure: Failure) => void
}

export type Outcome<Result> = { result: Result } | { failure: Failure }

/** Calls a wx API of the callback style, and tells which callback came. */
export function call<Result>(api: (callbacks: Callbacks<Result>) => unknown): Promise<Outcome<Result>> {
  return new Promise((resolve) => {
    api({ success: (result) => resolve({ result }), fail: (failure) => resolve({ failure }) })
  })
}
