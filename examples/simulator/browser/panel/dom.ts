type Child = HTMLElement | string

/** An element with a class, children and `data-test`, the name tests know it by. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  { className = '', test = '' }: { className?: string; test?: string },
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const created = document.createElement(tag)
  if (className) created.className = className
  if (test) created.dataset.test = test
  created.append(...children)
  return created
}

/** What index.html has under that name. */
export function existing(test: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`[data-test="${test}"]`)
  if (!found) throw new Error(`index.html lacks ${test}`)
  return found
}

export function timeOfDay(at: number): string {
  const time = new Date(at)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`
}
