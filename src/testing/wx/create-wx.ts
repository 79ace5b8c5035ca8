import type { EnterOptions } from '../app/launch-options'
import type { NetworkChange } from '../device/network'
import type { FetchedData } from '../device/prefetch'
import { accountFunctions } from './account'
import type { Context } from './context'
import { deviceFunctions } from './device'
import type { FakeWx } from './fake-wx'
import { fileFunctions } from './files'
import type { NetworkOptions } from './kinds'
import { createListeners, type Listeners } from './listeners'
import type { NetworkName } from './names'
import { createQueue } from './queue'
import { storageFunctions } from './storage'
import { startTransfer, type Transfers } from './transfer'

/** At a time, uploads and downloads included. */
const MAX_REQUESTS = 10

export interface WxOfOneLife {
  wx: FakeWx
  /** Ends every unfinished request, and new ones at once. */
  interrupt(): void
  shown: Listeners<EnterOptions>
  hidden: Listeners<undefined>
  connected: Listeners<NetworkChange>
  fetched: Listeners<FetchedData>
}

export function createWx(context: Context): WxOfOneLife {
  const queue = createQueue(MAX_REQUESTS, (running) => context.history.inFlight(running))
  const transfers: Transfers = { queue, underWay: new Set() }
  const shown = createListeners<EnterOptions>()
  const hidden = createListeners<undefined>()
  const connected = createListeners<NetworkChange>()
  const fetched = createListeners<FetchedData>()
  const transfer = (name: NetworkName) => (options: NetworkOptions) =>
    startTransfer(context, transfers, name, options)

  const members: Record<string, unknown> = {
    ...accountFunctions(context),
    ...storageFunctions(context),
    ...deviceFunctions(context),
    ...fileFunctions(context),
    request: transfer('request'),
    uploadFile: transfer('uploadFile'),
    downloadFile: transfer('downloadFile'),
    onAppShow: shown.on,
    offAppShow: shown.off,
    onAppHide: hidden.on,
    offAppHide: hidden.off,
    onNetworkStatusChange: connected.on,
    offNetworkStatusChange: connected.off,
    onBackgroundFetchData: fetched.on,
  }
  const wx: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(members)) if (context.features.has(name)) wx[name] = member

  return {
    // The members are those of FakeWx; an older base library has fewer, as its documentation says.
    wx: wx as unknown as FakeWx,
    interrupt() {
      context.isInterrupted = true
      ;[...transfers.underWay].forEach((end) => end())
    },
    shown,
    hidden,
    connected,
    fetched,
  }
}
