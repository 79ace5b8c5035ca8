import { badUse } from '../bad-use'
import type { History } from '../history'
import type { Timeline } from '../time/timeline'
import { checkLaunchOptions, checkShowOptions, type LaunchOptions, type ShowOptions } from './launch-options'
import type { Life, LifeState } from './life'

/** The app's life cycle, in the test's hands. Storage, the connection and the server survive it. */
export interface App {
  /** `background` for the first seconds after hide(), in which the app still runs. */
  readonly state: LifeState
  /** The user leaves: onAppHide at once; requests are interrupted and the app is suspended some seconds later. */
  hide(): void
  /** The user comes back: onAppShow at once; then, as time passes, all that was frozen, late. */
  show(options?: ShowOptions): void
  /** The system destroys the app: its callbacks never come, its timers are gone. */
  kill(): void
  /** A cold start, after kill(), with a new `world.wx` and `world.clock`. */
  launch(options?: LaunchOptions): void
}

/** What one launch brings about. */
export interface Run {
  life: Life
  /** Ends every unfinished request, and new ones at once. */
  interrupt(): void
  hidden(): void
  shown(options: ShowOptions): void
}

export interface Background {
  /** ms */
  interruptAfter: number
  /** ms */
  suspendAfter: number
}

interface AppContext {
  timeline: Timeline
  history: History
  background: Background
  start: (options: LaunchOptions) => Run
}

export function createApp({ timeline, history, background, start }: AppContext): App {
  let run: Run | null = null
  let cancels: Array<() => void> = []
  const state = () => run?.life.state ?? 'dead'

  function demand(call: string, ...states: LifeState[]): Run {
    if (!run || !states.includes(state()))
      throw badUse(`app.${call}: the app is ${state()}, not ${states.join(' or ')}`)
    return run
  }
  function stopWaiting() {
    cancels.forEach((cancel) => cancel())
    cancels = []
  }

  return {
    get state() {
      return state()
    },
    hide() {
      const current = demand('hide', 'foreground')
      history.add({ type: 'app', event: 'hide' })
      current.life.enter('background')
      // With the same time for both, the app is suspended first: what interruptions say comes when it returns.
      cancels = [
        timeline.schedule(background.suspendAfter, () => {
          history.add({ type: 'app', event: 'suspend' })
          current.life.enter('suspended')
        }),
        timeline.schedule(background.interruptAfter, () => {
          history.add({ type: 'app', event: 'interrupt' })
          current.interrupt()
        }),
      ]
      current.hidden()
    },
    show(options = {}) {
      checkShowOptions('app.show', options)
      const current = demand('show', 'background', 'suspended')
      stopWaiting()
      history.add({ type: 'app', event: 'show', options })
      current.life.enter('foreground')
      current.shown(options)
    },
    kill() {
      const { life } = demand('kill', 'foreground', 'background', 'suspended')
      stopWaiting()
      history.add({ type: 'app', event: 'kill' })
      life.enter('dead')
    },
    launch(options = {}) {
      checkLaunchOptions('app.launch', options)
      if (state() !== 'dead')
        throw badUse('app.launch: the app is running; kill() it first, or world.restart()')
      run = start(options)
    },
  }
}
