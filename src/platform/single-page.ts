import type { WxPort } from './wx-port'

/** A page opened from Moments. */
const MOMENTS = 1154

/**
 * Is this single-page mode, where wx.login, storage and authorization are missing? The texts of their failures are not
 * documented, so it is recognized by how the app was entered, which may change while it runs.
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
