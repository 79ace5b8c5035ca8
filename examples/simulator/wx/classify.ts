import type { OutgoingRequest } from './http'
import { createRefusals } from './refusals'
import { shorten, type RequestLabel } from './timeline'

/** Tells what a request is for from what is on the wire, so that any app's traffic can be read. */
export interface Classifier {
  noteLoginCode(code: string): void
  label(request: OutgoingRequest, data: unknown): Labelled
  /** Nothing that was refused before is going to be replayed: the session has ended, or its login failed. */
  forget(): void
}

export interface Labelled {
  label: RequestLabel
  /** To be called with the status of the answer; null if none came. */
  answered: (status: number | null) => void
}

export function createClassifier(): Classifier {
  const loginCodes = new Set<string>()
  const refusals = createRefusals()

  function kindOf(what: string, token: string | null, data: unknown) {
    if (carriesOneOf(data, loginCodes)) return 'exchange'
    return refusals.takeReplay(what, token) ? 'replay' : 'request'
  }

  return {
    noteLoginCode: (code) => {
      loginCodes.add(code)
    },
    forget: () => refusals.clear(),
    label({ method, url, target, header }, data) {
      const token = tokenOf(header)
      const what = `${method} ${url.href}`
      const kind = kindOf(what, token, data)
      const sentAt = Date.now()
      return {
        label: {
          ...{ kind, method, origin: new URL(target).origin, path: url.pathname },
          token: token === null ? null : shorten(token),
        },
        answered(status) {
          if (kind === 'exchange') refusals.exchanged(status !== null && status >= 200 && status < 300)
          else if (status === 401 && token !== null) refusals.add(what, token, sentAt)
        },
      }
    },
  }
}

function tokenOf(header: Record<string, string>) {
  const value = header.authorization
  return value === undefined ? null : value.replace(/^Bearer /, '')
}

function carriesOneOf(data: unknown, codes: ReadonlySet<string>) {
  if (typeof data !== 'object' || data === null) return false
  return Object.values(data).some((value) => typeof value === 'string' && codes.has(value))
}
