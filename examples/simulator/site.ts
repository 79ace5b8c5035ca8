import { Hono } from 'hono'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
}

/** What the panel asks for at its start. */
export interface SiteSettings {
  standInURL: string
  appId: string
  user: string
  /** What the app may call the backend. */
  backendOrigins: string[]
}

/** The built simulator as routes: the panel at `/`, everything else under `/simulator`. */
export function createSite(directory: string, settings: () => SiteSettings): Hono {
  const site = new Hono()
  site.get('/', async (c) => c.html(await readFile(join(directory, 'index.html'), 'utf8')))
  site.get('/simulator/settings.json', (c) => c.json(settings()))
  site.get('/simulator/*', async (c) => {
    const path = c.req.path.slice('/simulator/'.length)
    const type = TYPES[extname(path)]
    if (type === undefined || path.includes('..')) return c.notFound()
    const content = await readFile(join(directory, path)).catch(() => null)
    if (!content) return c.notFound()
    return c.body(new Uint8Array(content), 200, { 'content-type': type, 'cache-control': 'no-store' })
  })
  return site
}
