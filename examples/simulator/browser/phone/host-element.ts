export type Host = { getBackendElement(): unknown }

export const element = (component: Host) => component.getBackendElement() as HTMLElement | null
