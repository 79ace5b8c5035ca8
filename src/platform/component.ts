/** The part of a custom component's `this` that is in use. */
export interface ComponentInstance<Data> {
  readonly data: Readonly<Data>
  setData(data: Partial<Data>): void
  triggerEvent(name: string, detail?: object): void
}

type Hooks<Name extends string> = Partial<Record<Name, () => void>>

/**
 * The part of the options of `Component` that is in use. Base library 2.6.1. Each component's script calls `Component` by
 * itself: some hosts give it to those scripts alone, and others look for the call.
 */
export type ComponentDefinition<Instance> = Definition & ThisType<Instance>

interface Definition {
  options?: { multipleSlots?: boolean }
  externalClasses?: string[]
  properties: Record<string, { type: StringConstructor | BooleanConstructor; value: unknown }>
  data: object
  observers?: Record<string, () => void>
  lifetimes: Hooks<'attached' | 'detached'>
  pageLifetimes: Hooks<'show'>
  methods?: Record<string, (event: never) => void>
}
