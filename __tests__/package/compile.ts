import { join } from 'node:path'
import ts from 'typescript'

const ROOT = join(__dirname, '../..')
/** Where the files are thought to be. */
const PROJECT = join(ROOT, '__tests__/virtual').replaceAll('\\', '/')
const INSTALLED = `${PROJECT}/node_modules/miniprogram-auth/`

const EXTERNAL = /\/node_modules\/(typescript|miniprogram-api-typings)\//
const parsed = new Map<string, ts.SourceFile>()

/** What tsc says of these files, as texts; the package is found as its users find it, in their node_modules. */
export function compile(files: Record<string, string>, options: ts.CompilerOptions): string[] {
  const paths = new Map(Object.entries(files).map(([name, text]) => [`${PROJECT}/${name}`, text]))
  const settings: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2017,
    lib: ['lib.es2017.d.ts'],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
    ...options,
  }
  const host = ts.createCompilerHost(settings)
  const { fileExists, readFile, getSourceFile } = host
  const real = (file: string) =>
    file.startsWith(INSTALLED) ? join(ROOT, file.slice(INSTALLED.length)) : file
  host.fileExists = (file) => paths.has(file) || fileExists(real(file))
  // The files' folders exist as little as they do.
  delete host.directoryExists
  // Most of the time goes into what is the same for all.
  host.getSourceFile = (file, target, ...rest) => {
    const known = EXTERNAL.test(file) ? parsed.get(file) : undefined
    const source = known ?? getSourceFile(file, target, ...rest)
    if (source && EXTERNAL.test(file)) parsed.set(file, source)
    return source
  }
  host.readFile = (file) => paths.get(file) ?? readFile(real(file))
  const program = ts.createProgram([...paths.keys()], settings, host)
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    return `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
  })
}

/** The same for sources that have nothing to do with each other, at the price of one: the errors of each, in order. */
export function compileEach(sources: readonly string[], options: ts.CompilerOptions): string[][] {
  const names = sources.map((_, index) => `source-${index}.ts`)
  const errors = compile(
    Object.fromEntries(names.map((name, index) => [name, sources[index] ?? ''])),
    options,
  )
  return names.map((name) => errors.filter((error) => error.includes(`/${name}: `)))
}

export const TYPINGS: ts.CompilerOptions = { types: ['miniprogram-api-typings'], skipLibCheck: true }

const { ModuleKind, ModuleResolutionKind } = ts
// The official TypeScript template resolves so.
// eslint-disable-next-line @typescript-eslint/no-deprecated
const node10 = { moduleResolution: ModuleResolutionKind.Node10, ignoreDeprecations: '6.0' }
const node16 = { module: ModuleKind.Node16, moduleResolution: ModuleResolutionKind.Node16 }

/** How users' compilers find the package: the name, the extension of a source, the options. */
export const RESOLUTIONS: Array<[name: string, extension: string, options: ts.CompilerOptions]> = [
  ['node10', 'ts', { module: ModuleKind.CommonJS, ...node10 }],
  ['node16, as CommonJS', 'cts', node16],
  ['node16, as a module', 'mts', node16],
  ['bundler', 'ts', {}],
]
