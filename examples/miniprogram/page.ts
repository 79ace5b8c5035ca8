/** `this` of a handler that is wrapped. */
export type ThisPage = WechatMiniprogram.Page.TrivialInstance
