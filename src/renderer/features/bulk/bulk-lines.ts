import type { BulkAccount } from '../../../ipc/views.ts'
import type { BulkLine } from '../../data/use-bulk.ts'

/** A change for each application in each account in which it changes anything, so that each has its own result. */
export function linesFor(
  kind: 'assign' | 'unassign',
  preview: readonly Pick<BulkAccount, 'id' | 'changes'>[],
  autoAssign: boolean,
): BulkLine[] {
  return preview.flatMap(({ id: accountId, changes }) =>
    changes.map((applicationId): BulkLine => {
      const unassign = { name: 'applications.unassign', args: { accountId, applicationId } } as const
      if (kind === 'unassign') return { intent: unassign }
      return {
        intent: {
          name: 'applications.assign',
          args: { accountId, applicationIds: [applicationId], autoAssign },
        },
        inverse: unassign,
      }
    }),
  )
}
