import { failureOf, type Failure } from './failure'
import { inNextTask } from './next-task'

export interface Callbacks<Result> {
  success?: (result: Result & { errMsg: string }) => void
  fail?: (failure: Failure) => void
  complete?: (outcome: (Result & { errMsg: string }) | Failure) => void
}

/** login, request and getUserInfo have no promise style: their outcome goes to the callbacks alone. */
export function answer<Result extends object>(
  api: string,
  callbacks: Callbacks<Result>,
  work: () => Result | Promise<Result>,
): void {
  run(api, work).then(
    (result) => {
      callbacks.success?.(result)
      callbacks.complete?.(result)
    },
    (thrown: unknown) => {
      const failure = failureOf(api, thrown)
      callbacks.fail?.(failure)
      callbacks.complete?.(failure)
    },
  )
}

/** The others return a promise when no callback is given (base library 2.10.2). */
export function answerOrPromise<Result extends object>(
  api: string,
  callbacks: Callbacks<Result>,
  work: () => Result | Promise<Result>,
): Promise<Result & { errMsg: string }> | undefined {
  if (!callbacks.success && !callbacks.fail && !callbacks.complete) return run(api, work)
  answer(api, callbacks, work)
  return undefined
}

// No wx callback comes in the macrotask of its call: neither before the call has returned, nor within its tap.
async function run<Result extends object>(api: string, work: () => Result | Promise<Result>) {
  const nextTask = new Promise<void>(inNextTask)
  try {
    await Promise.resolve()
    return { errMsg: `${api}:ok`, ...(await work()) }
  } finally {
    await nextTask
  }
}
