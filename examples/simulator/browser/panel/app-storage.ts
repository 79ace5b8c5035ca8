import type { KeyValueStore } from '../../wx'

const PREFIX = 'miniprogram:'

/** The app's storage outlives a reload, as on a phone; nothing else of this origin is touched. */
export const appStorage: KeyValueStore = {
  get: (key) => localStorage.getItem(PREFIX + key) ?? undefined,
  set: (key, value) => localStorage.setItem(PREFIX + key, value),
  delete: (key) => localStorage.removeItem(PREFIX + key),
  clear() {
    Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX))
      .forEach((key) => localStorage.removeItem(key))
  },
}
