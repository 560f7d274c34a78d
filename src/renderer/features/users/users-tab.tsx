import Users from 'lucide-react/icons/users'
import { useMemo } from 'react'
import type { UserItem } from '../../../ipc/views.ts'
import { roleNames } from '../../../strings/common.ts'
import { userWords as t } from '../../../strings/users.ts'
import { useAppStore, usePanel } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useRights } from '../../data/use-session.ts'
import { useFilter, useKeptScroll } from '../../data/view-store.ts'
import { Answer } from '../../ui/answer.tsx'
import { Button } from '../../ui/button.tsx'
import { ListHead } from '../../ui/list-head.tsx'
import { EmptyState, NothingFound } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { copyEmail } from './copy-email.ts'
import { userColumns } from './user-columns.tsx'
import { UserDrawer } from './user-drawer.tsx'

/** The users of an account. Each opens a drawer with what they can open, and why. */
export function UsersTab({ accountId }: { accountId: string }) {
  const answer = useBridgeQuery('users.list', { accountId })
  const rights = useRights(accountId)
  const openPanel = useAppStore((store) => store.openPanel)
  const panel = usePanel('user')
  const [filter, setFilter] = useFilter(accountId, 'users', '')
  const scroll = useKeptScroll(accountId, 'users')
  const found = useMemo(() => matching(answer.data ?? [], filter), [answer.data, filter])
  const { account } = rights
  const accountName = account?.name ?? ''
  const open = ({ membershipId }: UserItem) => openPanel({ kind: 'user', accountId, membershipId })
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
        filter={filter}
        onFilter={setFilter}
        count={answer.data && countOf(found, answer.data)}
        actions={invite}
      />
      <Answer
        answer={answer}
        lacks={account && !account.permissions.includes('users.view') ? 'users.view' : null}
      >
        {(all) =>
          found.length > 0 ? (
            <Table
              label={t.tableOf(accountName)}
              rows={found}
              columns={userColumns}
              rowKey={(row) => row.membershipId}
              rowName={(row) => row.name}
              onOpen={open}
              menu={(row) => [
                { id: 'details', label: t.menu.details, onAction: () => open(row) },
                { id: 'copy', label: t.menu.copyEmail, onAction: () => void copyEmail(row.email) },
              ]}
              isMuted={(row) => row.status === 'suspended'}
              scroll={scroll}
            />
          ) : all.length > 0 ? (
            <NothingFound
              title={t.nothingFound(filter)}
              reason={t.nothingFoundReason}
              onClear={() => setFilter('')}
            />
          ) : (
            <EmptyState
              icon={<Users size={22} />}
              title={t.empty.title}
              reason={t.empty.reason(accountName)}
              action={invite}
            />
          )
        }
      </Answer>
      {panel?.accountId === accountId && (
        <UserDrawer key={panel.membershipId} accountId={accountId} membershipId={panel.membershipId} />
      )}
    </>
  )
}

function countOf(found: readonly UserItem[], all: readonly UserItem[]): string {
  return found.length === all.length ? t.count(all.length) : t.countFound(found.length, all.length)
}

function matching(users: readonly UserItem[], filter: string): readonly UserItem[] {
  const wanted = filter.trim().toLocaleLowerCase()
  if (!wanted) return users
  return users.filter(({ name, email, role }) =>
    `${name}\n${email}\n${roleNames[role]}`.toLocaleLowerCase().includes(wanted),
  )
}
