import type { MatrixApplication, MatrixAsk, MatrixRow } from '../../../ipc/views.ts'
import { assignmentNames, roleNames } from '../../../strings/common.ts'
import { relativeTime } from '../../../strings/format.ts'
import { matrixWords as t } from '../../../strings/matrix.ts'
import type { Group, MatrixColumn } from '../../ui/matrix/matrix.tsx'
import { Name } from '../../ui/name.tsx'
import { Select } from '../../ui/select.tsx'
import styles from './reviews.module.css'

export const firstAsk: MatrixAsk = {
  find: '',
  sort: { by: 'name', descending: false },
  group: 'none',
  only: 'all',
}

/** Who a row is about: name, role, and when they were last seen. */
export function rowHead(row: MatrixRow) {
  const seen = row.lastActiveAt ? t.seen(relativeTime(new Date(row.lastActiveAt), Date.now())) : t.neverSeen
  const facts = t.facts(roleNames[row.role], seen)
  return (
    <>
      <span className={styles.person}>
        <Name strong={row.isMe}>{row.name}</Name>
        {row.isMe && <span className={styles.you}>{t.you}</span>}
      </span>
      <span className={styles.facts}>{row.status === 'suspended' ? t.suspended(facts) : facts}</span>
    </>
  )
}

export function columnsOf(applications: readonly MatrixApplication[], isReview: boolean): MatrixColumn[] {
  const columns = applications.map(({ id, name, level, status }) => ({
    id,
    name,
    hint: `${name} · ${assignmentNames[level]}`,
    isMuted: status === 'inactive',
  }))
  return isReview ? [{ id: 'membership', name: t.membership, hint: t.membershipHint }, ...columns] : columns
}

export function groupName({ key, rows }: Group): string {
  const names: Record<string, string> = { ...roleNames, ...t.seenGroups }
  return t.groupHead(names[key] ?? key, rows)
}

const sorts = ['name', 'role', 'lastActive', 'access', 'undecided'] as const
const descending: ReadonlySet<string> = new Set(['access', 'undecided'])

interface ChoicesProps {
  ask: MatrixAsk
  onChange: (ask: MatrixAsk) => void
  isReview: boolean
}

/** How rows are put in order, and which of them are shown. */
export function MatrixChoices({ ask, onChange, isReview }: ChoicesProps) {
  return (
    <>
      {isReview && (
        <Select
          label={t.only}
          hideLabel
          className={styles.choice}
          value={ask.only}
          options={(['all', 'undecided', 'revoked', 'advised'] as const).map((value) => ({
            value,
            label: t.onlies[value],
          }))}
          onChange={(only) => onChange({ ...ask, only })}
        />
      )}
      <Select
        label={t.sortBy}
        hideLabel
        className={styles.choice}
        value={ask.sort.by}
        options={sorts
          .filter((by) => isReview || by !== 'undecided')
          .map((value) => ({ value, label: t.sorts[value] }))}
        onChange={(by) => onChange({ ...ask, sort: { by, descending: descending.has(by) } })}
      />
      <Select
        label={t.groupBy}
        hideLabel
        className={styles.choice}
        value={ask.group}
        options={(['none', 'role', 'seen'] as const).map((value) => ({ value, label: t.groups[value] }))}
        onChange={(group) => onChange({ ...ask, group })}
      />
    </>
  )
}

/** What the marks in the cells mean, beneath the grid. */
export function Legend({ isReview }: { isReview: boolean }) {
  return (
    <ul className={styles.legend} aria-label={t.legend}>
      {(['environment', 'account', 'grant'] as const).map((source) => (
        <li key={source}>
          <span className={styles.letter} data-source={source} aria-hidden="true">
            {t.letters[source]}
          </span>
          {source === 'grant' ? assignmentNames.manual : assignmentNames[source]}
        </li>
      ))}
      <li className={styles.legendKeys}>{isReview ? t.decideKeys : t.keys}</li>
    </ul>
  )
}
