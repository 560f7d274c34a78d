import Building2 from 'lucide-react/icons/building-2'
import { useDeferredValue, useState } from 'react'
import type { EnvironmentAccount, EnvironmentAccountSort } from '../../../ipc/views.ts'
import { accountStatusNames } from '../../../strings/common.ts'
import { environmentAccountWords as t } from '../../../strings/environments.ts'
import { useAppStore, usePanel } from '../../app/app-store.ts'
import { useFilter, useKeptScroll } from '../../data/view-store.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/fields.tsx'
import { ListHead } from '../../ui/list-head.tsx'
import { Select } from '../../ui/select.tsx'
import { EmptyState, ErrorState, NothingFound, Skeleton } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { accountColumns } from './account-columns.tsx'
import { AccountDialog, type PendingAccountChange } from './account-dialogs.tsx'
import { useAccountMenu } from './account-menu.ts'
import { CreateAccountDrawer } from './create-account-drawer.tsx'
import type { OfEnvironment } from './environment-screen.tsx'
import { useAccountsPage } from './use-accounts-page.ts'
import { useOffline } from './use-server.ts'
import { useWindow } from './use-window.ts'

interface Filter {
  find: string
  status: EnvironmentAccount['status'] | null
  withoutOwner: boolean
}

const noFilter: Filter = { find: '', status: null, withoutOwner: false }
const byName: EnvironmentAccountSort = { by: 'name', descending: false }
const any = 'any'

/** All accounts of the environment; those of a large one come as they are scrolled to. */
export function AccountsTab({ environment }: OfEnvironment) {
  const { id: environmentId } = environment
  const [filter, setFilter] = useFilter(environmentId, 'accounts', noFilter)
  const [sort, setSort] = useFilter(environmentId, 'accounts-sort', byName)
  const scroll = useKeptScroll(environmentId, 'accounts')
  const rows = useWindow()
  const find = useDeferredValue(filter.find)
  const answer = useAccountsPage(environmentId, { ...filter, find }, sort, rows)
  const [pending, setPending] = useState<PendingAccountChange | null>(null)
  const openAccount = useAppStore((store) => store.openAccount)
  const openPanel = useAppStore((store) => store.openPanel)
  const panel = usePanel('environment-account')
  const menu = useAccountMenu(setPending)
  const offline = useOffline()
  const page = answer.data
  const create = (
    <Button
      kind="primary"
      disabledReason={offline}
      onPress={() => openPanel({ kind: 'environment-account', environmentId })}
    >
      {t.create}
    </Button>
  )
  function narrow(change: Partial<Filter>) {
    setFilter({ ...filter, ...change })
    rows.toStart()
  }

  return (
    <>
      <ListHead
        find={t.find}
        filter={filter.find}
        onFilter={(text) => narrow({ find: text })}
        count={page && t.count(page.total, page.all)}
        actions={create}
      >
        <Select
          label={t.status}
          hideLabel
          value={filter.status ?? any}
          options={[
            { value: any, label: t.anyStatus },
            ...statuses.map((value) => ({ value, label: accountStatusNames[value] })),
          ]}
          onChange={(value) => narrow({ status: value === any ? null : value })}
        />
        <Checkbox isSelected={filter.withoutOwner} onChange={(withoutOwner) => narrow({ withoutOwner })}>
          {t.withoutOwner}
        </Checkbox>
      </ListHead>
      {page ? (
        page.total > 0 ? (
          <Table
            label={t.tableOf(environment.name)}
            rows={page.rows}
            columns={accountColumns}
            rowKey={({ id }) => id}
            rowName={({ name }) => name}
            isMuted={({ status }) => status !== 'active'}
            onOpen={({ id }) => openAccount(id)}
            menu={menu}
            sort={{
              ...sort,
              onChange: ({ by, descending }) => {
                setSort({ by: by as EnvironmentAccountSort['by'], descending })
                rows.toStart()
              },
            }}
            window={{ total: page.total, offset: page.offset, onRange: rows.onRange }}
            scroll={scroll}
          />
        ) : page.all > 0 ? (
          <NothingFound title={t.noMatch} reason={t.noMatchReason} onClear={() => setFilter(noFilter)} />
        ) : (
          <EmptyState
            icon={<Building2 size={28} />}
            title={t.empty}
            reason={t.emptyReason(environment.name)}
            action={create}
          />
        )
      ) : answer.error ? (
        <ErrorState problem={answer.error} onRetry={() => void answer.refetch()} />
      ) : (
        <Skeleton rows={10} />
      )}
      {pending && (
        <AccountDialog environment={environment} change={pending} onClose={() => setPending(null)} />
      )}
      {panel?.environmentId === environmentId && <CreateAccountDrawer environment={environment} />}
    </>
  )
}

const statuses = ['active', 'suspended', 'closed'] as const
