export interface Flow {
  /** The folder in pages/flows. */
  name: string
  /** What the page is opened with. */
  query?: string
  title: string
  /** What the page shows. */
  note: string
}

export interface FlowGroup {
  title: string
  flows: Flow[]
}

/** Every way to log in that apps use, each on a page of its own. */
export const FLOW_GROUPS: FlowGroup[] = [
  {
    title: '登录',
    flows: [
      { name: 'silent-login', title: '静默登录', note: '打开即登录，登录态作为请求参数' },
      { name: 'session-key-life', title: '登录态随密钥失效', note: '启动时检查 session_key，失效则重新登录' },
      { name: 'code-and-profile', title: '一次换取登录态', note: 'code、encryptedData、iv 一起提交' },
      { name: 'two-steps', title: '两步登录', note: '先换 uuid，再换 token，看业务码' },
      { name: 'unbound', title: '未绑定账号', note: '业务码 301，绑定后继续' },
      { name: 'login-failed', title: '登录失败', note: '错误码、冷却与重试' },
    ],
  },
  {
    title: '页面与操作',
    flows: [
      { name: 'slow-launch', query: '?id=42', title: '等待登录再加载', note: 'onLoad 在登录之后运行' },
      { name: 'page-guard', title: '每次显示都需登录', note: 'onShow 在登录之后运行' },
      { name: 'action-guard', title: '操作前才登录', note: '先询问，再登录，再继续操作' },
      { name: 'components', title: '登录组件', note: 'auth-gate 与 auth-button' },
    ],
  },
  {
    title: '用户信息与权限',
    flows: [
      { name: 'profile', title: '登录后完善资料', note: '登录按钮变成用户卡片' },
      { name: 'denied', title: '拒绝后再授权', note: '拒绝不是错误，可去设置里打开' },
      { name: 'phone-number', title: '手机号', note: '新旧两种数据，session_key 失效' },
      { name: 'avatar-and-nickname', title: '头像与昵称', note: '选择头像后上传，填写昵称' },
    ],
  },
]
