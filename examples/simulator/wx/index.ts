export { createWx, type SimulatedWx, type SimulatedWxOptions } from './create-wx'
export { createPhone, type Phone } from './phone'
export { type KeyValueStore } from './storage'
export { shorten, type PhoneEvent, type RequestKind, type TimelineEntry } from './timeline'
