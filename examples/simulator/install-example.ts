import { installPackages } from './build-npm'
import { miniProgramSource } from './paths'

// The example's types come from the package as its users get it, so that has to be there before they are checked.
installPackages(miniProgramSource).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
