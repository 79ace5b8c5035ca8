import type { Auth } from '../../auth'
import type { ComponentDefinition } from '../../platform/component'
import { followAuth } from '../provide'
import { createHandlers, type Button, type Handlers, type Tell } from './handlers'
import { openTypeOf, unknownOpenType, type Kind } from './open-type'
import { prepare } from './prepare'

/** What an attached button needs. */
interface Presence {
  auth?: Auth
  handlers?: Handlers
  unfollow: () => void
  /** The number of promises under way. */
  work: number
}

const NO_AUTH =
  "auth-button: whose login? Call provideAuth(auth), of 'miniprogram-auth/components/provide', in app.ts"

const presences = new WeakMap<Button, Presence>()

const tell: Tell = (button, name, detail) => {
  if (presences.has(button)) button.triggerEvent(name, detail)
}

const definition: ComponentDefinition<Button> = {
  externalClasses: ['custom-class', 'hover-class'],
  properties: {
    openType: { type: String, value: '' },
    prepare: { type: Boolean, value: true },
    text: { type: String, value: '' },
    ariaLabel: { type: String, value: '' },
    type: { type: String, value: 'default' },
    size: { type: String, value: 'default' },
    plain: { type: Boolean, value: false },
    disabled: { type: Boolean, value: false },
    loading: { type: Boolean, value: false },
    lang: { type: String, value: 'en' },
    phoneNumberNoQuotaToast: { type: Boolean, value: true },
  },
  data: { busy: false, nativeType: '' },
  observers: {
    openType() {
      const { openType } = this.data
      if (!openTypeOf(openType)) console.error(unknownOpenType(openType))
      refresh(this)
    },
  },
  lifetimes: {
    attached() {
      const presence: Presence = { unfollow: () => undefined, work: 0 }
      presences.set(this, presence)
      presence.unfollow = followAuth((auth) => {
        presence.auth = auth
        presence.handlers = createHandlers(auth, tell)
        refresh(this)
      })
    },
    detached() {
      presences.get(this)?.unfollow()
      presences.delete(this)
    },
  },
  pageLifetimes: {
    show() {
      look(this)
    },
  },
  methods: {
    onTap(this: Button, event: never) {
      const { openType } = this.data
      const known = openTypeOf(openType)
      if (!presences.get(this)?.auth) complain(this, NO_AUTH)
      else if (!known) complain(this, unknownOpenType(openType))
      else if (known.kind === 'login') run(this, 'login', event)
    },
    onUserInfo(this: Button, event: never) {
      run(this, 'userInfo', event)
    },
    onPhoneNumber(this: Button, event: never) {
      run(this, 'phoneNumber', event)
    },
    onAvatar(this: Button, event: never) {
      run(this, 'avatar', event)
    },
    onAgree(this: Button, { detail }: { detail: object }) {
      tell(this, 'agree', detail)
    },
  },
}
Component(definition)

/** Without an auth, or with an unknown open type, the platform must neither ask the user nor bill the app. */
function refresh(button: Button) {
  const { openType, nativeType } = button.data
  const opens = presences.get(button)?.auth && openTypeOf(openType) ? openType : ''
  if (opens !== nativeType) button.setData({ nativeType: opens })
  look(button)
}

/** The button is visible, and may be tapped soon. */
function look(button: Button) {
  const presence = presences.get(button)
  const openType = openTypeOf(button.data.openType)
  if (!presence?.auth || !button.data.prepare) return
  // A login waits for the tap.
  if (!openType || openType.kind === 'login') return
  // No tap during a login: data encrypted with a key that is being replaced cannot be read.
  void prepare(presence.auth, openType.needsKey, (login) => busy(button, login))
}

function run(button: Button, kind: Kind, event: never) {
  const result = presences.get(button)?.handlers?.[kind].call(button, event)
  if (result instanceof Promise) busy(button, result)
}

/** Disables the button until the work has ended. */
function busy(button: Button, work: Promise<unknown>) {
  const presence = presences.get(button)
  if (!presence) return
  const change = (by: number) => {
    presence.work += by
    const isBusy = presence.work > 0
    if (presences.get(button) === presence && button.data.busy !== isBusy) button.setData({ busy: isBusy })
  }
  const done = () => change(-1)
  change(1)
  work.then(done, done)
}

function complain(button: Button, message: string) {
  // Whoever forgot provideAuth() may have forgotten to listen, too.
  console.error(message)
  tell(button, 'error', { code: 'INVALID_OPTIONS', message })
}
