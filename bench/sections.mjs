import { BUDGETS } from './budgets.mjs'
import { bundle } from './bundle.mjs'
import { measure, median } from './overhead.mjs'
import { HELPER, OURS, PEERS } from './peers.mjs'
import { RECORDED } from './recorded.mjs'
import { table, thousands, write } from './report.mjs'
import { STORMS } from './scenarios.mjs'
import { ourSizes, peerSizes } from './size.mjs'
import { silently, storm } from './storm.mjs'

// Each measures, writes its tables into the README, and returns what of our promises is not kept.

const ALL = [...PEERS, OURS]

async function bundles(peers) {
  const codes = new Map()
  for (const peer of peers) codes.set(peer, await bundle(peer))
  return codes
}

export async function stormSection(tell) {
  const codes = await bundles(ALL)
  const misses = []
  const texts = []
  for (const { title, scenarios } of STORMS) {
    const rows = [['', ...scenarios.map(({ letter, about }) => `${letter}: ${about}`)]]
    for (const { name, cells } of RECORDED) {
      if (scenarios.some(({ letter }) => cells[letter]))
        rows.push([name, ...scenarios.map(({ letter }) => cells[letter] ?? '–')])
    }
    for (const peer of ALL) {
      tell(`${title}: ${peer.file}`)
      const row = [peer.name]
      for (const scenario of scenarios) {
        const cell = scenario.cell(await silently(() => storm(peer, codes.get(peer), scenario)), peer)
        row.push(cell)
        if (peer === OURS && cell !== scenario.best)
          misses.push(`${scenario.letter}, ${scenario.about}: ${cell}, and not ${scenario.best}`)
      }
      rows.push(row)
    }
    rows.push(['**best attainable**', ...scenarios.map(({ best }) => `**${best}**`)])
    texts.push(`### ${title}\n\n${table(rows)}`)
  }
  await write('storms', texts.join('\n\n'))
  return misses
}

export async function overheadSection(tell) {
  const peers = [HELPER, ...ALL.filter(({ logsInAlways }) => !logsInAlways)]
  const results = await measure(peers, await bundles(peers), tell)
  const ours = results.find(({ peer }) => peer === OURS)
  const { bare, microtasks } = ours
  const heldBare = median(results.map(({ held }) => held.bare))
  await write(
    'overhead',
    table([
      ['', 'µs added to a request', 'a bare request is 1', 'microtasks'],
      ['bare `wx.request`, as a promise', `(${bare.toFixed(2)})`, '1', microtasks.bare],
      ...RECORDED.filter(({ added }) => added).map(({ name, added, microtasks: count }) => [
        name,
        added,
        '–',
        count,
      ]),
      ...results.map(({ peer, added, ratio, microtasks: { own } }) => [
        peer.name,
        added.toFixed(2),
        ratio.toFixed(1),
        own,
      ]),
    ]),
  )
  await write(
    'memory',
    table([
      ['', 'bytes of a request that waits', 'a bare request is 1', 'bytes left by a finished one'],
      ['bare `wx.request`, as a promise', thousands(heldBare), '1', left(ours.left.bare)],
      ...results.map((result) => [
        result.peer.name,
        thousands(result.held.own),
        (result.held.own / heldBare).toFixed(1),
        left(result.left.own),
      ]),
    ]),
  )
  return [
    ours.added > BUDGETS.added &&
      `${ours.added.toFixed(2)} µs added to a request, more than ${BUDGETS.added}`,
    microtasks.own > BUDGETS.microtasks && `${microtasks.own} microtasks, more than ${BUDGETS.microtasks}`,
    ours.held.own > BUDGETS.held &&
      `${ours.held.own.toFixed(0)} bytes of a request that waits, more than ${BUDGETS.held}`,
    ours.left.own > BUDGETS.left && `${ours.left.own.toFixed(0)} bytes left by a finished request`,
  ].filter(Boolean)
}

const left = (bytes) => (bytes < BUDGETS.left ? '0' : thousands(bytes))

export async function sizeSection(tell) {
  tell('size')
  const ours = ourSizes()
  const peers = [...RECORDED.filter(({ gzip }) => gzip), ...(await peerSizes(PEERS))]
  const bytes = ({ minified, gzip }) => [thousands(minified), thousands(gzip)]
  await write(
    'size',
    [
      table([
        ['of miniprogram-auth', 'minified', 'gzip', 'budget, gzip'],
        ...ours.map(({ file, ...size }) => [
          `\`${file}\``,
          ...bytes(size),
          thousands(Math.round(BUDGETS.gzip(file))),
        ]),
      ]),
      table([['of others', 'minified', 'gzip'], ...peers.map(({ name, ...size }) => [name, ...bytes(size)])]),
    ].join('\n\n'),
  )
  return ours.flatMap(({ file, minified, gzip }) =>
    [
      gzip > BUDGETS.gzip(file) &&
        `${file} has ${gzip} bytes (gzip), more than ${Math.round(BUDGETS.gzip(file))}`,
      file === 'index.js' &&
        minified > BUDGETS.minified &&
        `${file} has ${minified} bytes, more than ${BUDGETS.minified}`,
    ].filter(Boolean),
  )
}
