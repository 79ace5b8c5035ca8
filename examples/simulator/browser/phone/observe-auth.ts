import type { ObservableAuth } from '../host'

interface Library {
  createAuth: (...given: unknown[]) => ObservableAuth
}

/** Tells of every auth that the app makes: by the library as the app requires it, which stays as it is. */
export function observeAuth(
  modules: Record<string, unknown>,
  load: (path: string) => unknown,
  made: (auth: ObservableAuth) => void,
) {
  for (const path of Object.keys(modules).filter((name) => name.endsWith('miniprogram-auth/index.js'))) {
    const library = load(path) as Library
    const { createAuth } = library
    library.createAuth = (...given) => {
      const auth = createAuth(...given)
      made(auth)
      return auth
    }
  }
}
