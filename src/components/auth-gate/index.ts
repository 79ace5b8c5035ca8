import type { Auth } from '../../auth'
import type { ComponentInstance, ComponentDefinition } from '../../platform/component'
import { eventError } from '../event-error'
import type { AuthGateEvents, GateView } from '../events'
import { mayLogIn } from '../may-log-in'
import { followAuth } from '../provide'
import { viewOf } from './view'

interface Data {
  auto: boolean
  view: GateView | ''
}

type Gate = ComponentInstance<Data>

interface Presence {
  auth?: Auth
  leave: () => void
}

const presences = new WeakMap<Gate, Presence>()

const definition: ComponentDefinition<Gate> = {
  options: { multipleSlots: true },
  externalClasses: ['custom-class'],
  properties: { auto: { type: Boolean, value: true } },
  // Nothing until the state is known, so that no slot flashes.
  data: { view: '' },
  observers: {
    auto() {
      update(this)
      ask(this)
    },
  },
  lifetimes: {
    attached() {
      let unsubscribe = () => {}
      const presence: Presence = { leave: () => undefined }
      presences.set(this, presence)
      const unfollow = followAuth((auth) => {
        unsubscribe()
        presence.auth = auth
        unsubscribe = auth.subscribe(() => update(this))
        update(this, '')
        ask(this)
      })
      presence.leave = () => {
        unfollow()
        unsubscribe()
      }
      // The page may have removed the gate when it heard of the first view.
      if (presences.get(this) !== presence) presence.leave()
      else if (!presence.auth) show(this, 'loading')
    },
    detached() {
      presences.get(this)?.leave()
      presences.delete(this)
    },
  },
  pageLifetimes: {
    show() {
      ask(this)
    },
  },
}
Component(definition)

/** The outcome arrives as a change of the state. */
function ask(gate: Gate) {
  const auth = presences.get(gate)?.auth
  if (auth && gate.data.auto && mayLogIn(auth.state)) auth.ensureLogin().catch(() => undefined)
}

function update(gate: Gate, shown = gate.data.view) {
  const auth = presences.get(gate)?.auth
  if (!auth) return
  const { state } = auth
  const isNews = show(gate, viewOf(state, gate.data.auto, shown))
  if (isNews && gate.data.view === 'failed' && state.status === 'failed')
    tell(gate, 'error', eventError(state.error))
}

function show(gate: Gate, view: GateView): boolean {
  if (view === gate.data.view) return false
  gate.setData({ view })
  tell(gate, 'change', { view })
  return true
}

function tell<Name extends keyof AuthGateEvents>(gate: Gate, name: Name, detail: AuthGateEvents[Name]) {
  gate.triggerEvent(name, detail)
}
