import { posix } from 'node:path'
import type { Configs } from './build-config'
import type { SourceFiles } from './source-files'

/** The name a component's classes are prefixed with, as glass-easel's style scopes expect. */
function styleScope(stem: string): string {
  return stem.replace(/\W+/g, '-')
}

/** WXSS as CSS: rpx in terms of the viewport, and each page's and component's rules kept to itself. */
export async function compileStyles(files: SourceFiles, configs: Configs): Promise<Record<string, string>> {
  const styles: Record<string, string> = {}
  for (const stem of files.stems('.wxss')) {
    const css = translateUnits(await readWithImports(files, `${stem}.wxss`))
    styles[stem] = stem === 'app' ? selectPage(css) : scope(css, stem, configs[stem]?.component === true)
  }
  return styles
}

/** With what it imports in the place of the import. */
async function readWithImports(files: SourceFiles, path: string): Promise<string> {
  let css = await files.read(path)
  for (const [statement, target = ''] of css.matchAll(/@import\s+['"]([^'"]+)['"]\s*;/g)) {
    const imported = target.startsWith('/') ? target.slice(1) : posix.join(posix.dirname(path), target)
    css = css.replace(statement, await readWithImports(files, imported))
  }
  return css
}

/** The screen is 750 rpx wide, whatever its pixels. */
function translateUnits(css: string) {
  return css.replace(/(-?[\d.]+)rpx\b/g, (_, length: string) => `calc(${length} * 100vw / 750)`)
}

function selectPage(css: string) {
  return css.replace(/(^|[\s,}])page(?=\s*[,{.:>])/g, '$1.page')
}

/** The names of animations are left to the whole app, so that only they must differ. */
const KEYFRAMES = /@(?:-webkit-)?keyframes\s[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g

function scope(css: string, stem: string, isComponent: boolean) {
  const keyframes = css.match(KEYFRAMES) ?? []
  const rules = css.replace(KEYFRAMES, '')
  const unsupported = /@(?!media\b|supports\b)[\w-]+/.exec(rules)
  if (unsupported) throw new Error(`${stem}.wxss: the simulator supports ${unsupported[0]} in app.wxss only`)
  const scoped = isComponent ? scopeComponent(rules, stem) : `.page[data-route="${stem}"] {\n${rules}\n}`
  return [scoped, ...keyframes].join('\n')
}

function scopeComponent(rules: string, stem: string) {
  return rules
    .replace(/\.([A-Za-z_][\w-]*)(?=[^{}]*\{)/g, `.${styleScope(stem)}--$1`)
    .replace(/:host\b/g, `[wx-host="${styleScope(stem)}"]`)
}
