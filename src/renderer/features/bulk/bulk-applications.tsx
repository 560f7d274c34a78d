import { useMemo, useRef, useState } from 'react'
import type { BulkApplication } from '../../../ipc/views.ts'
import { applicationWords } from '../../../strings/applications.ts'
import { bulkAssignWords as t } from '../../../strings/bulk.ts'
import { Badge } from '../../ui/badge.tsx'
import { type PickItem, PickList } from '../../ui/pick-list.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { EmptyState, NothingFound } from '../../ui/states.tsx'
import styles from './bulk.module.css'

interface BulkApplicationsProps {
  kind: 'assign' | 'unassign'
  applications: readonly BulkApplication[]
  /** With more than one, each application says which it is of. */
  environments: number
  chosen: ReadonlySet<string>
  onToggle: (id: string) => void
}

/** Which applications are meant: those that change something first. */
export function BulkApplications({
  kind,
  applications,
  environments,
  chosen,
  onToggle,
}: BulkApplicationsProps) {
  const [filter, setFilter] = useState('')
  const list = useRef<{ focusFirst(): void }>(null)
  const offered = useMemo(
    () => (kind === 'assign' ? applications : applications.filter((one) => one.assignedIn > 0)),
    [kind, applications],
  )
  const found = useMemo(() => matching(offered, filter), [offered, filter])
  const possible = found.filter((application) => isPossible(kind, application))
  const settled = found.filter((application) => !isPossible(kind, application))
  if (offered.length === 0) return <EmptyState title={t.nothing[kind]} reason={t.nothingReason[kind]} />
  return (
    <div className={styles.choice}>
      <SearchField
        label={t.find}
        value={filter}
        onChange={setFilter}
        autoFocus
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return
          event.preventDefault()
          list.current?.focusFirst()
        }}
      />
      {found.length === 0 ? (
        <NothingFound
          title={t.nothingFound(filter)}
          reason={t.nothingFoundReason}
          onClear={() => setFilter('')}
        />
      ) : (
        <PickList
          label={t.list[kind]}
          control={list}
          selected={chosen}
          onToggle={onToggle}
          sections={[
            {
              id: 'possible',
              title: t.possible[kind](possible.length),
              items: possible.map((application) => itemOf(kind, application, environments, false)),
            },
            {
              id: 'settled',
              title: t.settled[kind](settled.length),
              items: settled.map((application) => itemOf(kind, application, environments, true)),
            },
          ]}
        />
      )}
    </div>
  )
}

function isPossible(
  kind: 'assign' | 'unassign',
  { everywhere, accounts, assignedIn }: BulkApplication,
): boolean {
  if (everywhere) return false
  return kind === 'unassign' || assignedIn < accounts
}

function itemOf(
  kind: 'assign' | 'unassign',
  application: BulkApplication,
  environments: number,
  isFixed: boolean,
): PickItem {
  const { id, name, status, accounts, assignedIn, everywhere, environment } = application
  const hint = t.hint[kind](everywhere ? accounts : assignedIn, accounts)
  return {
    id,
    label: name,
    hint: environments > 1 ? t.inEnvironment(hint, environment) : hint,
    isFixed,
    mark: status === 'inactive' && <Badge tone="warning">{applicationWords.assign.notIntegrated}</Badge>,
  }
}

function matching(applications: readonly BulkApplication[], filter: string): readonly BulkApplication[] {
  const wanted = filter.trim().toLocaleLowerCase()
  if (!wanted) return applications
  return applications.filter(({ name, key, description, environment }) =>
    `${name} ${key} ${description} ${environment}`.toLocaleLowerCase().includes(wanted),
  )
}
