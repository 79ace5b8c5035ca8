import { installExample } from './install'

// The example's types come from the package as its users get it, so that has to be there before they are checked.
installExample().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
