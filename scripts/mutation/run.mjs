// `npm run test:mutation`: faults are planted in src/ one by one, and the tests must find 90 % of them.
import { runNode } from '../setup/run.mjs'

const stryker = 'scripts/mutation/node_modules/@stryker-mutator/core/bin/stryker.js'
const { code } = await runNode([stryker, 'run', 'scripts/mutation/stryker.config.mjs'], { stdio: 'inherit' })
process.exitCode = code
