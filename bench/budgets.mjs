/** What we promise of ourselves. µs depend on the machine; the rest does not. */
export const BUDGETS = {
  /** µs per request over a bare one. */
  added: 1.5,
  microtasks: 4,
  /** Bytes that a finished request leaves behind; below this, the measurement cannot tell. */
  left: 4,
  minified: 18_000,
  gzip: (file) =>
    ({ 'index.js': 6000, 'buttons.js': 2250, 'page.js': 1020, 'prefetch.js': 920, 'piggyback.js': 510 })[
      file
    ] ?? (/cache|socket/.test(file) ? 900 : 600),
}
