/** What we promise of ourselves. µs depend on the machine; the rest does not. */
export const BUDGETS = {
  /** µs per request over a bare one. */
  added: 1.5,
  microtasks: 4,
  /** Bytes of a request that waits. */
  held: 2000,
  /** Bytes that a finished request leaves behind; below this, the measurement cannot tell. */
  left: 4,
  /** Bytes of index.js and what it requires. */
  minified: 36 * 1024,
  gzip: (file) => (KILOBYTES[file.replace('plugins/', '')] ?? 0.75) * 1024,
}

const KILOBYTES = {
  'index.js': 14,
  'buttons.js': 2.2,
  'page.js': 1,
  'prefetch.js': 0.9,
  'piggyback.js': 0.5,
  'cache.js': 1.8,
  'socket.js': 1.1,
}
