/** Sessions that were rejected, one after the other, and all but the first soon after they were granted. */
export interface Rejections {
  /**
   * A session was rejected for the first time. Returns whether another login would bring nothing better: the server takes
   * no session at all, or another device ends each of them.
   */
  add(rejection: { isNew: boolean; wasAccepted: boolean }): boolean
}

/** In a row. Where sessions are accepted in between, two may be bad luck. */
const MOST = 3
const MOST_UNACCEPTED = 2

export function createRejections(): Rejections {
  let inARow = 0
  let wasOneAccepted = false
  return {
    add({ isNew, wasAccepted }) {
      // The first of a row may be of any age.
      inARow = isNew ? inARow + 1 : 1
      wasOneAccepted = wasAccepted || (isNew && wasOneAccepted)
      return isNew && inARow >= (wasOneAccepted ? MOST : MOST_UNACCEPTED)
    },
  }
}
