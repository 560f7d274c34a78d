import { useState } from 'react'
import type { InvitationLine } from '../../../ipc/views.ts'
import { list } from '../../../strings/format.ts'
import { allInvitationsWords as t } from '../../../strings/portfolio.ts'
import { useBulk } from '../../data/use-bulk.ts'
import { ConfirmDialog } from '../../ui/overlay.tsx'
import styles from './portfolio.module.css'
import { linesOf } from './use-invitation-menu.ts'

interface RevokeDialogProps {
  rows: readonly InvitationLine[]
  onClose: () => void
  onDone: () => void
}

const namedAccounts = 6

/** A revoked link can't be made valid again, so it is asked about: whose, in which accounts, and how many. */
export function RevokeDialog({ rows, onClose, onDone }: RevokeDialogProps) {
  const runBulk = useBulk()
  const [isPending, setPending] = useState(false)
  const [only] = rows
  const accounts = new Map(rows.map(({ accountId, accountName }) => [accountId, accountName]))

  async function revoke() {
    setPending(true)
    const outcome = await runBulk(linesOf('invitations.revoke', rows), {
      done: t.revoked(rows.length),
      confirmed: true,
    })
    setPending(false)
    if (outcome) onDone()
  }

  return (
    <ConfirmDialog
      isOpen
      danger
      account={accounts.size === 1 && only ? { id: only.accountId, name: only.accountName } : undefined}
      title={t.revokeTitle(rows.length)}
      verb={t.revokeConfirm(rows.length)}
      isPending={isPending}
      onClose={onClose}
      onConfirm={() => void revoke()}
    >
      <p>{t.revokeText(accounts.size)}</p>
      <p className={styles.muted}>
        {rows.length === 1 ? only?.email : list([...accounts.values()], namedAccounts)}
      </p>
    </ConfirmDialog>
  )
}
