import Building2 from 'lucide-react/icons/building-2'
import { useDeferredValue, useMemo } from 'react'
import type { AccountItem } from '../../../ipc/views.ts'
import { accountsWords, switcherWords } from '../../../strings/accounts.ts'
import { accountStatusNames, roleIn, roleNames } from '../../../strings/common.ts'
import { number } from '../../../strings/format.ts'
import { useAppStore } from '../../app/app-store.ts'
import { searchAccounts } from '../../data/account-search.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useFilter, useKeptScroll } from '../../data/view-store.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge, StatusDot, WaitingMark } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Name, TwoLines } from '../../ui/name.tsx'
import { Page, Toolbar } from '../../ui/page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { EmptyState, ErrorState, NothingFound, Skeleton } from '../../ui/states.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import styles from './accounts.module.css'

// Kept where the accounts' own views are, under a name that no account has.
const place = 'all-accounts'
const none: readonly AccountItem[] = []

export function AccountsTab() {
  const { data, error, refetch } = useBridgeQuery('accounts.list', {})
  const openAccount = useAppStore((store) => store.openAccount)
  const [filter, setFilter] = useFilter(place, 'text', '')
  const scroll = useKeptScroll(place, 'table')
  const wanted = useDeferredValue(filter)
  const accounts = data ?? none
  const shown = useMemo(() => searchAccounts(accounts, wanted), [accounts, wanted])

  return (
    <Page title={accountsWords.title} subtitle={data && accountsWords.count(shown.length, accounts.length)}>
      {error ? (
        <ErrorState problem={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={10} />
      ) : accounts.length === 0 ? (
        <NoAccounts />
      ) : (
        <>
          <Toolbar>
            <SearchField
              label={accountsWords.filter}
              value={filter}
              onChange={setFilter}
              isListFilter
              className={styles.filter}
            />
          </Toolbar>
          {shown.length === 0 ? (
            <NothingFound
              title={accountsWords.noMatch}
              reason={accountsWords.noMatchReason(filter)}
              onClear={() => setFilter('')}
            />
          ) : (
            <Table
              label={accountsWords.title}
              rows={shown}
              columns={columns}
              rowKey={(account) => account.id}
              rowName={(account) => account.name}
              isMuted={(account) => account.status !== 'active'}
              onOpen={(account) => openAccount(account.id)}
              scroll={scroll}
            />
          )}
        </>
      )}
    </Page>
  )
}

function NoAccounts() {
  const openPanel = useAppStore((store) => store.openPanel)
  return (
    <EmptyState
      icon={<Building2 size={28} />}
      title={accountsWords.empty}
      reason={accountsWords.emptyReason}
      action={
        <Button kind="primary" onPress={() => openPanel({ kind: 'paste-link' })}>
          {accountsWords.pasteLink}
        </Button>
      }
    />
  )
}

const statusShapes = { active: 'on', suspended: 'waiting', closed: 'stopped' } as const

const columns: Column<AccountItem>[] = [
  {
    id: 'name',
    header: accountsWords.columns.name,
    cell: (account) => (
      <span className={styles.account}>
        <Avatar name={account.name} size={26} />
        <TwoLines
          first={<Name strong>{account.name}</Name>}
          second={`${account.reference} · ${account.plan}`}
        />
      </span>
    ),
  },
  {
    id: 'environment',
    header: accountsWords.columns.environment,
    width: '13%',
    cell: (account) =>
      account.environmentKind === 'production' ? (
        account.environmentName
      ) : (
        <Badge tone="warning">{account.environmentName}</Badge>
      ),
  },
  {
    id: 'role',
    header: accountsWords.columns.role,
    width: '20%',
    cell: (account) => (account.isOwner ? <Badge tone="accent">{roleNames.owner}</Badge> : roleIn(account)),
  },
  {
    id: 'status',
    header: accountsWords.columns.status,
    width: '12%',
    cell: (account) => (
      <StatusDot shape={statusShapes[account.status]}>{accountStatusNames[account.status]}</StatusDot>
    ),
  },
  {
    id: 'users',
    header: accountsWords.columns.users,
    width: '8%',
    align: 'end',
    cell: (account) => (account.users === null ? '–' : number(account.users)),
  },
  {
    id: 'waiting',
    header: accountsWords.columns.waiting,
    width: '12%',
    cell: (account) =>
      account.waiting > 0 && <WaitingMark>{switcherWords.waiting(account.waiting)}</WaitingMark>,
  },
]
