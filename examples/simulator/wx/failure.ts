/** What a `fail` callback is given. */
export interface Failure {
  errMsg: string
  errno?: number
}

export class WxFailure extends Error implements Failure {
  constructor(
    readonly errMsg: string,
    readonly errno?: number,
  ) {
    super(errMsg)
    this.name = 'WxFailure'
  }
}

/** Anything that was thrown, as the failure of one API. */
export function failureOf(api: string, thrown: unknown): Failure {
  if (!(thrown instanceof WxFailure)) return { errMsg: `${api}:fail ${String(thrown)}` }
  const { errMsg, errno } = thrown
  return errno === undefined ? { errMsg } : { errMsg, errno }
}
