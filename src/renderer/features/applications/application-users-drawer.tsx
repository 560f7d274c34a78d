import { useMemo, useState } from 'react'
import type { ApplicationUser } from '../../../ipc/views.ts'
import { applicationWords } from '../../../strings/applications.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useMutate } from '../../data/use-mutate.ts'
import { useRights } from '../../data/use-session.ts'
import { useSelection, useSort } from '../../data/view-store.ts'
import { Answer } from '../../ui/answer.tsx'
import { Drawer } from '../../ui/overlay.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { sortRows } from '../../ui/sort-rows.ts'
import { EmptyState, NothingFound } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import styles from './applications.module.css'
import { GrantsBar } from './grants-bar.tsx'
import { useApplication } from './use-application.ts'
import { userColumns } from './user-columns.tsx'

const t = applicationWords.users

interface ApplicationUsersDrawerProps {
  accountId: string
  applicationId: string
}

type Shown = 'all' | 'with' | 'without'

const byName = { by: 'user', descending: false }

/** Which users of an account can open an application, each with the reason; grants are given and taken, one or many. */
export function ApplicationUsersDrawer({ accountId, applicationId }: ApplicationUsersDrawerProps) {
  const answer = useBridgeQuery('applications.users', { accountId, applicationId })
  const { application } = useApplication(accountId, applicationId)
  const rights = useRights(accountId)
  const closePanel = useAppStore((store) => store.closePanel)
  const mutate = useMutate()
  const [filter, setFilter] = useState('')
  const [shown, setShown] = useState<Shown>('all')
  const sort = useSort(accountId, 'application-users', byName)
  const selection = useSelection(accountId, `application-users ${applicationId}`)
  const { by, descending } = sort
  const found = useMemo(
    () => sorted(matching(answer.data ?? [], filter, shown), { by, descending }),
    [answer.data, filter, shown, by, descending],
  )
  const name = application?.name ?? ''
  const target = useMemo(
    () => ({ accountId, applicationId, applicationName: name }),
    [accountId, applicationId, name],
  )
  const columns = useMemo(() => userColumns(target, rights, mutate), [target, rights, mutate])
  const chosen = (answer.data ?? []).filter(({ membershipId }) => selection.keys.has(membershipId))
  const isNarrowed = filter !== '' || shown !== 'all'

  return (
    <Drawer
      wide
      isOpen
      onClose={() => closePanel('application-users')}
      title={t.title(name)}
      subtitle={
        <>
          <bdi>{rights.account?.name}</bdi>
          {answer.data && ` · ${t.count(withAccess(answer.data), answer.data.length)}`}
        </>
      }
    >
      <Answer answer={answer}>
        {(users) =>
          users.length === 0 ? (
            <EmptyState title={t.empty} reason={t.emptyReason} />
          ) : (
            <>
              <div className={styles.tools}>
                <SearchField
                  label={t.find}
                  value={filter}
                  onChange={setFilter}
                  autoFocus
                  className={styles.search}
                />
                <Segmented
                  isLabelHidden
                  label={t.show}
                  value={shown}
                  onChange={setShown}
                  options={[
                    { value: 'all', label: t.all },
                    { value: 'with', label: t.withAccess },
                    { value: 'without', label: t.without },
                  ]}
                />
              </div>
              <span role="status" className="visually-hidden">
                {isNarrowed && t.shown(found.length)}
              </span>
              {found.length === 0 ? (
                <NothingFound
                  title={filter ? applicationWords.nothingFound(filter) : applicationWords.noMatch}
                  reason={t.nothingFoundReason}
                  onClear={() => {
                    setFilter('')
                    setShown('all')
                  }}
                />
              ) : (
                <Table
                  label={t.listLabel(name)}
                  rows={found}
                  columns={columns}
                  rowKey={(user) => user.membershipId}
                  rowName={(user) => user.name}
                  isMuted={(user) => user.status === 'suspended'}
                  sort={sort}
                  selection={selection}
                />
              )}
              <GrantsBar
                target={target}
                rights={rights}
                chosen={chosen}
                hidden={isNarrowed ? chosen.filter((user) => !found.includes(user)).length : 0}
                all={found.length}
                onAll={() =>
                  selection.onChange(
                    new Set([...selection.keys, ...found.map(({ membershipId }) => membershipId)]),
                  )
                }
                onClear={() => selection.onChange(new Set())}
              />
            </>
          )
        }
      </Answer>
    </Drawer>
  )
}

function withAccess(users: readonly ApplicationUser[]): number {
  return users.filter(({ sources }) => sources.length > 0).length
}

function matching(
  users: readonly ApplicationUser[],
  filter: string,
  shown: Shown,
): readonly ApplicationUser[] {
  const wanted = filter.trim().toLocaleLowerCase()
  return users.filter(
    ({ name, email, sources }) =>
      (shown === 'all' || sources.length > 0 === (shown === 'with')) &&
      (wanted === '' || `${name} ${email}`.toLocaleLowerCase().includes(wanted)),
  )
}

function sorted(users: readonly ApplicationUser[], sort: { by: string; descending: boolean }) {
  return sortRows(users, sort, {
    user: ({ name }) => name,
    access: ({ sources }) => (sources.length === 0 ? null : sources.join(' ')),
  })
}
