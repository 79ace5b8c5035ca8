export { authBehavior } from './behavior'
export type { AuthData } from './behavior'
export { protect } from './protect'
export type { ProtectOptions } from './protect'
