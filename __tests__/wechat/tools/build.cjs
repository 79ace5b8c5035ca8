// 构建 npm and the compilers of WeChat DevTools, offline: node build.cjs PROJECT ROOT OUT, with app.json in ROOT, writes
// OUT/plain and OUT/minified, and prints the warnings of 构建 npm, as JSON, in its last line.
const { mkdirSync, rmSync, writeFileSync } = require('node:fs')
const { dirname, join, resolve } = require('node:path')
const ci = require('miniprogram-ci')
const { DefaultProjectAttr } = require('miniprogram-ci/dist/config/config')

const { wxmlToJs, wxssToJs } = require('miniprogram-compiler')

const [projectPath, root, out] = process.argv.slice(2).map((path) => resolve(path))

async function build() {
  // Nothing is uploaded, so nothing is signed; but there has to be a key.
  const privateKeyPath = join(out, 'private.key')
  mkdirSync(out, { recursive: true })
  writeFileSync(privateKeyPath, 'no key\n')
  const project = new ci.Project({
    appid: 'wx0000000000000000',
    type: 'miniProgram',
    projectPath,
    privateKeyPath,
    ignores: ['node_modules/**/*'],
    // Else it asks WeChat for them.
    attr: () => Promise.resolve(DefaultProjectAttr),
  })
  const { packNpmManually, packNpmRelationList: relations = [] } = require(
    join(projectPath, 'project.config.json'),
  ).setting
  const warnings = []
  if (packNpmManually) {
    for (const { packageJsonPath, miniprogramNpmDistDir } of relations) {
      const packed = await ci.packNpmManually({
        packageJsonPath: join(projectPath, packageJsonPath),
        miniprogramNpmDistDir: join(projectPath, miniprogramNpmDistDir),
      })
      warnings.push(...packed.warnList)
    }
  } else warnings.push(...(await ci.packNpm(project, { reporter: () => {} })))

  // The compiler below does not look into them; these throw. They take in all that is there: node_modules has served.
  rmSync(join(root, 'node_modules'), { recursive: true, force: true })
  for (const [language, compile] of Object.entries({ WXML: wxmlToJs, WXSS: wxssToJs }))
    try {
      compile(root)
    } catch (error) {
      // Of a mistake in WXSS it says no more than that it stumbled.
      throw new Error(`${language}: ${error.message}`, { cause: error })
    }

  for (const name of ['plain', 'minified']) {
    const setting = { useProjectConfig: false, es6: true, es7: true, minify: name === 'minified' }
    const files = await ci.getCompiledResult({ project, version: '1.0.0', desc: name, setting })
    for (const [file, content] of Object.entries(files)) {
      const path = join(out, name, file)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, content)
    }
  }
  return warnings
}

build().then(
  (warnings) => {
    console.log(`\n${JSON.stringify(warnings)}`)
    // Its workers would go on for ever.
    process.exit(0)
  },
  ({ code, message, path }) => {
    console.error(code, message, path)
    process.exit(1)
  },
)
