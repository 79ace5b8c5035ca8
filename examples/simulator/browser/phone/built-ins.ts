import type { ComponentSpace } from 'glass-easel'
import type { OpenType } from '../../wx'
import { commonObservers, commonProperties } from './common-attributes'
import { element, type Host } from './host-element'

/** What WeChat does at the tags of a template. */
export interface Doings {
  openTypes: Record<string, OpenType>
  nicknameInput: (input: HTMLInputElement) => void
  navigate: (openType: string, target: { url: string; delta: number }) => void
}

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

const CONTAINERS = [
  'view',
  'text',
  'scroll-view',
  'form',
  'label',
  'cover-view',
  'root-portal',
  'page-container',
]

type Definition = Parameters<ComponentSpace['defineComponent']>[0]

/** glass-easel binds `bindtap` on components only, so that every built-in tag is defined as one. */
export function defineBuiltIns(space: ComponentSpace, { openTypes, nicknameInput, navigate }: Doings) {
  const define = (tag: string, definition: Definition = {}) =>
    space.setGlobalUsingComponent(
      tag,
      space.defineComponent({
        is: `wx://${tag}`,
        ...definition,
        properties: { ...commonProperties, ...definition.properties },
        observers: { ...commonObservers, ...(definition.observers as object) },
      }),
    )
  const open = opener(openTypes)

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
    lifetimes: {
      attached() {
        const target = element(this)
        if (this.data.type === 'nickname' && target instanceof HTMLInputElement) nicknameInput(target)
      },
    },
  })

  define('navigator', {
    properties: { url: String, openType: String, delta: { type: Number, value: 1 } },
    lifetimes: {
      attached() {
        this.addListener('tap', () => {
          const { openType, url, delta } = this.data as { openType: string; url: string; delta: number }
          navigate(openType || 'navigate', { url, delta })
        })
      },
    },
  })

  define('button', {
    properties: {
      openType: String,
      type: String,
      size: String,
      plain: Boolean,
      disabled: Boolean,
      loading: Boolean,
    },
    observers: {
      type: reflect('type'),
      size: reflect('size'),
      plain: reflect('plain'),
      disabled: reflect('disabled'),
      loading: reflect('loading'),
    },
    lifetimes: {
      attached() {
        this.addListener('tap', () => {
          const { openType, disabled } = this.data as { openType: string; disabled: boolean }
          if (!disabled) void open(openType, (event, detail) => this.triggerEvent(event, detail))
        })
      },
    },
  })
}

const AGREE = 'agreePrivacyAuthorization'

/** 'getPhoneNumber|agreePrivacyAuthorization' is both, and first the consent, whatever their order. */
function opener(openTypes: Record<string, OpenType>) {
  return async function open(names: string, answered: (event: string, detail: object) => void) {
    const inOrder = names.split('|').sort((one, other) => Number(other === AGREE) - Number(one === AGREE))
    for (const name of inOrder) {
      const openType = openTypes[name]
      if (openType) answered(openType.event, await openType.ask())
    }
  }
}

/** '/images/a.png' and 'images/a.png' are files of the app; others are URLs. */
export function assetURL(src: string) {
  return /^\w+:/.test(src) ? src : `/simulator/app/${src.replace(/^\//, '')}`
}
