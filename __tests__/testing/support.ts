/** What a call of wx ended with. */
export interface Ended {
  how: 'success' | 'fail'
  result: Result
}

/** What a callback was given: some of this. */
export interface Result {
  errMsg?: string
  errno?: number
  code?: string
  fromCache?: boolean
  statusCode?: number
  data?: unknown
  header?: Record<string, string>
  tempFilePath?: string
  encryptedData?: string
  fetchedData?: string
}

interface Callbacks {
  success: (result: object) => void
  fail: (failure: object) => void
}

/** A function of wx as a promise: of the first callback that comes. */
export function ended(invoke: (callbacks: Callbacks) => unknown): Promise<Ended> {
  return new Promise((resolve) => {
    invoke({
      success: (result) => resolve({ how: 'success', result }),
      fail: (result) => resolve({ how: 'fail', result }),
    })
  })
}

/** All callbacks that come, as they come. */
export function listened(invoke: (callbacks: Callbacks) => unknown): Ended[] {
  const all: Ended[] = []
  invoke({
    success: (result) => all.push({ how: 'success', result }),
    fail: (result) => all.push({ how: 'fail', result }),
  })
  return all
}

export const API = 'https://api.example.com'
