import { createPhone } from '../../wx'
import type { Run, Settings } from '../host'
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
  let run: Run | undefined
  const stateCard = createStateCard(existing('state'))
  const counters = createCounters(existing('counters'), () => run?.forgetRefusals())
  const timeline = createTimelineCard(existing('timeline'))

  async function restart(clear: boolean) {
    // First the end of the old run, so that it neither hears of the foreground nor is heard of any more.
    run?.dispose()
    run = undefined
    stateCard.reset()
    await load(frame, 'about:blank')
    if (clear) {
      appStorage.clear()
      phone.permissions.clear()
    }
    phone.show()
    counters.reset()
    timeline.launched()
    await load(frame, '/simulator/phone.html')
  }

  createControls(existing('controls'), {
    phone,
    restart: () => restart(false),
    clearAndRestart: () => restart(true),
    told: (what) => timeline.server(what),
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
    launched(next) {
      run = next
    },
    authMade(auth) {
      if (!stateCard.watch(auth)) return
      auth.subscribe(({ status }) => {
        if (status === 'loggedOut') run?.forgetRefusals()
      })
    },
    problem: (text) => timeline.problem(text),
  }
  await restart(false)
}

function load(frame: HTMLIFrameElement, url: string) {
  return new Promise((resolve) => {
    frame.addEventListener('load', resolve, { once: true })
    frame.src = url
  })
}

void main()
