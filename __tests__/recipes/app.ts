import { posix } from 'node:path'
import ts from 'typescript'
import { type ServerEvent, startServer } from '../../examples/server/start'
import { createWx, obligingUser } from '../../examples/simulator/wx'
import * as buttons from '../../src/buttons'
import * as library from '../../src/index'
import type { Auth } from '../../src/index'
import * as page from '../../src/page'
import { readRecipe } from './pages'

type Options = Record<string, unknown>
const LIBRARY: Record<string, unknown> = {
  'miniprogram-auth': library,
  'miniprogram-auth/buttons': buttons,
  'miniprogram-auth/page': page,
}

type Method = (...args: unknown[]) => unknown

/** A page as WeChat makes it of what Page() is given; its methods resolve when all that they began is done. */
export interface PageInstance {
  data: Options
  setData: (data: Options) => void
  call: (name: string, ...args: unknown[]) => Promise<unknown>
}

/**
 * The files of a recipe as an app, on a simulated phone, with the server that the recipe speaks with. `modules` stand
 * for what a project has besides: an HTTP client, its adapter.
 */
export async function openApp(name: string, modules: Options = {}) {
  const recipe = readRecipe(name)
  const events: ServerEvent[] = []
  const server = await startServer({
    port: 0,
    databasePath: ':memory:',
    control: true,
    onEvent: (event) => events.push(event),
  })
  const { standIn } = server
  if (!standIn) throw new Error('the server has no stand-in')
  const base = recipe.dialect === '' ? server.url : `${server.url}/dialects/${recipe.dialect}`
  const prefix = base.slice(server.url.length)

  const storage = new Map<string, string>()
  const seen = {
    calls: [] as string[],
    toasts: [] as string[],
    questions: [] as string[],
    visits: [] as string[],
  }
  const user = { confirms: true, allows: true }
  /** The pages that are open, and whether another may be opened. */
  const pages = { open: [] as { route: string }[], mayOpen: true }
  let dispose = () => {}
  let phone: ReturnType<typeof createWx>
  let cache = new Map<string, unknown>()
  let registered: Options

  /** What the app loads and begins anew at each start; what it has stored stays. */
  function start() {
    dispose()
    phone = createWx({
      standInURL: standIn?.url ?? '',
      appId: standIn?.appid ?? '',
      user: '小茶',
      storage,
      display: {
        ...obligingUser,
        toast: ({ title }) => void seen.toasts.push(title),
        modal: async ({ title = '' }) => {
          seen.questions.push(title)
          return Promise.resolve(user.confirms)
        },
        permission: () => Promise.resolve(user.allows),
        settings: async (permissions) => {
          for (const scope of Object.keys(permissions.all())) permissions.set(scope, user.allows)
          return Promise.resolve()
        },
      },
      record(entry) {
        if (entry.type === 'call' && entry.phase === 'started') seen.calls.push(entry.api)
      },
    })
    const { wx } = phone
    const visit = ({ url = 'back' }: { url?: string } = {}) => Promise.resolve(seen.visits.push(url))
    const navigateTo = ({ url, fail }: { url: string; fail?: (failure: { errMsg: string }) => void }) => {
      if (pages.mayOpen) return visit({ url })
      fail?.({ errMsg: 'navigateTo:fail webview count limit exceed' })
      return Promise.resolve(0)
    }
    const log = (level: string) => (code: string) => seen.visits.push(`${level} ${code}`)
    Object.assign(globalThis, {
      wx: {
        ...wx,
        navigateTo,
        navigateBack: visit,
        reLaunch: visit,
        saveImageToPhotosAlbum: ({ filePath }: { filePath: string }) => visit({ url: filePath }),
        getRealtimeLogManager: () => ({ warn: log('warn'), error: log('error') }),
      },
      App: register,
      Page: register,
      Behavior: () => 'behavior',
      getCurrentPages: () => pages.open,
    })
    cache = new Map()
    const auth = () => (load('auth.ts') as { auth: Auth }).auth
    dispose = () => {
      if (cache.has('auth.ts')) auth().destroy()
      phone.dispose()
    }
    if ('app.ts' in recipe.files) {
      load('app.ts')
      ;(registered.onLaunch as Method).call(registered)
    }
    return auth()
  }

  function register(options: Options) {
    registered = options
  }

  function load(file: string): unknown {
    if (cache.has(file)) return cache.get(file)
    const source = recipe.files[file]
    if (source === undefined) throw new Error(`${name}.md has no ${file}`)
    const { outputText } = ts.transpileModule(source.replaceAll('https://api.example.com', base), {
      compilerOptions: {
        module: ts.ModuleKind.CommonJS,
        target: ts.ScriptTarget.ES2022,
        esModuleInterop: true,
      },
    })
    const module = { exports: {} }
    const require = (wanted: string) => {
      if (wanted in LIBRARY) return LIBRARY[wanted]
      if (wanted in modules) return modules[wanted]
      return load(`${posix.join(posix.dirname(file), wanted)}.ts`)
    }
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- the recipe's code
    new Function('require', 'module', 'exports', outputText)(require, module, module.exports)
    cache.set(file, module.exports)
    return module.exports
  }

  async function control(path: string, body: object = {}) {
    const response = await fetch(`${server.url}/control/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`POST /control/${path} answered ${response.status}`)
  }

  return {
    url: server.url,
    user,
    pages,
    seen,
    start,
    module: load,
    page(path: string): PageInstance {
      // Each visit is a page of its own.
      cache.delete(`${path}.ts`)
      load(`${path}.ts`)
      const page: Options & { data: Options } = {
        ...registered,
        data: { ...(registered.data as Options) },
        setData: (data: Options) => Object.assign(page.data, data),
      }
      return {
        data: page.data,
        setData: page.setData as PageInstance['setData'],
        async call(method, ...args) {
          phone.tap()
          return await (page[method] as Method).apply(page, args)
        },
      }
    },
    get phone() {
      return phone
    },
    /** What WeChat itself does on the phone: `login`, `user-info`, `phone-number`. */
    async client(path: string) {
      const response = await fetch(`${standIn.url}/client/${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ appid: standIn.appid, user: '小茶' }),
      })
      return (await response.json()) as Options
    },
    logins: () => seen.calls.filter((api) => api === 'login').length,
    calls: (api: string) => seen.calls.filter((call) => call === api).length,
    /** What arrived at the server, by its own word: `GET /orders 200`, `POST /orders rejected`. */
    arrived: () =>
      events.flatMap((event) => {
        if (event.type !== 'request' || event.path.startsWith('/control')) return []
        const rejected = event.status === 401 || event.sessionRejected === true
        return [`${event.method} ${event.path.replace(prefix, '')} ${rejected ? 'rejected' : event.status}`]
      }),
    forget() {
      events.length = 0
      for (const list of Object.values(seen)) list.length = 0
    },
    expire: () => control('expire-sessions'),
    rotateKeys: () => control('rotate-session-keys'),
    setLogins: (mode: 'ok' | 'fail' | 'hang') => control('login-mode', { mode }),
    async close() {
      dispose()
      await server.close()
    },
  }
}
