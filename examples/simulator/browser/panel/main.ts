import { createPhone } from '../../wx'
import type { Settings } from '../host'
import { appStorage } from './app-storage'
import { createControls } from './controls'
import { createCounters } from './counters'
import { existing } from './dom'
import { createStateCard } from './state-card'
import { createTimelineCard } from './timeline-card'

async function main() {
  const settings = (await (await fetch('/simulator/settings.json')).json()) as Settings
  const frame = existing('phone') as HTMLIFrameElement
  const cover = existing('cover')
  const phone = createPhone()
  const stateCard = createStateCard(existing('state'))
  const counters = createCounters(existing('counters'))
  const timeline = createTimelineCard(existing('timeline'))

  function restart() {
    phone.show()
    stateCard.reset()
    counters.reset()
    timeline.launched()
    frame.src = '/simulator/phone.html'
  }

  createControls(existing('controls'), {
    phone,
    restart,
    clearAndRestart() {
      appStorage.clear()
      restart()
    },
  })
  phone.subscribe(() => (cover.hidden = phone.foreground))

  window.simulator = {
    phone,
    storage: appStorage,
    settings,
    record(entry) {
      counters.count(entry)
      timeline.record(entry)
    },
    launched(auth) {
      if (auth) stateCard.watch(auth)
    },
  }
  restart()
}

void main()
