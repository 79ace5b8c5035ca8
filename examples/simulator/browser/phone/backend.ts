import * as glassEasel from 'glass-easel'

/** glass-easel's DOM backend, with what it leaves to its host: the dispatch of events. */
export function createBackend() {
  const context = new glassEasel.CurrentWindowBackendContext()
  context.onEvent((target, type, detail: unknown, options) => {
    const event = new glassEasel.Event(type, inputDetail(options) ?? detail, options)
    glassEasel.Event.dispatchEvent(target, event)
    if (event.defaultPrevented() && options.originalEvent instanceof Event)
      options.originalEvent.preventDefault()
  })
  return context
}

/** A DOM event of an input says nothing of its value; a mini program's `detail` does. */
function inputDetail({ originalEvent }: glassEasel.EventOptions) {
  const target = originalEvent instanceof Event ? originalEvent.target : null
  const tells = originalEvent instanceof InputEvent || (originalEvent as Event | undefined)?.type === 'change'
  return target instanceof HTMLInputElement && tells
    ? { value: target.value, cursor: target.selectionStart }
    : undefined
}
