import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'

const path = fileURLToPath(new URL('README.md', import.meta.url))

/** A Markdown table; the first row is the header. */
export const table = ([header, ...rows]) =>
  [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

/** Puts the text between `<!-- name -->` and `<!-- /name -->` of the README. */
export async function write(name, text) {
  const [before, between] = readFileSync(path, 'utf8').split(`<!-- ${name} -->`)
  const [, after] = (between ?? '').split(`<!-- /${name} -->`)
  if (after === undefined) throw new Error(`bench/README.md has no place for ${name}`)
  const whole = `${before}<!-- ${name} -->\n\n${text}\n\n<!-- /${name} -->${after}`
  writeFileSync(path, await format(whole, { ...(await resolveConfig(path)), filepath: path }))
}

export const thousands = (number) => Math.round(number).toLocaleString('en')
