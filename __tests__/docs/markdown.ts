import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import ts from 'typescript'

export const ROOT = join(__dirname, '../..')

/** Installed, built, or written by the site's build: nobody's prose. */
const SKIPPED = new Set(['node_modules', 'miniprogram_npm', 'miniprogram_dist', 'es', 'types', 'coverage'])

/** The paths of all Markdown files, from the root. */
export function pagesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      const isOurs =
        !SKIPPED.has(entry.name) && path !== join('docs', 'api') && !/^\.(?!github)/.test(entry.name)
      return isOurs ? pagesBelow(path) : []
    }
    return entry.name.endsWith('.md') ? [path.replaceAll('\\', '/')] : []
  })
}

export interface Block {
  language: string
  code: string
}

export interface Page {
  path: string
  text: string
  blocks: Block[]
  /** Without code blocks, front matter and comments. */
  prose: string
  headings: Array<{ level: number; title: string }>
  /** How many rows and columns each table has. */
  tables: Array<[rows: number, columns: number]>
}

const FENCE = /^```(\w*)[^\n]*\n([^]*?)^```$/gm

export function readPage(path: string): Page {
  const text = readFileSync(join(ROOT, path), 'utf8')
  const blocks = [...text.matchAll(FENCE)].map(([, language = '', code = '']) => ({ language, code }))
  const prose = text
    .replace(/^---\n[^]*?\n---\n/, '')
    .replace(FENCE, '')
    .replace(/<!--[^]*?-->/g, '')
  const headings = [...prose.matchAll(/^(#+) (.+)$/gm)].map(([, marks = '', title = '']) => ({
    level: marks.length,
    title,
  }))
  const tables = (prose.match(/(?:^\|.*\|(?:\n|$))+/gm) ?? []).map((table): [number, number] => {
    const rows = table.trim().split('\n')
    return [rows.length, String(rows[0]).replaceAll('\\|', '').split('|').length - 2]
  })
  return { path, text, blocks, prose, headings, tables }
}

/** What a heading is linked as, on GitHub and on the site. */
export function anchorOf(title: string): string {
  return title
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-')
}

/** A block without what may differ from language to language: its comments, and the words of a diagram. */
export function bare({ language, code }: Block): string {
  if (language === 'ts' || language === 'js') {
    const source = ts.createSourceFile('block.ts', code, ts.ScriptTarget.ESNext)
    // The first comment names the file.
    const [name = ''] = /^\/\/ \S+\.\w+\n/.exec(code) ?? []
    return name + ts.createPrinter({ removeComments: true }).printFile(source)
  }
  if (language === 'sh') return code.replace(/ *#.*$/gm, '')
  if (language === 'html' || language === 'xml') return code.replace(/<!--[^]*?-->/g, '')
  if (language === 'mermaid' && code.startsWith('sequenceDiagram'))
    return code.replace(/: .*$/gm, '').replace(/ as .*$/gm, '')
  return code
}

export const fromRoot = (path: string) => relative(ROOT, path).replaceAll('\\', '/')
