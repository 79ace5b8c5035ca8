import type { Configs } from './build-config'
import type { SourceFiles } from './source-files'

/** The name a component's classes are prefixed with, as glass-easel's style scopes expect. */
export function styleScope(stem: string): string {
  return stem.replace(/\W+/g, '-')
}

/** WXSS as CSS: rpx in terms of the viewport, and each page's and component's rules kept to itself. */
export async function compileStyles(files: SourceFiles, configs: Configs): Promise<Record<string, string>> {
  const styles: Record<string, string> = {}
  for (const stem of files.stems('.wxss')) {
    const css = translateUnits(await files.read(`${stem}.wxss`))
    styles[stem] = stem === 'app' ? selectPage(css) : scope(css, stem, configs[stem]?.component === true)
  }
  return styles
}

/** The screen is 750 rpx wide, whatever its pixels. */
function translateUnits(css: string) {
  return css.replace(/(-?[\d.]+)rpx\b/g, (_, length: string) => `calc(${length} * 100vw / 750)`)
}

function selectPage(css: string) {
  return css.replace(/(^|[\s,}])page(?=\s*[,{.:>])/g, '$1.page')
}

function scope(css: string, stem: string, isComponent: boolean) {
  const unsupported = /@(?!media\b|supports\b)[\w-]+/.exec(css)
  if (unsupported) throw new Error(`${stem}.wxss: the simulator supports ${unsupported[0]} in app.wxss only`)
  if (isComponent) return css.replace(/\.([A-Za-z_][\w-]*)(?=[^{}]*\{)/g, `.${styleScope(stem)}--$1`)
  return `.page[data-route="${stem}"] {\n${css}\n}`
}
