import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

const TYPES = join(__dirname, '../types')
const REPORT = join(__dirname, '../__tests__/package/api-report.md')

const INTRODUCTION = `# API report

What the types of each entry point declare, without the comments: a change of the public interface is a change of this file. \`npm run api\` writes it anew.
`

/** The built declarations of all entry points, each in an order that does not depend on the build. */
export function apiReport(): string {
  const files = readdirSync(TYPES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.d.ts'))
    .map((file) => file.replaceAll('\\', '/'))
    .sort((a, b) => Number(b === 'index.d.ts') - Number(a === 'index.d.ts') || (a < b ? -1 : 1))
  const sections = files.map((file) => {
    const entry = `miniprogram-auth/${file.replace('.d.ts', '')}`.replace('/index', '')
    return `## ${entry}\n\n\`\`\`ts\n${declarations(file)}\n\`\`\`\n`
  })
  return [INTRODUCTION, ...sections].join('\n')
}

function declarations(file: string): string {
  const text = readFileSync(join(TYPES, file), 'utf8')
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest)
  const printer = ts.createPrinter({ removeComments: true })
  const printed = source.statements.map((statement) => ({
    text: printer.printNode(ts.EmitHint.Unspecified, statement, source).replaceAll('    ', '  '),
    // Imports first, exports last, and what is between by its name.
    rank: ts.isImportDeclaration(statement) ? 0 : ts.isExportDeclaration(statement) ? 2 : 1,
    name: nameOf(statement, source),
  }))
  printed.sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1))
  return printed.map((one) => one.text).join('\n')
}

function nameOf(statement: ts.Statement, source: ts.SourceFile): string {
  if (ts.isVariableStatement(statement)) return statement.declarationList.getText(source)
  const { name } = statement as ts.DeclarationStatement
  return name ? name.getText(source) : statement.getText(source)
}

export const readReport = () => readFileSync(REPORT, 'utf8')

if (process.argv.includes('--write')) writeFileSync(REPORT, apiReport())
