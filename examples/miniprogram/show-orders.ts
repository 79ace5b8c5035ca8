import type { Order } from './api'
import { friendly } from './errors'

export interface OrdersPage {
  data: { sent: number }
  setData(data: Record<string, unknown>): void
}

/** For the button 请求订单: `sending` and `result` of the page's data follow the request. */
export async function showOrders(page: OrdersPage, getOrders: () => Promise<Order[]>) {
  page.setData({ sending: true })
  try {
    const orders = await getOrders()
    const sent = page.data.sent + 1
    page.setData({ sent, result: `第 ${sent} 次，${orders.length} 个订单` })
  } catch (error) {
    page.setData({ result: friendly(error) })
  }
  page.setData({ sending: false })
}
