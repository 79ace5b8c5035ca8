/** A line over the page, for what went wrong or well. */
export function showToast(title: string) {
  void wx.showToast({ title, icon: 'none' })
}
