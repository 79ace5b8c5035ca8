// A line: where it leads, in English, in Chinese. What has no Chinese page leads to the English one.

const GUIDE = [
  ['getting-started', 'Getting started', '快速开始'],
  ['sessions-and-errors', 'Sessions and errors', '登录态与错误'],
  ['requests', 'Requests', '请求'],
  ['buttons', 'Buttons and pages', '按钮与页面'],
  ['components', 'Components', '组件'],
  ['plugins', 'Plugins', '插件'],
  ['testing', 'Testing your app', '测试'],
]

const RECIPES = [
  ['recipes/', 'All recipes', '全部场景'],
  ['recipes/silent-login', 'Silent login', '静默登录'],
  ['recipes/session-key-life', 'A session as long as the session_key', '与 session_key 同生共死'],
  ['recipes/profile', 'Login, then the profile', '先登录，再完善资料'],
  ['recipes/denied', 'The user says no', '用户拒绝'],
  ['recipes/code-and-profile', 'Code and profile in one exchange', 'code 与资料一次换取'],
  ['recipes/two-steps', 'Two steps with a ticket', '带 ticket 的两步登录'],
  ['recipes/unbound', 'No account yet', '还没有账号'],
  ['recipes/slow-launch', 'onLaunch is slower than onLoad', 'onLaunch 比 onLoad 慢'],
  ['recipes/page-guard', 'A page that needs a login', '需要登录的页面'],
  ['recipes/action-guard', 'An action that needs a login', '需要登录的操作'],
  ['recipes/phone-number', 'Phone number', '手机号'],
  ['recipes/avatar-and-nickname', 'Avatar and nickname', '头像与昵称'],
  ['recipes/login-failed', 'The login failed', '登录失败'],
]

const CLIENTS = [
  ['recipes/wepy', 'wepy', 'wepy'],
  ['recipes/axios', 'axios', 'axios'],
  ['recipes/alova', 'alova', 'alova'],
  ['recipes/fly', 'fly', 'fly'],
  ['recipes/luch-request', 'luch-request', 'luch-request'],
  ['recipes/taro', 'Taro', 'Taro'],
]

const MIGRATION = [
  ['migration/hand-written', 'From code of your own', '从手写代码迁移'],
  ['migration/werequest', 'From weRequest', '从 weRequest 迁移'],
  ['migration/wafer2', 'From wafer2', '从 wafer2 迁移'],
]

const BACKGROUND = [
  ['overview', 'Overview', '概览'],
  ['platform', 'What WeChat really does', '微信的真实行为'],
  ['security', 'Security', '安全'],
  ['reliability', 'Reliability', '可靠性'],
  ['sizes', 'Sizes', '体积（英文）', 'en'],
  ['bench', 'Bench', '基准测试（英文）', 'en'],
  ['server', 'Reference backend', '参考后端（英文）', 'en'],
]

const GROUPS = [
  [GUIDE, 'Guide', '指南'],
  [RECIPES, 'Recipes', '常见场景'],
  [CLIENTS, 'Other HTTP clients', '其他请求库'],
  [MIGRATION, 'Migration', '迁移'],
  [BACKGROUND, 'Background', '背景'],
]

export function navigation(language) {
  const isChinese = language === 'zh'
  const say = (english, chinese) => (isChinese ? chinese : english)
  const link = ([path, , , only]) => (isChinese && only !== 'en' ? `/zh/${path}` : `/${path}`)
  const line = (entry) => ({ text: say(entry[1], entry[2]), link: link(entry) })
  const sidebar = GROUPS.map(([lines, english, chinese]) => ({
    text: say(english, chinese),
    items: lines.map(line),
  }))
  return {
    nav: [
      { text: say('Guide', '指南'), link: link(GUIDE[0]) },
      { text: say('Recipes', '常见场景'), link: link(RECIPES[0]) },
      { text: 'API', link: '/api/' },
    ],
    sidebar: [
      ...sidebar,
      { text: 'API', items: [{ text: say('Reference', '参考（英文）'), link: '/api/' }] },
    ],
  }
}

/** What the theme itself says. */
export const WORDS = {
  outline: { level: [2, 3], label: '本页内容' },
  docFooter: { prev: '上一页', next: '下一页' },
  darkModeSwitchLabel: '外观',
  sidebarMenuLabel: '目录',
  returnToTopLabel: '回到顶部',
  langMenuLabel: '语言',
}
