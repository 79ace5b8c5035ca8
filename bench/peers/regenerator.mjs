import runtime from 'regenerator-runtime'

// minapp-sdk takes it from there.
globalThis.regeneratorRuntime = runtime
