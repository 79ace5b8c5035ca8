import { shorten, type RequestLabel } from './timeline'

/** Tells what a request is for from what is on the wire, so that any app's traffic can be read. */
export interface Classifier {
  noteLoginCode(code: string): void
  label(method: string, url: URL, header: Record<string, string>, data: unknown): Labelled
}

export interface Labelled {
  label: RequestLabel
  /** To be called with the status of the answer. */
  answered: (status: number) => void
}

export function createClassifier(): Classifier {
  const loginCodes = new Set<string>()
  /** The tokens refused by a 401 and not sent again since, per method and URL. */
  const refused = new Map<string, (string | null)[]>()

  /** Whether this repeats a refused request with another token; each refusal counts for one replay. */
  function takeReplay(what: string, token: string | null) {
    const tokens = refused.get(what) ?? []
    const index = token === null ? -1 : tokens.findIndex((former) => former !== token)
    if (index < 0) return false
    tokens.splice(index, 1)
    return true
  }

  function kindOf(what: string, token: string | null, data: unknown) {
    if (carriesOneOf(data, loginCodes)) return 'exchange'
    return takeReplay(what, token) ? 'replay' : 'request'
  }

  return {
    noteLoginCode: (code) => {
      loginCodes.add(code)
    },
    label(method, url, header, data) {
      const token = tokenOf(header)
      const what = `${method} ${url.href}`
      const kind = kindOf(what, token, data)
      return {
        label: { kind, method, path: url.pathname, token: token === null ? null : shorten(token) },
        answered(status) {
          if (status === 401) refused.set(what, [...(refused.get(what) ?? []), token])
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
