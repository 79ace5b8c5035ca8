import * as glassEasel from 'glass-easel'

/** glass-easel's DOM backend, with what it leaves to its host: the dispatch of events. */
export function createBackend(tap: () => void) {
  const context = new glassEasel.CurrentWindowBackendContext()
  context.onEvent((target, type, detail: unknown, options) => {
    if (type === 'tap') tap()
    const event = new glassEasel.Event(type, inputDetail(options) ?? detail, options)
    glassEasel.Event.dispatchEvent(target, event)
    if (event.defaultPrevented() && options.originalEvent instanceof Event)
      options.originalEvent.preventDefault()
  })
  return context
}

const VALUE_EVENTS = ['input', 'change', 'focus', 'blur']

/** A DOM event of an input says nothing of its value; a mini program's `detail` does. */
function inputDetail({ originalEvent }: glassEasel.EventOptions) {
  if (!(originalEvent instanceof Event)) return undefined
  const { target, type } = originalEvent
  return target instanceof HTMLInputElement && VALUE_EVENTS.includes(type)
    ? { value: target.value, cursor: target.selectionStart }
    : undefined
}
