import Files from 'lucide-react/icons/files'
import { useDeferredValue, useState } from 'react'
import type { EnvironmentTemplate } from '../../../ipc/views.ts'
import { number } from '../../../strings/format.ts'
import { templateWords as t } from '../../../strings/templates.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useFilter, useKeptScroll } from '../../data/view-store.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { ListHead } from '../../ui/list-head.tsx'
import { Name } from '../../ui/name.tsx'
import { EmptyState, ErrorState, NothingFound, Skeleton } from '../../ui/states.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { ChooseAccount } from './choose-account.tsx'
import type { OfEnvironment } from './environment-screen.tsx'
import styles from './environments.module.css'
import { useWindow } from './use-window.ts'

/** Templates of all accounts of the environment. Each belongs to its account, and is edited for that one alone. */
export function TemplateList({ environment }: OfEnvironment) {
  const { id: environmentId } = environment
  const [filter, setFilter] = useFilter(environmentId, 'templates', '')
  const find = useDeferredValue(filter)
  const rows = useWindow()
  const scroll = useKeptScroll(environmentId, 'templates')
  const { offset, limit } = rows
  const input = { environmentId, find, offset, limit }
  const answer = useBridgeQuery('environments.templates', input, { keepBefore: true })
  const [isChoosing, setChoosing] = useState(false)
  const openPanel = useAppStore((store) => store.openPanel)
  const openAccount = useAppStore((store) => store.openAccount)
  const open = ({ accountId, templateId }: EnvironmentTemplate) =>
    openPanel({ kind: 'template', accountId, templateId })
  const page = answer.data
  const create = (
    <Button kind="primary" onPress={() => setChoosing(true)}>
      {t.create}
    </Button>
  )
  return (
    <>
      <ListHead
        find={t.find}
        filter={filter}
        onFilter={(text) => {
          setFilter(text)
          rows.toStart()
        }}
        count={page && t.count(page.total, page.all)}
        actions={page && page.all > 0 && create}
      />
      {page ? (
        page.total > 0 ? (
          <Table
            label={t.tableOf(environment.name)}
            rows={page.rows}
            columns={columns}
            rowKey={({ templateId }) => templateId}
            rowName={({ name }) => name}
            onOpen={open}
            menu={(row) => [
              { id: 'edit', label: t.edit, onAction: () => open(row) },
              {
                id: 'account',
                label: t.openAccount(row.accountName),
                onAction: () => openAccount(row.accountId, 'users'),
              },
            ]}
            window={{ total: page.total, offset: page.offset, onRange: rows.onRange }}
            scroll={scroll}
          />
        ) : page.all > 0 ? (
          <NothingFound title={t.noMatch} reason={t.noMatchReason} onClear={() => setFilter('')} />
        ) : (
          <EmptyState icon={<Files size={26} />} title={t.empty} reason={t.emptyReason} action={create} />
        )
      ) : answer.error ? (
        <ErrorState problem={answer.error} onRetry={() => void answer.refetch()} />
      ) : (
        <Skeleton rows={8} />
      )}
      {isChoosing && (
        <ChooseAccount
          environment={environment}
          onClose={() => setChoosing(false)}
          onChosen={(accountId) => {
            setChoosing(false)
            openPanel({ kind: 'template', accountId, templateId: null })
          }}
        />
      )}
    </>
  )
}

const columns: Column<EnvironmentTemplate>[] = [
  { id: 'name', header: t.columns.name, cell: ({ name }) => <Name strong>{name}</Name> },
  {
    id: 'account',
    header: t.columns.account,
    width: '42%',
    cell: ({ accountName }) => (
      <span className={styles.row}>
        <Avatar name={accountName} size={22} />
        <Name>{accountName}</Name>
      </span>
    ),
  },
  {
    id: 'permissions',
    header: t.columns.permissions,
    width: '120px',
    align: 'end',
    cell: ({ permissions }) => number(permissions),
  },
]
