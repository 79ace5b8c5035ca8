import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { comparison, OURS, rangesOf, readFigures, tablesOf } from '../../scripts/comparison'
import { stateDiagram, withStateDiagram } from '../../scripts/state-diagram'

const read = (name: string) => readFileSync(join(__dirname, '../..', name), 'utf8')
const READMES = [
  ['README.md', 'en'],
  ['README.zh-CN.md', 'zh'],
] as const

const figures = readFigures()
const bench = read('bench/README.md')

/** What is between `<!-- name -->` and its end. */
function tableIn(readme: string, name: string): string[][] {
  const [, text = ''] = new RegExp(`<!-- ${name} -->([^]*)<!-- /${name} -->`).exec(readme) ?? []
  return tablesOf(text)[0] ?? []
}

/** The pitch is in plain words: which scenario of the bench each row is, and how it is told. */
const PITCH = [
  ['A', /ten requests at once|同时发出 10 个请求/],
  ['B2', /401s come one after the other|401 陆续返回/],
  ['C2', /a 401 for the old token|旧 token 的 401/],
  ['D5', /never calls back|一直不回调/],
  ['S6', /rejects every new session|拒绝每一个新登录态/],
  ['F', /another host|别的域名/],
] as const

const letterOf = (title = '') => /^([A-Z]\d*)[:：]/.exec(title)?.[1] ?? 'gzip'

describe.each(READMES)('%s', (name, language) => {
  const readme = read(name)

  test('the state diagram is what the transition function does (npm run diagram)', () => {
    expect(stateDiagram()).toContain('loggingIn --> authenticated: a grant')
    expect(readme).toBe(withStateDiagram(readme))
  })

  test('the comparison is what the bench measured (npm run comparison)', () => {
    const [head = [], ...rows] = tableIn(readme, 'comparison')
    expect(head.slice(1).map(letterOf)).toEqual(['A', 'B', 'B2', 'C2', 'D5', 'E', 'F', 'gzip'])
    expect(rows.length).toBeGreaterThan(10)
    expect(rows).toEqual(comparison(figures, language))
  })

  test('the pitch has the range of what the others need, and what we do', () => {
    const rows = tableIn(readme, 'pitch').slice(1)
    expect(rows).toHaveLength(PITCH.length)
    for (const [index, [letter, words]] of PITCH.entries()) {
      const [what, others = '', own = ''] = rows[index] ?? []
      expect(what).toMatch(words)
      const ours = figures.cells.get(OURS)?.get(letter) ?? ''
      const [logins] = rangesOf(figures, letter)
      const [, ownLogins] = /^(\d+)\/\d+$/.exec(ours) ?? []
      const isWritten = (text: string, number: string, unit: RegExp) =>
        expect(text).toMatch(new RegExp(`^${number} ?${unit.source}`))
      if (ownLogins) {
        isWritten(others, logins, /(× `wx\.login`|次 `wx\.login`)/)
        isWritten(own, ownLogins, /(× `wx\.login`|次 `wx\.login`)/)
      } else if (letter === 'S6') {
        isWritten(others, logins, /(logins|次登录)/)
        expect(ours).toMatch(/^1 login,/)
        expect(own).toMatch(/^1 (login|次登录)$/)
      }
    }
  })

  test('what the pitch says without a number holds for each of the others', () => {
    const others = [...figures.cells].filter(([peer, row]) => !/^\*\*/.test(peer) && row.has('B2'))
    expect(new Set(others.map(([peer]) => peer.split(' ')[0])).size).toBe(10)
    expect(readme).toMatch(/ten other libraries|另外十个库/)
    for (const [, row] of others) {
      expect(row.get('D5')).toContain('hang')
      expect(row.get('F')).toContain('token sent')
    }
    expect(figures.cells.get(OURS)?.get('D5')).toBe('10 reject, next works')
    expect(figures.cells.get(OURS)?.get('F')).toBe('no token')
  })

  test('size and time are those of docs/sizes.md and the bench', () => {
    expect(readme).toContain(`${String(figures.cells.get(OURS)?.get('gzip'))} kB`)
    const [, added] =
      /\| \*\*miniprogram-auth\*\* +\| (\d+\.\d+) /.exec(bench.split('<!-- overhead -->')[1] ?? '') ?? []
    expect(readme).toContain(`${Number(added).toFixed(1)} µs`)
  })
})

test('our row is the best attainable one in every column that the READMEs compare', () => {
  const best = figures.cells.get('**best attainable**')
  for (const letter of ['A', 'B', 'B2', 'C2', 'D5', 'E', 'F'])
    expect(`**${String(figures.cells.get(OURS)?.get(letter))}**`).toBe(best?.get(letter))
})
