import { add, addButton } from './dom'

/** The suggestion above the keyboard, while an `<input type="nickname">` has the focus. */
export function createNicknameBar(layer: HTMLElement, suggest: () => Promise<string>) {
  let bar: HTMLElement | undefined

  function close() {
    bar?.remove()
    bar = undefined
  }

  function open(input: HTMLInputElement, name: string) {
    close()
    bar = add(layer, 'nickname-bar')
    bar.setAttribute('role', 'group')
    bar.setAttribute('aria-label', '微信昵称')
    // The press must not take the focus away from the input, and with it this bar.
    bar.addEventListener('mousedown', (event) => event.preventDefault())
    add(bar, 'nickname-label', '用微信昵称')
    addButton(bar, 'nickname-choice', name, () => {
      input.value = name
      input.dispatchEvent(new InputEvent('input', { bubbles: true }))
      // A browser tells of a change only if its user has typed.
      input.dispatchEvent(new Event('change', { bubbles: true }))
      input.blur()
    })
  }

  return function watch(input: HTMLInputElement) {
    input.addEventListener('blur', close)
    input.addEventListener('focus', () => {
      suggest().then(
        (name) => open(input, name),
        // Without a consent it is an input like any other.
        () => close(),
      )
    })
  }
}
