import type { InvitationStatus } from '@gatehouse/contract'
import MailPlus from 'lucide-react/icons/mail-plus'
import { useMemo } from 'react'
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
import { sortRows } from '../../ui/sort-rows.ts'
import { EmptyState, NothingFound } from '../../ui/states.tsx'
import { type Sort, Table } from '../../ui/table.tsx'
import { EditDrawer } from './edit-drawer.tsx'
import { invitationColumns, sortValues } from './invitation-columns.tsx'
import { invitationMenu, isPending, useInvitationActions } from './invitation-menu.ts'
import { InvitationSelection } from './invitation-selection.tsx'
import styles from './invitations.module.css'
import { InviteDrawer } from './invite-drawer.tsx'

interface ListFilter {
  text: string
  status: InvitationStatus | 'any'
}

/** What waits for an answer is what people come for. */
const usual: ListFilter = { text: '', status: 'pending' }
const everything: ListFilter = { text: '', status: 'any' }
const newestFirst: Sort = { by: 'sent', descending: true }
const nobody: ReadonlySet<string> = new Set()
const statuses = Object.keys(invitationStatusNames) as InvitationStatus[]

/** The invitations that an account has sent, in each state, and what can still be done with them. */
export function InvitationsTab({ accountId }: { accountId: string }) {
  const answer = useBridgeQuery('invitations.list', { accountId })
  const rights = useRights(accountId)
  const isOnline = useIsOnline()
  const openPanel = useAppStore((store) => store.openPanel)
  const inviting = usePanel('invite')
  const editing = usePanel('edit-invitation')
  const [filter, setFilter] = useFilter(accountId, 'invitations', usual)
  const [sort, setSort] = useFilter(accountId, 'invitations sort', newestFirst)
  const [chosen, setChosen] = useFilter(accountId, 'invitations chosen', nobody)
  const scroll = useKeptScroll(accountId, 'invitations')
  const found = useMemo(
    () => sortRows(matching(answer.data ?? [], filter), sort, sortValues),
    [answer.data, filter, sort],
  )
  const { account } = rights
  const accountName = account?.name ?? ''
  const actions = useInvitationActions(accountId, accountName)
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
            <>
              <Table
                label={t.tableOf(accountName)}
                rows={found}
                columns={invitationColumns}
                rowKey={(row) => row.id}
                rowName={(row) => row.email}
                onOpen={(row) => isPending(row) && rights.can('users.invite') && actions.edit(row)}
                menu={(row) => invitationMenu(row, { rights, isOnline }, actions)}
                isMuted={(row) => !isPending(row)}
                scroll={scroll}
                sort={{ ...sort, onChange: setSort }}
                selection={{ keys: chosen, onChange: setChosen }}
              />
              <InvitationSelection
                rights={rights}
                chosen={all.filter(({ id }) => chosen.has(id))}
                shown={found}
                onChosen={setChosen}
              />
            </>
          ) : all.length > 0 ? (
            <NothingHere filter={filter} onFilter={setFilter} />
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
      {inviting?.accountId === accountId && <InviteDrawer accountId={accountId} />}
      {editing?.accountId === accountId && <EditDrawer accountId={accountId} />}
    </>
  )
}

interface NothingHereProps {
  filter: ListFilter
  onFilter: (filter: ListFilter) => void
}

/** There are invitations, but none that the filter lets through: none that waits, or none that was looked for. */
function NothingHere({ filter, onFilter }: NothingHereProps) {
  if (filter.text.trim() === '' && filter.status === 'pending') {
    return (
      <EmptyState
        icon={<MailPlus size={22} />}
        title={t.noPending}
        reason={t.noPendingReason}
        action={<Button onPress={() => onFilter(everything)}>{t.showAll}</Button>}
      />
    )
  }
  return (
    <NothingFound title={t.nothingFound} reason={t.nothingFoundReason} onClear={() => onFilter(everything)} />
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
