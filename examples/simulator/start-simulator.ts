import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EventListener, startServer } from '../server/start'
import { buildMiniProgram } from './build'
import { miniProgramSource } from './paths'
import { findProject } from './project'
import { createSite, type SiteSettings } from './site'
import { BACKEND_ORIGINS } from './usage'

export interface SimulatorOptions {
  /** The folder that WeChat DevTools would open, which is only read; by default, the example's. */
  source?: string
  /** By default 8080, or the next free one; 0: any free port. */
  port?: number
  /** Whose phone it is. */
  user?: string
  onEvent?: EventListener
}

export interface Simulator {
  url: string
  port: number
  /** Where the app.json is that runs. */
  app: string
  backendURL: string
  close(): Promise<void>
}

/** Builds a mini program and serves it, with the backend it talks to and a stand-in for WeChat. */
export async function startSimulator({
  source = miniProgramSource,
  port,
  user = '小茶',
  onEvent,
}: SimulatorOptions = {}): Promise<Simulator> {
  const project = await findProject(source)
  // A folder of its own, so that any number can run side by side.
  const output = await mkdtemp(join(tmpdir(), 'miniprogram-simulator-'))
  process.once('exit', () => rmSync(output, { recursive: true, force: true }))

  await buildMiniProgram({ project, output })
  let settings: SiteSettings | null = null
  const routes = createSite(join(output, 'site'), () => {
    if (!settings) throw new Error('The simulator is asked before it has started.')
    return settings
  })
  // In memory: the stand-in forgets its users at the end, too.
  const server = await startServer({ port, databasePath: ':memory:', control: true, routes, onEvent })
  if (!server.standIn) throw new Error('The simulator needs the stand-in for WeChat.')
  const { url: standInURL, appid: appId } = server.standIn
  settings = { standInURL, appId, user, backendOrigins: BACKEND_ORIGINS }
  return {
    url: server.url,
    port: server.port,
    app: project.app,
    // The panel is a route of the backend, which WeChat's stand-in is not.
    backendURL: server.url,
    close: () => server.close(),
  }
}
