import type { KeyValueStore, Phone, TimelineEntry } from '../wx'

/** What the page around the phone gives to each run of the mini program, and hears from it. */
export interface Host {
  readonly phone: Phone
  readonly storage: KeyValueStore
  readonly settings: Settings
  record(entry: TimelineEntry): void
  /** Before any of the app's code has run. */
  launched(run: Run): void
  /** The app has made an auth. */
  authMade(auth: ObservableAuth): void
  /** The app has failed. */
  problem(text: string): void
}

/** One run of the mini program, as far as the panel has to do with it. */
export interface Run {
  forgetRefusals: () => void
  dispose: () => void
}

export interface Settings {
  standInURL: string
  appId: string
  user: string
  backendOrigins: string[]
}

/** As much of the library's contract as the panel shows. */
export interface ObservableAuth {
  readonly state: AuthState
  readonly session: Session | null
  subscribe(listener: (state: AuthState, previous: AuthState) => void): () => void
}

export interface AuthState {
  status: string
  reason?: string
  error?: { code?: string }
}

export interface Session {
  readonly token: string
  readonly expiresAt?: number
  readonly user?: unknown
}

declare global {
  interface Window {
    simulator?: Host
  }
}
