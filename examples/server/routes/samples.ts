import { Hono } from 'hono'

export const PRODUCTS = [
  { id: 'longjing', title: '明前龙井 50 克', price: 128 },
  { id: 'puer', title: '云南古树普洱茶饼', price: 268 },
  { id: 'gaiwan', title: '景德镇青花盖碗', price: 89 },
]

export const ORDERS = [
  { id: '20260318001', title: '明前龙井 50 克', amount: 128, status: '待发货' },
  { id: '20260302007', title: '景德镇青花盖碗', amount: 89, status: '已签收' },
]

/** Something to ask for: `/public` is open to all, `/orders` needs a session. */
export function sampleRoutes() {
  return new Hono()
    .get('/public', (c) => c.json({ products: PRODUCTS }))
    .get('/orders', (c) => c.json({ orders: ORDERS }))
}
