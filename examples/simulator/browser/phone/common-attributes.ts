import { element, type Host } from './host-element'

const ARIA = {
  ariaRole: 'role',
  ariaLabel: 'aria-label',
  ariaDisabled: 'aria-disabled',
  ariaBusy: 'aria-busy',
  ariaLive: 'aria-live',
  ariaHidden: 'aria-hidden',
  ariaChecked: 'aria-checked',
}

/** Known to the platform, without a meaning here. */
const WITHOUT_EFFECT = [
  ...['hoverClass', 'hoverStartTime', 'hoverStayTime', 'hoverStopPropagation', 'lang', 'formType'],
  ...['phoneNumberNoQuotaToast', 'maxlength', 'password', 'focus', 'confirmType', 'placeholderClass'],
  ...['placeholderStyle', 'cursorSpacing', 'alwaysEmbed', 'lazyLoad', 'scrollY', 'scrollX', 'userSelect'],
]

const ANY = { type: null, value: null } as const

/** What every tag may bear: a screen reader's names become the DOM's. */
export const commonProperties = Object.fromEntries(
  [...Object.keys(ARIA), ...WITHOUT_EFFECT].map((name) => [name, ANY]),
)

export const commonObservers = Object.fromEntries(
  Object.entries(ARIA).map(([name, attribute]) => [
    name,
    function (this: Host, value: string | boolean | null | undefined) {
      if (value === null || value === undefined || value === '') element(this)?.removeAttribute(attribute)
      else element(this)?.setAttribute(attribute, String(value))
    },
  ]),
)
