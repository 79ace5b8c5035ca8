import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const ROOT = join(__dirname, '..')
const DIST = join(ROOT, 'miniprogram_dist')
export const SIZES_PATH = join(ROOT, 'docs/sizes.md')

export interface Size {
  name: string
  /** Bytes, minified. */
  plain: number
  /** Bytes. */
  gzip: number
}

/** What an app ships for each entry point, as it is built. A component has four files. */
export function measureSizes(): Size[] {
  const scripts = (folder: string) =>
    readdirSync(join(DIST, folder))
      .filter((file) => file.endsWith('.js'))
      .sort()
  const components = readdirSync(join(DIST, 'components'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
  return [
    sizeOf('miniprogram-auth', ['index.js', 'shared.js']),
    ...['buttons', 'page', 'prefetch', 'piggyback'].map((name) => sizeOf(name, [`${name}.js`])),
    ...scripts('plugins').map((file) => sizeOf(`plugins/${file.replace('.js', '')}`, [`plugins/${file}`])),
    sizeOf('(what plugins share)', ['plugin-base.js']),
    sizeOf('components/provide', ['components/provide.js']),
    sizeOf('(what components share)', ['component-base.js']),
    ...components.map((name) => {
      const folder = `components/${name}`
      return sizeOf(
        `${folder}/index`,
        readdirSync(join(DIST, folder)).map((file) => `${folder}/${file}`),
      )
    }),
  ]
}

function sizeOf(name: string, files: readonly string[]): Size {
  const contents = files.map((file) => readFileSync(join(DIST, file)))
  const sum = (bytes: (content: Buffer) => number) =>
    contents.reduce((total, content) => total + bytes(content), 0)
  return {
    name,
    plain: sum(({ length }) => length),
    gzip: sum((content) => gzipSync(content, { level: 9 }).length),
  }
}

export function sizesPage(sizes: readonly Size[]): string {
  const kB = (bytes: number) => (bytes / 1024).toFixed(2)
  const rows = sizes.map(({ name, plain, gzip }) => `| \`${name}\` | ${kB(plain)} | ${kB(gzip)} |`)
  return `# Sizes

What each entry point adds to a mini program, in kB (1024 bytes): minified, and compressed by gzip. An app ships what it requires. WeChat copies the whole package to \`miniprogram_npm/\`; its upload leaves out what nobody requires (_上传时过滤无依赖文件_). \`npm run sizes\` writes this page, and a test compares it with the build.

| entry point | minified | gzip |
| --- | ---: | ---: |
${rows.join('\n')}
`
}

if (process.argv.includes('--write')) writeFileSync(SIZES_PATH, sizesPage(measureSizes()))
