import type { ComponentSpace } from 'glass-easel'

/** What an open-type button asks WeChat, and the event that brings the answer. */
export interface OpenType {
  event: string
  ask: (answered: (detail: object) => void) => void
}

type Host = { getBackendElement(): unknown }

const element = (component: Host) => component.getBackendElement() as HTMLElement | null

/** An attribute of the DOM element follows the property: the style sheet does the rest. */
function reflect(name: string) {
  return function (this: unknown, value: string | boolean) {
    element((this as { _$?: Host })._$ ?? (this as Host))?.toggleAttribute(
      name,
      value !== false && value !== '',
    )
    if (typeof value === 'string' && value !== '') element(this as Host)?.setAttribute(name, value)
  }
}

const CONTAINERS = ['view', 'text', 'scroll-view', 'form', 'label', 'cover-view']

/** glass-easel binds `bindtap` on components only, so that every built-in tag is defined as one. */
export function defineBuiltIns(space: ComponentSpace, openTypes: Record<string, OpenType>) {
  const define = (tag: string, definition: Parameters<ComponentSpace['defineComponent']>[0] = {}) =>
    space.setGlobalUsingComponent(tag, space.defineComponent({ is: `wx://${tag}`, ...definition }))

  for (const tag of CONTAINERS) define(tag)

  define('image', {
    properties: { src: String, mode: String },
    observers: {
      src(this: Host, src: string) {
        const target = element(this)
        if (target) target.style.backgroundImage = src ? `url(${JSON.stringify(assetURL(src))})` : ''
      },
    },
  })

  define('input', {
    properties: { value: String, placeholder: String, type: String, disabled: Boolean },
    observers: {
      value(this: Host, value: string) {
        const target = element(this) as HTMLInputElement | null
        if (target && target.value !== value) target.value = value
      },
      placeholder: reflect('placeholder'),
      disabled: reflect('disabled'),
    },
  })

  define('button', {
    properties: { openType: String, type: String, size: String, disabled: Boolean, loading: Boolean },
    observers: {
      type: reflect('type'),
      size: reflect('size'),
      disabled: reflect('disabled'),
      loading: reflect('loading'),
    },
    lifetimes: {
      attached() {
        this.addListener('tap', () => {
          const { openType, disabled } = this.data as { openType: string; disabled: boolean }
          const open = openTypes[openType]
          if (open && !disabled) open.ask((detail) => this.triggerEvent(open.event, detail))
        })
      },
    },
  })
}

/** '/images/a.png' and 'images/a.png' are files of the app; others are URLs. */
export function assetURL(src: string) {
  return /^\w+:/.test(src) ? src : `/simulator/app/${src.replace(/^\//, '')}`
}
