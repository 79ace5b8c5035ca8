export function add(parent: HTMLElement, className: string, text = ''): HTMLElement {
  const element = document.createElement('div')
  element.className = className
  element.textContent = text
  parent.append(element)
  return element
}

export function addButton(parent: HTMLElement, className: string, text: string, pressed: () => void) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = className
  button.textContent = text
  button.addEventListener('click', pressed)
  parent.append(button)
  return button
}

/** What phone.html has. */
export function find(selector: string): HTMLElement {
  const element = document.querySelector<HTMLElement>(selector)
  if (!element) throw new Error(`phone.html lacks ${selector}`)
  return element
}

interface Frame<Answer> {
  /** 'dialog' in the middle, 'sheet' at the lower edge. */
  kind: 'dialog' | 'sheet'
  label: string
  /** What a press on the dark around it answers; without it, nothing happens there. */
  outside?: Answer
}

/** Shows a box above all until it is answered. */
export function ask<Answer>(
  layer: HTMLElement,
  frame: Frame<Answer>,
  build: (box: HTMLElement, answer: (value: Answer) => void) => void,
): Promise<Answer> {
  return new Promise((resolve) => {
    const mask = add(layer, `mask mask-${frame.kind}`)
    const box = add(mask, frame.kind)
    box.setAttribute('role', 'dialog')
    box.setAttribute('aria-modal', 'true')
    box.setAttribute('aria-label', frame.label)
    const answer = (value: Answer) => {
      mask.remove()
      resolve(value)
    }
    mask.addEventListener('click', ({ target }) => {
      if (target === mask && frame.outside !== undefined) answer(frame.outside)
    })
    build(box, answer)
  })
}
