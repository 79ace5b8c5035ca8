import { createRequire } from 'node:module'
import type { SourceFiles } from './source-files'

interface Warning {
  message: string
  startLine: number
}

interface TemplateGroup {
  addTmpl(path: string, text: string): Warning[] | undefined
  addScript(path: string, text: string): void
  getTmplGenObjectGroups(): string
}

const require = createRequire(import.meta.url)

/** All WXML as one JavaScript expression. A template the compiler has doubts about fails the build. */
export async function compileTemplates(files: SourceFiles): Promise<string> {
  const compiler = require('glass-easel-template-compiler') as { TmplGroup: new () => TemplateGroup }
  const group = new compiler.TmplGroup()
  const warnings: string[] = []
  for (const stem of files.stems('.wxs')) group.addScript(stem, await files.read(`${stem}.wxs`))
  for (const stem of files.stems('.wxml')) {
    for (const warning of group.addTmpl(stem, await files.read(`${stem}.wxml`)) ?? []) {
      warnings.push(`${stem}.wxml:${warning.startLine + 1}: ${warning.message}`)
    }
  }
  if (warnings.length > 0) throw new Error(warnings.join('\n'))
  return group.getTmplGenObjectGroups()
}
