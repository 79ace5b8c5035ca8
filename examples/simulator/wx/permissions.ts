/** What the user has been asked for, and answered. A denial stays until it is changed in the settings. */
export interface Permissions {
  /** True or false as answered; undefined: never asked. */
  read(scope: string): boolean | undefined
  set(scope: string, granted: boolean): void
  /** As wx.getSetting tells it: only what has been asked for. */
  all(): Record<string, boolean>
  clear(): void
}

export function createPermissions(): Permissions {
  const answers = new Map<string, boolean>()
  return {
    read: (scope) => answers.get(scope),
    set: (scope, granted) => void answers.set(scope, granted),
    all: () => Object.fromEntries(answers),
    clear: () => answers.clear(),
  }
}

interface ScopeTexts {
  /** In the list of the settings page. */
  name: string
  /** In the dialog, after the name of the app that asks. */
  request: string
}

const SCOPES: Record<string, ScopeTexts> = {
  'scope.userInfo': { name: '用户信息', request: '获取你的昵称、头像' },
  'scope.userLocation': { name: '位置信息', request: '获取你的位置信息' },
  'scope.userFuzzyLocation': { name: '模糊位置信息', request: '获取你的模糊位置信息' },
  'scope.writePhotosAlbum': { name: '添加到相册', request: '保存图片或视频到你的相册' },
  'scope.camera': { name: '摄像头', request: '使用你的摄像头' },
  'scope.record': { name: '麦克风', request: '使用你的麦克风' },
  'scope.bluetooth': { name: '蓝牙', request: '使用你的蓝牙' },
  'scope.addPhoneContact': { name: '添加到联系人', request: '添加联系人到你的通讯录' },
  'scope.addPhoneCalendar': { name: '添加到日历', request: '添加日程到你的日历' },
  'scope.werun': { name: '微信运动步数', request: '获取你的微信运动步数' },
}

export function scopeTexts(scope: string): ScopeTexts {
  return SCOPES[scope] ?? { name: scope, request: `使用 ${scope}` }
}
