import type { AccountItem } from '../../../ipc/views.ts'

export function BulkDrawer(_: {
  kind: 'assign' | 'unassign'
  accountIds: readonly string[]
  accounts: readonly AccountItem[]
}) {
  return null
}
