import { withAvatar } from 'miniprogram-auth/buttons'
import { saveAvatar, saveProfile } from '../../../api'
import { auth, type User } from '../../../auth'
import { friendly } from '../../../errors'
import type { ThisPage } from '../../../page'
import { showToast } from '../../../toast'

Page({
  data: { nickName: '', avatarUrl: '' },

  async onLoad() {
    try {
      const { user } = await auth.ensureLogin()
      show(this, user)
    } catch (error) {
      showToast(friendly(error))
    }
  },

  // A temporary path, gone with the app: what the server answers lasts.
  onAvatar: withAvatar(
    auth,
    async function (this: ThisPage, { avatarUrl }) {
      await keep(this, saveAvatar(avatarUrl), '头像已上传')
    },
    {
      onDenied: () => showToast('没有选择头像'),
      onError: (error) => showToast(friendly(error)),
    },
  ),

  async onNickname({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
    const profile = { nickName: detail.value, avatarUrl: this.data.avatarUrl }
    await keep(this, saveProfile(profile), '昵称已保存')
  },
})

async function keep(page: ThisPage, saving: Promise<User>, done: string) {
  try {
    show(page, await saving)
    showToast(done)
  } catch (error) {
    showToast(friendly(error))
  }
}

function show(page: ThisPage, user?: User) {
  page.setData({ nickName: user?.nickName ?? '', avatarUrl: user?.avatarUrl ?? '' })
}
