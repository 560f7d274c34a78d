import type { AccountItem } from '../../../ipc/views.ts'
import { BulkDrawer } from './bulk-drawer.tsx'

interface Props {
  accountIds: readonly string[]
  accounts: readonly AccountItem[]
}

/** Unassigns applications from many accounts at once. */
export function BulkUnassignDrawer(props: Props) {
  return <BulkDrawer {...props} kind="unassign" />
}
