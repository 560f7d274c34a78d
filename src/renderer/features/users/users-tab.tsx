import Users from 'lucide-react/icons/users'
import UsersRound from 'lucide-react/icons/users-round'
import { lazy, Suspense } from 'react'
import type { UserPage, UserRow } from '../../../ipc/views.ts'
import { duplicateWords } from '../../../strings/duplicates.ts'
import { templateWords } from '../../../strings/templates.ts'
import { userWords as t } from '../../../strings/users.ts'
import { type UserSection, useAppStore, usePanel } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useFilter, useKeptScroll } from '../../data/view-store.ts'
import { Answer } from '../../ui/answer.tsx'
import { Button } from '../../ui/button.tsx'
import { ListHead } from '../../ui/list-head.tsx'
import { EmptyState, NothingFound, Notice } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { BulkBar } from './bulk-bar.tsx'
import { useUserActions } from './use-user-actions.ts'
import { useUserFilter, useUserSort, useUserWindow } from './use-users.ts'
import { userColumns } from './user-columns.tsx'
import { UserFilters } from './user-filters.tsx'
import { userMenu } from './user-menu.ts'

const UserDrawer = lazy(async () => ({ default: (await import('./user-drawer.tsx')).UserDrawer }))
const TransferDialog = lazy(async () => ({ default: (await import('./transfer-dialog.tsx')).TransferDialog }))
const DuplicatesDrawer = lazy(async () => ({
  default: (await import('./duplicates-drawer.tsx')).DuplicatesDrawer,
}))

const nobody: ReadonlySet<string> = new Set()

/** The users of an account. Each opens a drawer with what they may do and what they can open, and why. */
export function UsersTab({ accountId }: { accountId: string }) {
  const { filter, set, clear, isFiltered } = useUserFilter(accountId)
  const [sort, setSort] = useUserSort(accountId)
  const { answer, onRange, keysOf } = useUserWindow(accountId, filter, sort)
  const actions = useUserActions(accountId)
  const openPanel = useAppStore((store) => store.openPanel)
  const [keys, setKeys] = useFilter<ReadonlySet<string>>(accountId, 'users selected', nobody)
  const scroll = useKeptScroll(accountId, 'users')
  const { account } = actions.rights
  const accountName = account?.name ?? ''
  const open = ({ membershipId }: UserRow, section: UserSection = 'overview') =>
    openPanel({ kind: 'user', accountId, membershipId, section })
  const invite = (
    <Button
      kind="primary"
      disabledReason={account && actions.rights.refusal('users.invite')}
      onPress={() => openPanel({ kind: 'invite', accountId })}
    >
      {t.inviteButton}
    </Button>
  )

  return (
    <>
      <ListHead
        find={t.find}
        filter={filter.find}
        onFilter={(find) => set({ find })}
        count={answer.data && countOf(answer.data)}
        actions={
          <>
            <Button onPress={() => openPanel({ kind: 'templates', accountId })}>{templateWords.title}</Button>
            {invite}
          </>
        }
      />
      <UserFilters accountId={accountId} filter={filter} onChange={set} onClear={isFiltered ? clear : null} />
      <DuplicatesBanner accountId={accountId} />
      <Answer
        answer={answer}
        lacks={account && !account.permissions.includes('users.view') ? 'users.view' : null}
      >
        {({ rows, total, all, offset }) =>
          total > 0 ? (
            <Table
              label={t.tableOf(accountName)}
              rows={rows}
              columns={userColumns}
              rowKey={(row) => row.membershipId}
              rowName={(row) => row.name}
              onOpen={open}
              menu={(row) => userMenu(row, actions, open)}
              isMuted={(row) => row.status === 'suspended'}
              scroll={scroll}
              selection={{ keys, onChange: setKeys, all: total, keysOf }}
              sort={{ ...sort, onChange: (next) => setSort({ ...next, by: sortableBy(next.by) }) }}
              window={{ total, offset, onRange }}
            />
          ) : all > 0 ? (
            <NothingFound
              title={filter.find ? t.nothingFound(filter.find) : t.noMatch}
              reason={filter.find ? t.nothingFoundReason : t.noMatchReason}
              onClear={clear}
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
      <BulkBar
        accountId={accountId}
        keys={keys}
        rights={actions.rights}
        onClear={() => setKeys(nobody)}
        all={
          answer.data && {
            count: answer.data.total,
            select: async () => setKeys(new Set(await keysOf(0, (answer.data?.total ?? 1) - 1))),
          }
        }
      />
      <Panels accountId={accountId} />
    </>
  )
}

const sortable = ['name', 'role', 'status', 'applications', 'lastActive', 'joined'] as const

function sortableBy(column: string): (typeof sortable)[number] {
  return sortable.find((each) => each === column) ?? 'name'
}

function countOf({ total, all }: UserPage): string {
  return total === all ? t.count(all) : t.countFound(total, all)
}

/** Some people seem to have two logins here. Says nothing where nobody does. */
function DuplicatesBanner({ accountId }: { accountId: string }) {
  const { data } = useBridgeQuery('users.duplicates', { accountId })
  const openPanel = useAppStore((store) => store.openPanel)
  if (!data || data.count === 0) return null
  return (
    <Notice
      icon={<UsersRound size={16} />}
      action={
        <Button size="small" onPress={() => openPanel({ kind: 'duplicates', accountId })}>
          {duplicateWords.look}
        </Button>
      }
    >
      <strong>{duplicateWords.banner(data.count)}</strong> {duplicateWords.bannerReason}
    </Notice>
  )
}

function Panels({ accountId }: { accountId: string }) {
  const user = usePanel('user')
  const transfer = usePanel('transfer')
  const duplicates = usePanel('duplicates')
  return (
    <Suspense>
      {user?.accountId === accountId && (
        <UserDrawer
          key={user.membershipId}
          accountId={accountId}
          membershipId={user.membershipId}
          section={user.section ?? 'overview'}
          replaces={user.replaces}
        />
      )}
      {transfer?.accountId === accountId && (
        <TransferDialog accountId={accountId} membershipId={transfer.membershipId ?? null} />
      )}
      {duplicates?.accountId === accountId && <DuplicatesDrawer accountId={accountId} />}
    </Suspense>
  )
}
