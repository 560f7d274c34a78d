import type { InvitationStatus } from '@gatehouse/contract'
import MailPlus from 'lucide-react/icons/mail-plus'
import { useMemo, useState } from 'react'
import type { InvitationItem } from '../../../ipc/views.ts'
import { invitationStatusNames, invitationWords as t } from '../../../strings/invitations.ts'
import { useAppStore, usePanel } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useIsOnline, useRights } from '../../data/use-session.ts'
import { useFilter, useKeptScroll } from '../../data/view-store.ts'
import { Answer } from '../../ui/answer.tsx'
import { Button } from '../../ui/button.tsx'
import { ListHead } from '../../ui/list-head.tsx'
import { Select } from '../../ui/select.tsx'
import { EmptyState, NothingFound } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { invitationColumns } from './invitation-columns.tsx'
import { invitationMenu, useInvitationActions } from './invitation-menu.ts'
import styles from './invitations.module.css'
import { InviteDrawer } from './invite-drawer.tsx'
import { RevokeDialog } from './revoke-dialog.tsx'

interface ListFilter {
  text: string
  status: InvitationStatus | 'any'
}

const everything: ListFilter = { text: '', status: 'any' }
const statuses = Object.keys(invitationStatusNames) as InvitationStatus[]

/** The invitations that an account has sent, in each state, and what can still be done with them. */
export function InvitationsTab({ accountId }: { accountId: string }) {
  const answer = useBridgeQuery('invitations.list', { accountId })
  const rights = useRights(accountId)
  const isOnline = useIsOnline()
  const openPanel = useAppStore((store) => store.openPanel)
  const panel = usePanel('invite')
  const [filter, setFilter] = useFilter(accountId, 'invitations', everything)
  const scroll = useKeptScroll(accountId, 'invitations')
  const [revoking, setRevoking] = useState<InvitationItem | null>(null)
  const actions = useInvitationActions(accountId, setRevoking)
  const found = useMemo(() => matching(answer.data ?? [], filter), [answer.data, filter])
  const { account } = rights
  const accountName = account?.name ?? ''
  const invite = (
    <Button
      kind="primary"
      disabledReason={account && rights.refusal('users.invite')}
      onPress={() => openPanel({ kind: 'invite', accountId })}
    >
      {t.inviteButton}
    </Button>
  )

  return (
    <>
      <ListHead
        find={t.find}
        filter={filter.text}
        onFilter={(text) => setFilter({ ...filter, text })}
        count={answer.data && countOf(found.length, answer.data.length)}
        actions={invite}
      >
        <Select
          label={t.filterByStatus}
          hideLabel
          className={styles.statusFilter}
          value={filter.status}
          options={statusOptions(answer.data ?? [])}
          onChange={(status) => setFilter({ ...filter, status })}
        />
      </ListHead>
      <Answer
        answer={answer}
        lacks={account && !account.permissions.includes('users.view') ? 'users.view' : null}
      >
        {(all) =>
          found.length > 0 ? (
            <Table
              label={t.tableOf(accountName)}
              rows={found}
              columns={invitationColumns}
              rowKey={(row) => row.id}
              rowName={(row) => row.email}
              menu={(row) => invitationMenu(row, { rights, isOnline }, actions)}
              isMuted={(row) => row.status !== 'pending'}
              scroll={scroll}
            />
          ) : all.length > 0 ? (
            <NothingFound
              title={t.nothingFound}
              reason={t.nothingFoundReason}
              onClear={() => setFilter(everything)}
            />
          ) : (
            <EmptyState
              icon={<MailPlus size={22} />}
              title={t.empty.title}
              reason={t.empty.reason(accountName)}
              action={invite}
            />
          )
        }
      </Answer>
      {revoking && account && (
        <RevokeDialog account={account} invitation={revoking} onClose={() => setRevoking(null)} />
      )}
      {panel?.accountId === accountId && <InviteDrawer accountId={accountId} />}
    </>
  )
}

function statusOptions(all: readonly InvitationItem[]) {
  const options: { value: ListFilter['status']; label: string }[] = statuses.map((status) => ({
    value: status,
    label: t.statusOption(
      invitationStatusNames[status],
      all.filter((invitation) => invitation.status === status).length,
    ),
  }))
  return [{ value: 'any' as const, label: t.anyStatus }, ...options]
}

function countOf(found: number, all: number): string {
  return found === all ? t.count(all) : t.countFound(found, all)
}

function matching(all: readonly InvitationItem[], filter: ListFilter): readonly InvitationItem[] {
  const wanted = filter.text.trim().toLocaleLowerCase()
  return all.filter(
    ({ email, invitedByName, applicationNames, status }) =>
      (filter.status === 'any' || filter.status === status) &&
      [email, invitedByName, ...applicationNames].some((text) => text.toLocaleLowerCase().includes(wanted)),
  )
}
