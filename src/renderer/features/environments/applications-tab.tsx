import Blocks from 'lucide-react/icons/blocks'
import { useMemo, useState } from 'react'
import type { EnvironmentApplication } from '../../../ipc/views.ts'
import { statusNames } from '../../../strings/common.ts'
import { environmentApplicationWords as t } from '../../../strings/environments.ts'
import { useAppStore, usePanel } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useFilter, useKeptScroll } from '../../data/view-store.ts'
import { Answer } from '../../ui/answer.tsx'
import { Button } from '../../ui/button.tsx'
import { ListHead } from '../../ui/list-head.tsx'
import { Select } from '../../ui/select.tsx'
import { sortRows } from '../../ui/sort-rows.ts'
import { EmptyState, NothingFound } from '../../ui/states.tsx'
import { type Sort, Table } from '../../ui/table.tsx'
import { applicationColumns, applicationOrders } from './application-columns.tsx'
import { ApplicationDialog, type PendingApplicationChange } from './application-dialogs.tsx'
import { ApplicationDrawer } from './application-drawer.tsx'
import { useApplicationMenu } from './application-menu.ts'
import type { OfEnvironment } from './environment-screen.tsx'
import { NoWayIn } from './no-way-in.tsx'
import { useOffline } from './use-server.ts'

interface Filter {
  find: string
  type: EnvironmentApplication['type'] | null
  status: EnvironmentApplication['status'] | null
}

const noFilter: Filter = { find: '', type: null, status: null }
const byName: Sort = { by: 'name', descending: false }
const any = 'any'

/** Every application and agent of the environment, and what is decided about them for all accounts at once. */
export function ApplicationsTab({ environment }: OfEnvironment) {
  const { id: environmentId } = environment
  const answer = useBridgeQuery('environments.applications', { environmentId })
  const [filter, setFilter] = useFilter(environmentId, 'applications', noFilter)
  const [sort, setSort] = useFilter(environmentId, 'applications-sort', byName)
  const scroll = useKeptScroll(environmentId, 'applications')
  const [pending, setPending] = useState<PendingApplicationChange | null>(null)
  const openPanel = useAppStore((store) => store.openPanel)
  const panel = usePanel('environment-application')
  const offline = useOffline()
  const menu = useApplicationMenu(environment, setPending)
  const found = useMemo(() => matching(answer.data ?? [], filter), [answer.data, filter])
  const rows = useMemo(() => sortRows(found, sort, applicationOrders), [found, sort])
  const open = (applicationId: string | null) =>
    openPanel({ kind: 'environment-application', environmentId, applicationId })
  const create = (
    <Button kind="primary" disabledReason={offline} onPress={() => open(null)}>
      {t.create}
    </Button>
  )

  return (
    <>
      <NoWayIn environment={environment} applications={answer.data} />
      <ListHead
        find={t.find}
        filter={filter.find}
        onFilter={(find) => setFilter({ ...filter, find })}
        count={answer.data && t.count(found.length, answer.data.length)}
        actions={create}
      >
        <Select
          label={t.type}
          hideLabel
          value={filter.type ?? any}
          options={[
            { value: any, label: t.anyType },
            { value: 'application', label: t.onlyApplications },
            { value: 'agent', label: t.onlyAgents },
          ]}
          onChange={(value) => setFilter({ ...filter, type: value === any ? null : value })}
        />
        <Select
          label={t.status}
          hideLabel
          value={filter.status ?? any}
          options={[
            { value: any, label: t.anyStatus },
            { value: 'active', label: statusNames.active },
            { value: 'inactive', label: statusNames.inactive },
          ]}
          onChange={(value) => setFilter({ ...filter, status: value === any ? null : value })}
        />
      </ListHead>
      <Answer answer={answer}>
        {(all) =>
          rows.length > 0 ? (
            <Table
              label={t.tableOf(environment.name)}
              rows={rows}
              columns={applicationColumns}
              rowKey={({ id }) => id}
              rowName={({ name }) => name}
              isMuted={({ status }) => status === 'inactive'}
              onOpen={({ id }) => open(id)}
              menu={menu}
              sort={{ ...sort, onChange: setSort }}
              scroll={scroll}
            />
          ) : all.length > 0 ? (
            <NothingFound title={t.noMatch} reason={t.noMatchReason} onClear={() => setFilter(noFilter)} />
          ) : (
            <EmptyState
              icon={<Blocks size={28} />}
              title={t.empty}
              reason={t.emptyReason(environment.name)}
              action={create}
            />
          )
        }
      </Answer>
      {pending && (
        <ApplicationDialog environment={environment} change={pending} onClose={() => setPending(null)} />
      )}
      {panel?.environmentId === environmentId && (
        <ApplicationDrawer environment={environment} applicationId={panel.applicationId} />
      )}
    </>
  )
}

function matching(
  applications: readonly EnvironmentApplication[],
  { find, type, status }: Filter,
): readonly EnvironmentApplication[] {
  const wanted = find.trim().toLocaleLowerCase()
  return applications.filter(
    (each) =>
      (type === null || each.type === type) &&
      (status === null || each.status === status) &&
      `${each.name}\n${each.key}`.toLocaleLowerCase().includes(wanted),
  )
}
