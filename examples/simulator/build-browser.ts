import { build } from 'esbuild'
import { copyFile, readdir } from 'node:fs/promises'
import { extname, join } from 'node:path'

/** The simulator itself: the panel, and the runtime within the phone. */
export async function buildBrowser(source: string, output: string): Promise<void> {
  await build({
    entryPoints: ['panel', 'phone'].flatMap((part) => [
      { in: join(source, part, 'main.ts'), out: part },
      { in: join(source, part, 'styles.css'), out: part },
    ]),
    bundle: true,
    format: 'iife',
    target: 'es2022',
    outdir: output,
    logLevel: 'warning',
  })
  for (const name of await readdir(source)) {
    if (extname(name) === '.html') await copyFile(join(source, name), join(output, name))
  }
}
