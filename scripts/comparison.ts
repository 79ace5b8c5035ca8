import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(__dirname, '..')
export const OURS = '**miniprogram-auth**'
const BEST = '**best attainable**'

/** Which scenarios the READMEs compare, by the letter that the bench gives them. */
const LETTERS = ['A', 'B', 'B2', 'C2', 'D5', 'E', 'F']

/** What a cell of the bench says, in Chinese; the longest first. */
const CHINESE: ReadonlyArray<[RegExp, string]> = [
  [/the refusal as success/, '把拒绝当成功'],
  [/token sent by the recipe/, '照此写法会带上 token'],
  [/token sent/, '带上 token'],
  [/no token/, '不带 token'],
  [/a typed error/, '有 code 的错误'],
  [/an error/, '错误'],
  [/endless/, '没完没了'],
  [/next works/, '之后恢复正常'],
  [/next hangs/, '之后的也卡住'],
  [/(\d+) rejects?/, '$1 个失败'],
  [/(\d+) hangs?/, '$1 个卡住'],
  [/(\d+) × checkSession/, '$1 次 checkSession'],
  [/the recipe/, '常见写法'],
  [/ \+ an? (\w+) recipe/, ' + 网上常见的 $1 写法'],
  [/ \+ its lock recipe/, ' + 文档里的 lock 写法'],
  [/, its token authentication/, '，自带的 token 认证'],
  [/, (`.*`)/, '，$1'],
  [/, /g, '，'],
]

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
}

/** The tables of a text, each a list of rows, without the lines of dashes. */
export function tablesOf(text: string): string[][][] {
  const blocks = text.match(/(?:^\|.*\|\n)+/gm) ?? []
  return blocks.map((block) =>
    block
      .trim()
      .split('\n')
      .filter((line) => !/^\|[\s|:-]+\|$/.test(line))
      .map(cellsOf),
  )
}

export interface Figures {
  /** A letter → what the bench calls the scenario. */
  titles: Map<string, string>
  /** Who was measured → a letter → what came of it; `gzip` → kB, whole ones. */
  cells: Map<string, Map<string, string>>
}

/** What bench/README.md says; our size is from docs/sizes.md, which is compared with each build. */
export function readFigures(): Figures {
  const text = readFileSync(join(ROOT, 'bench/README.md'), 'utf8')
  const titles = new Map<string, string>()
  const cells = new Map<string, Map<string, string>>()
  const put = (name: string, key: string, value: string) =>
    cells.set(name, (cells.get(name) ?? new Map<string, string>()).set(key, value))

  for (const [head = [], ...rows] of tablesOf(text)) {
    head.forEach((title, column) => {
      const [, letter] = /^([A-Z]\d*): /.exec(title) ?? []
      const key = title === 'gzip' ? 'gzip' : letter
      if (key === undefined) return
      titles.set(key, title)
      for (const row of rows) put(String(row[0]), key, key === 'gzip' ? kB(row[column]) : String(row[column]))
    })
  }
  const [, size] =
    /^\| `miniprogram-auth` .*\| +([\d.]+) \|$/m.exec(readFileSync(join(ROOT, 'docs/sizes.md'), 'utf8')) ?? []
  put(OURS, 'gzip', Number(size).toFixed(0))
  return { titles, cells }
}

const kB = (bytes = '') => (Number(bytes.replace(',', '')) / 1024).toFixed(0)

/** What one of the others needs at least and at most: `['4–10', '18–30']`, logins and requests. */
export function rangesOf({ cells }: Figures, letter: string): [logins: string, requests: string] {
  const counts = [...cells]
    .filter(([name]) => name !== OURS && name !== BEST)
    .flatMap(([, row]) => [...(row.get(letter) ?? '').matchAll(/^(\d+)(?:\/(\d+)| logins)/g)])
  const range = (values: number[]) => `${Math.min(...values)}–${Math.max(...values)}`
  return [
    range(counts.map(([, logins]) => Number(logins))),
    range(counts.map(([, , sends]) => Number(sends))),
  ]
}

/** The rows of the comparison, without its head. */
export function comparison({ cells }: Figures, language: 'en' | 'zh'): string[][] {
  const say = (text: string) =>
    language === 'en'
      ? text
      : CHINESE.reduce((said, [pattern, chinese]) => said.replace(pattern, chinese), text)
  return [...cells]
    .filter(([name, row]) => name !== BEST && row.has('B2'))
    .map(([name, row]) => [say(name), ...[...LETTERS, 'gzip'].map((key) => say(row.get(key) ?? '–'))])
}

/** A README with the comparison as the bench has it now between its marks, below the head that is there. */
export function withComparison(readme: string, figures: Figures, language: 'en' | 'zh'): string {
  const rows = comparison(figures, language).map((row) => `| ${row.join(' | ')} |\n`)
  return readme.replace(
    /(<!-- comparison -->\n\n\|.*\n\|[\s|:-]+\|\n)(?:\|.*\n)*/,
    (_, head: string) => head + rows.join(''),
  )
}

if (process.argv[2] === '--write') {
  for (const [file, language] of [
    ['README.md', 'en'],
    ['README.zh-CN.md', 'zh'],
  ] as const) {
    const path = join(ROOT, file)
    writeFileSync(path, withComparison(readFileSync(path, 'utf8'), readFigures(), language))
  }
}
