export const SCRIPTED_APIS = ['jscode2session', 'stable_token', 'getuserphonenumber'] as const
export type ScriptedApi = (typeof SCRIPTED_APIS)[number]

export interface Faults {
  /** Makes the next calls of `api` answer these errcodes, one each; 0 stands for an ordinary answer. */
  script(api: ScriptedApi, errcodes: readonly number[]): void
  next(api: ScriptedApi): number
}

export function createFaults(): Faults {
  const scripts = new Map<ScriptedApi, number[]>()
  return {
    script(api, errcodes) {
      scripts.set(api, [...errcodes])
    },
    next: (api) => scripts.get(api)?.shift() ?? 0,
  }
}
