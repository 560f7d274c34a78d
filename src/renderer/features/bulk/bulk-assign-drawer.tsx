import { BulkDrawer } from './bulk-drawer.tsx'

/** Assigns applications to many accounts at once. */
export function BulkAssignDrawer({ accountIds }: { accountIds: readonly string[] }) {
  return <BulkDrawer kind="assign" accountIds={accountIds} />
}
