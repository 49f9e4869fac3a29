// What the dispatcher's desk says, in Chinese.

export const deskZh = {
  'close.open': '尚未结束：{hops}',
  'close.reason': '先说明为何此时结案',
  'reason.duplicate': '与另一警情为同一事件',
  'reason.no_unit': '无警力可派',
  'reason.handed_over': '已移交其他部门',
  'reason.unfounded': '查无此事',
  'reason.other': '其他，见备注',
  'hop.tasking': '警组任务',
  'hop.sortie': '飞行',
  'hop.question': '待批准',
  'hop.follow_up': '待办',
  'leg.proposed': '拟派，{time} 后自动派出',
  'leg.confirm': '派出',
  'leg.confirmOf': '立即派出 {who}',
  'leg.drop': '不派',
  'leg.dropOf': '不派 {who}',
  'leg.dropped': '未派出',
  'leg.unseen': '撤回未确认，请呼叫该警组',
} as const;
