import LayoutGrid from 'lucide-react/icons/layout-grid'
import { useMemo, useState } from 'react'
import type { AccountDetail, ApplicationItem } from '../../../ipc/views.ts'
import { applicationWords as t } from '../../../strings/applications.ts'
import { assignmentNames, statusNames } from '../../../strings/common.ts'
import { useAppStore, usePanel } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useRights } from '../../data/use-session.ts'
import { useFilter, useKeptScroll, useSelection, useSort } from '../../data/view-store.ts'
import { Answer } from '../../ui/answer.tsx'
import { Button } from '../../ui/button.tsx'
import { later } from '../../ui/later.tsx'
import { ListHead } from '../../ui/list-head.tsx'
import { Select } from '../../ui/select.tsx'
import { EmptyState, NothingFound } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { applicationColumns } from './application-columns.tsx'
import { type ApplicationFilter, isNarrowed, listed, noFilter } from './application-filter.ts'
import { type ApplicationActions, applicationMenu } from './application-menu.ts'
import styles from './applications.module.css'
import { ApplicationsBar } from './applications-bar.tsx'
import type { PendingChange } from './change-dialog.tsx'
import { copyId, openInBrowser } from './open-application.ts'

const ApplicationUsersDrawer = later(
  async () => (await import('./application-users-drawer.tsx')).ApplicationUsersDrawer,
)
const ApplicationDrawer = later(async () => (await import('./application-drawer.tsx')).ApplicationDrawer)
const AssignDrawer = later(async () => (await import('./assign-drawer.tsx')).AssignDrawer)
const ChangeDialog = later(async () => (await import('./change-dialog.tsx')).ChangeDialog)

interface ApplicationsTabProps {
  accountId: string
  type?: ApplicationItem['type']
}

const byName = { by: 'name', descending: false }

/** The applications, or the agents, of an account: how each came here, who has it, and what can be done with it. */
export function ApplicationsTab({ accountId, type = 'application' }: ApplicationsTabProps) {
  const answer = useBridgeQuery('applications.list', { accountId, type })
  const rights = useRights(accountId)
  const openPanel = useAppStore((store) => store.openPanel)
  const [filter, setFilter] = useFilter<ApplicationFilter>(accountId, listNames[type], noFilter)
  const sort = useSort(accountId, listNames[type], byName)
  const selection = useSelection(accountId, listNames[type])
  const scroll = useKeptScroll(accountId, type)
  const [change, setChange] = useState<PendingChange | null>(null)
  const { by, descending } = sort
  const found = useMemo(
    () => listed(answer.data ?? [], filter, { by, descending }),
    [answer.data, filter, by, descending],
  )
  const chosen = (answer.data ?? []).filter(({ id }) => selection.keys.has(id))
  const columns = useMemo(() => applicationColumns(type), [type])
  const accountName = rights.account?.name ?? ''

  const actions: ApplicationActions = {
    enableAuto: (application) => setChange({ kind: 'enable', application }),
    disableAuto: (application) => setChange({ kind: 'disable', application }),
    unassign: (application) => setChange({ kind: 'unassign', application }),
    manageUsers: ({ id }) => openPanel({ kind: 'application-users', accountId, applicationId: id }),
    details: ({ id }) => openPanel({ kind: 'application', accountId, applicationId: id }),
    open: (application) => void openInBrowser(accountId, application),
    copyId: (application) => void copyId(application),
  }
  const assign = (
    <Button
      kind="primary"
      disabledReason={rights.account && rights.refusal('applications.assign')}
      onPress={() => openPanel({ kind: 'assign', accountId, type })}
    >
      {t.assignButton[type]}
    </Button>
  )

  return (
    <>
      <ListHead
        find={t.find(type)}
        filter={filter.text}
        onFilter={(text) => setFilter({ ...filter, text })}
        count={answer.data && t.count(found.length, type)}
        actions={assign}
      >
        <Filters filter={filter} onChange={setFilter} />
      </ListHead>
      <Answer answer={answer} lacks={lacksView(rights.account)}>
        {(all) =>
          found.length > 0 ? (
            <Table
              label={t.tableOf(type, accountName)}
              rows={found}
              columns={columns}
              rowKey={(row) => row.id}
              rowName={(row) => row.name}
              onOpen={actions.manageUsers}
              menu={(row) => applicationMenu(row, rights, actions)}
              scroll={scroll}
              sort={sort}
              selection={selection}
            />
          ) : all.length > 0 ? (
            <NothingFound
              title={filter.text ? t.nothingFound(filter.text) : t.noMatch}
              reason={t.nothingFoundReason}
              onClear={() => setFilter(noFilter)}
            />
          ) : (
            <EmptyState
              icon={<LayoutGrid size={22} />}
              title={t.empty.title(type)}
              reason={t.empty.reason(type, accountName)}
              action={assign}
            />
          )
        }
      </Answer>
      <ApplicationsBar
        accountId={accountId}
        type={type}
        rights={rights}
        chosen={chosen}
        hidden={isNarrowed(filter) ? chosen.filter((one) => !found.includes(one)).length : 0}
        all={found.length}
        onAll={() => selection.onChange(new Set([...selection.keys, ...found.map(({ id }) => id)]))}
        onClear={() => selection.onChange(new Set())}
      />
      {change && rights.account && (
        <ChangeDialog account={rights.account} change={change} onClose={() => setChange(null)} />
      )}
      <Panels accountId={accountId} type={type} />
    </>
  )
}

/** Under which the filter, the sort and what is chosen are kept. */
const listNames = { application: 'applications', agent: 'agents' } as const

function Panels({ accountId, type }: { accountId: string; type: ApplicationItem['type'] }) {
  const assigning = usePanel('assign')
  const managing = usePanel('application-users')
  const details = usePanel('application')
  return (
    <>
      {assigning?.accountId === accountId && <AssignDrawer accountId={accountId} type={type} />}
      {managing?.accountId === accountId && (
        <ApplicationUsersDrawer accountId={accountId} applicationId={managing.applicationId} />
      )}
      {details?.accountId === accountId && (
        <ApplicationDrawer accountId={accountId} applicationId={details.applicationId} />
      )}
    </>
  )
}

interface FiltersProps {
  filter: ApplicationFilter
  onChange: (filter: ApplicationFilter) => void
}

function Filters({ filter, onChange }: FiltersProps) {
  return (
    <>
      <Select
        label={t.filters.status}
        hideLabel
        value={filter.status}
        onChange={(status) => onChange({ ...filter, status })}
        options={[
          { value: 'any', label: t.filters.anyStatus },
          { value: 'active', label: statusNames.active },
          { value: 'inactive', label: statusNames.inactive },
        ]}
        className={styles.filter}
      />
      <Select
        label={t.filters.assignment}
        hideLabel
        value={filter.level}
        onChange={(level) => onChange({ ...filter, level })}
        options={[
          { value: 'any', label: t.filters.anyAssignment },
          { value: 'environment', label: assignmentNames.environment },
          { value: 'account', label: assignmentNames.account },
          { value: 'manual', label: assignmentNames.manual },
        ]}
        className={styles.filter}
      />
    </>
  )
}

function lacksView(account: AccountDetail | undefined) {
  return account && !account.permissions.includes('applications.view') ? 'applications.view' : null
}
