import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startSimulatorProcess } from '../e2e/simulator-process'
import { temporaryFolder } from '../package/packed'

/** What `npm start -- folder` asks of a project besides what WeChat's tools compile. */
const BESIDES = {
  'package.json': '{ "dependencies": { "miniprogram-auth": "*" } }',
  // Without the field `miniprogram`, so that the package is the compiled miniprogram_npm.
  'node_modules/miniprogram-auth/package.json': '{}',
  // With nothing to compile, so that the scripts run as they are.
  'tsconfig.json': '{ "compilerOptions": { "noCheck": true, "types": [] }, "files": ["none.d.ts"] }',
  'none.d.ts': '',
}

/** Runs `npm start` on what getCompiledResult wrote. */
export async function simulate(compiled: string) {
  const folder = await temporaryFolder()
  await cp(compiled, folder, { recursive: true })
  await mkdir(join(folder, 'node_modules/miniprogram-auth'), { recursive: true })
  for (const [file, text] of Object.entries(BESIDES)) await writeFile(join(folder, file), text)
  return startSimulatorProcess(folder)
}
