import type { AccountItem } from '../../../ipc/views.ts'
import { BulkDrawer } from './bulk-drawer.tsx'

interface Props {
  accountIds: readonly string[]
  accounts: readonly AccountItem[]
}

/** Assigns applications to many accounts at once. */
export function BulkAssignDrawer(props: Props) {
  return <BulkDrawer {...props} kind="assign" />
}
