const { setImmediate } = globalThis as { setImmediate?: (work: () => void) => unknown }

/** Does it in the next macrotask; those asked first come first. A browser has timers only. */
export function inNextTask(work: () => void): void {
  if (setImmediate) setImmediate(work)
  else setTimeout(work, 0)
}
