import { BulkDrawer } from './bulk-drawer.tsx'

/** Unassigns applications from many accounts at once. */
export function BulkUnassignDrawer({ accountIds }: { accountIds: readonly string[] }) {
  return <BulkDrawer kind="unassign" accountIds={accountIds} />
}
