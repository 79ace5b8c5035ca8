import type { WxPort } from './wx-port'

/** A page opened from Moments. */
const MOMENTS = 1154

/**
 * Is this the single-page mode, where wx.login, storage and authorization are unavailable? The text of their
 * failures is not documented, so the mode is told by how the app was entered: that may change while it lives.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/share-timeline.html
 */
export function isSinglePage(port: WxPort): boolean {
  try {
    const { scene, apiCategory } = (port.getEnterOptionsSync ?? port.getLaunchOptionsSync)?.call(port) ?? {}
    return scene === MOMENTS || apiCategory === 'browseOnly'
  } catch {
    // Plugins have neither function.
    return false
  }
}
