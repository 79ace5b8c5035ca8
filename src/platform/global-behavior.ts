/** The mini program's own `Behavior`, or undefined outside of one. */
export function globalBehavior(): ((options: object) => string) | undefined {
  return typeof Behavior === 'undefined' ? undefined : Behavior
}
