import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = join(__dirname, '../../docs/recipes')

export interface Recipe {
  name: string
  text: string
  /** What the page calls its files: `auth.ts` → its source. */
  files: Record<string, string>
  /** The dialect of the server that it speaks with; '' for the server's own. */
  dialect: string
}

export function readRecipe(name: string): Recipe {
  const text = readFileSync(join(FOLDER, `${name}.md`), 'utf8')
  const blocks = [...text.matchAll(/^```ts\n\/\/ (\S+\.ts)\n([^]*?)^```/gm)]
  return {
    name,
    text,
    files: Object.fromEntries(blocks.map(([, file = '', source = '']) => [file, source])),
    dialect: /examples\/server\/dialects\/([\w-]+)\.ts/.exec(text)?.[1] ?? '',
  }
}

export const RECIPES = readdirSync(FOLDER)
  .map((file) => file.replace('.md', ''))
  .filter((name) => name !== 'README')

export const INDEX = readFileSync(join(FOLDER, 'README.md'), 'utf8')
