import { badUse } from '../bad-use'
import type { Handler, ServerRequest } from './message'

export interface Routes {
  /** Returns what removes it. */
  add(method: string | null, path: string | RegExp, handler: Handler): () => void
  /** The newest that fits. */
  find(request: Pick<ServerRequest, 'method' | 'path'>): Handler | undefined
}

/** The reading of `route(method?, path, handler)`. */
export type RouteArguments =
  [path: string | RegExp, handler: Handler] | [method: string, path: string | RegExp, handler: Handler]

export function readRoute(
  given: RouteArguments,
): [method: string | null, path: string | RegExp, handler: Handler] {
  const [method, path, handler] = given.length === 2 ? [null, ...given] : given
  if (typeof handler !== 'function')
    throw badUse('server.route: the last argument must be a function that answers')
  if (typeof path === 'string' ? !path.startsWith('/') : !(path instanceof RegExp))
    throw badUse(`server.route: the path must be a pattern or begin with /, not ${String(path)}`)
  return [method, path, handler]
}

export function createRoutes(): Routes {
  const routes = new Set<{ method: string | null; path: string | RegExp; handler: Handler }>()
  return {
    add(method, path, handler) {
      const route = { method: method?.toUpperCase() ?? null, path, handler }
      routes.add(route)
      return () => void routes.delete(route)
    },
    find: ({ method, path }) =>
      [...routes].reverse().find((route) => (route.method ?? method) === method && matches(route.path, path))
        ?.handler,
  }
}

/** A text is the whole path; `/public/*` is everything below it. */
export function matches(pattern: string | RegExp, path: string): boolean {
  if (typeof pattern !== 'string')
    return new RegExp(pattern.source, pattern.flags.replace('g', '')).test(path)
  return pattern.endsWith('/*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern
}
