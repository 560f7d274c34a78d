import LayoutGrid from 'lucide-react/icons/layout-grid'
import { useMemo, useState } from 'react'
import type { AccountDetail, ApplicationItem } from '../../../ipc/views.ts'
import { applicationWords as t } from '../../../strings/applications.ts'
import { assignmentNames } from '../../../strings/common.ts'
import { useAppStore, usePanel } from '../../app/app-store.ts'
import { bridge } from '../../data/bridge.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { notifyProblem } from '../../data/use-mutate.ts'
import { useRights } from '../../data/use-session.ts'
import { useFilter, useKeptScroll } from '../../data/view-store.ts'
import { Answer } from '../../ui/answer.tsx'
import { Button } from '../../ui/button.tsx'
import { ListHead } from '../../ui/list-head.tsx'
import { EmptyState, NothingFound } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { notify } from '../../ui/toast.tsx'
import { applicationColumns } from './application-columns.tsx'
import { type ApplicationActions, applicationMenu } from './application-menu.ts'
import { ApplicationUsersDrawer } from './application-users-drawer.tsx'
import { AssignDrawer } from './assign-drawer.tsx'
import { ChangeDialog, type PendingChange } from './change-dialog.tsx'

interface ApplicationsTabProps {
  accountId: string
  type?: ApplicationItem['type']
}

/** The applications, or the agents, of an account: how each came here, who has it, and what can be done with it. */
export function ApplicationsTab({ accountId, type = 'application' }: ApplicationsTabProps) {
  const answer = useBridgeQuery('applications.list', { accountId, type })
  const rights = useRights(accountId)
  const openPanel = useAppStore((store) => store.openPanel)
  const assigning = usePanel('assign')
  const managing = usePanel('application-users')
  const [filter, setFilter] = useFilter(accountId, type, '')
  const scroll = useKeptScroll(accountId, type)
  const [change, setChange] = useState<PendingChange | null>(null)
  const found = useMemo(() => matching(answer.data ?? [], filter), [answer.data, filter])
  const columns = useMemo(() => applicationColumns(type), [type])
  const accountName = rights.account?.name ?? ''

  const actions: ApplicationActions = {
    enableAuto: (application) => setChange({ kind: 'enable', application }),
    disableAuto: (application) => setChange({ kind: 'disable', application }),
    unassign: (application) => setChange({ kind: 'unassign', application }),
    manageUsers: ({ id }) => openPanel({ kind: 'application-users', accountId, applicationId: id }),
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
        filter={filter}
        onFilter={setFilter}
        count={answer.data && t.count(found.length, type)}
        actions={assign}
      />
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
            />
          ) : all.length > 0 ? (
            <NothingFound
              title={t.nothingFound(filter)}
              reason={t.nothingFoundReason}
              onClear={() => setFilter('')}
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
      {change && rights.account && (
        <ChangeDialog account={rights.account} change={change} onClose={() => setChange(null)} />
      )}
      {assigning?.accountId === accountId && <AssignDrawer accountId={accountId} type={type} />}
      {managing?.accountId === accountId && (
        <ApplicationUsersDrawer accountId={accountId} applicationId={managing.applicationId} />
      )}
    </>
  )
}

function lacksView(account: AccountDetail | undefined) {
  return account && !account.permissions.includes('applications.view') ? 'applications.view' : null
}

function matching(applications: readonly ApplicationItem[], filter: string): readonly ApplicationItem[] {
  const wanted = filter.trim().toLocaleLowerCase()
  if (!wanted) return applications
  return applications.filter(({ name, key, level }) =>
    [name, key, assignmentNames[level]].some((text) => text.toLocaleLowerCase().includes(wanted)),
  )
}

async function openInBrowser(accountId: string, { id, name }: ApplicationItem) {
  const answer = await bridge().command('applications.open', { accountId, applicationId: id })
  if (answer.ok) notify({ title: t.opening(name) })
  else notifyProblem(answer.error)
}

async function copyId({ id, name }: ApplicationItem) {
  const answer = await bridge().command('clipboard.write', { text: id })
  if (answer.ok) notify({ title: t.copiedId(name), detail: id })
  else notifyProblem(answer.error)
}
