import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

// vitepress looks at pages, and not at what is behind the #.

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesBelow(path) : entry.name.endsWith('.html') ? [path] : []
  })
}

/** The links of the built pages that lead nowhere. */
export function deadLinks(site) {
  const pages = new Map(filesBelow(site).map((file) => [file, readFileSync(file, 'utf8')]))
  const dead = []
  for (const [file, html] of pages) {
    for (const [, href] of html.matchAll(/<a [^>]*?href="([^"]+)"/g)) {
      if (/^(?:[a-z]+:|\/\/)/.test(href)) continue
      const [path, anchor] = decodeURIComponent(href.replaceAll('&amp;', '&')).split('#')
      const found =
        path === '' ? file : locate(path.startsWith('/') ? join(site, path) : resolve(dirname(file), path))
      const target = found && pages.get(found)
      if (!found || (target && anchor && !target.includes(`id="${anchor}"`)))
        dead.push(`${relative(site, file)}: ${href}`)
    }
  }
  return [...new Set(dead)]
}

function locate(path) {
  return [path, `${path}.html`, join(path, 'index.html')].find(
    (file) => existsSync(file) && !readdirSafe(file),
  )
}

function readdirSafe(path) {
  try {
    readdirSync(path)
    return true
  } catch {
    return false
  }
}
