import { FLOW_GROUPS } from '../../flows'

Page({
  data: { groups: FLOW_GROUPS },
})
