/** What the button asks for. */
export type Kind = 'login' | 'userInfo' | 'phoneNumber' | 'avatar'

export interface OpenType {
  kind: Kind
  /** Is the data decrypted with WeChat's session_key? */
  needsKey: boolean
}

const KNOWN: ReadonlyArray<[string, OpenType]> = [
  ['', { kind: 'login', needsKey: false }],
  ['getUserInfo', { kind: 'userInfo', needsKey: true }],
  // New clients give a code as well; it is not known which of the two the server reads.
  ['getPhoneNumber', { kind: 'phoneNumber', needsKey: true }],
  ['getRealtimePhoneNumber', { kind: 'phoneNumber', needsKey: false }],
  ['chooseAvatar', { kind: 'avatar', needsKey: false }],
]
const OPEN_TYPES = new Map(KNOWN)

/** Each also with `|agreePrivacyAuthorization`, from base library 2.32.3. Undefined if there is no such type. */
export function openTypeOf(name: string): OpenType | undefined {
  return OPEN_TYPES.get(name.replace(/(^|\|)agreePrivacyAuthorization$/, ''))
}

export function unknownOpenType(name: string): string {
  const names = KNOWN.map(([known]) => `'${known}'`).join(', ')
  return `auth-button: there is no open-type '${name}'; ${names} are known, and each with |agreePrivacyAuthorization`
}
