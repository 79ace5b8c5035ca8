/** The part of a custom component's `this` that is in use. */
export interface ComponentInstance<Data> {
  readonly data: Readonly<Data>
  setData(data: Partial<Data>): void
  triggerEvent(name: string, detail?: object): void
}

type Hooks<Name extends string> = Partial<Record<Name, () => void>>

/** The part of the options of `Component` that is in use. Base library 2.6.1. */
export interface ComponentDefinition {
  options?: { multipleSlots?: boolean }
  externalClasses?: readonly string[]
  properties: Record<string, { type: unknown; value: unknown }>
  data: object
  observers?: Record<string, () => void>
  lifetimes: Hooks<'attached' | 'detached'>
  pageLifetimes: Hooks<'show'>
  methods?: Record<string, (event: never) => void>
}

/** The mini program's own `Component`. */
export function defineComponent<Instance>(definition: ComponentDefinition & ThisType<Instance>): void {
  const define = Component as unknown as (options: object) => void
  define(definition)
}
