import { eraChecks } from './checks/eras'
import { eventChecks } from './checks/events'
import { loginChecks } from './checks/logins'
import { lossChecks } from './checks/losses'
import { paceChecks } from './checks/pace'
import { pageCallChecks } from './checks/page-calls'
import { requestChecks } from './checks/requests'
import { secretChecks } from './checks/secrets'
import { settlingChecks } from './checks/settling'
import { storageChecks } from './checks/storage'
import { tapChecks } from './checks/taps'
import { taskChecks } from './checks/tasks'
import { visitChecks } from './checks/visits'
import { read } from './reading'
import type { Run } from './trace'

const CHECKS = [
  ...loginChecks,
  ...requestChecks,
  ...settlingChecks,
  ...taskChecks,
  ...eraChecks,
  ...storageChecks,
  ...lossChecks,
  ...secretChecks,
  ...eventChecks,
  ...paceChecks,
  ...pageCallChecks,
  ...tapChecks,
  ...visitChecks,
]

/** What was broken of the promises of RELIABILITY in a run, in words. */
export function broken(run: Run): string[] {
  const reading = read(run)
  return CHECKS.flatMap(([name, check]) => {
    const problem = check(reading)
    return problem === null ? [] : [`${name}: ${problem}`]
  })
}
