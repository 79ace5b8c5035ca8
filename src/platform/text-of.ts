/** For a message. What is thrown may be anything, also what cannot be turned into a text: Object.create(null). */
export function textOf(thrown: unknown): string {
  try {
    return String(thrown)
  } catch {
    return typeof thrown
  }
}
