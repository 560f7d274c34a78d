import { useMemo, useState } from 'react'
import type { BulkAccount, BulkSame } from '../../../ipc/views.ts'
import { bulkAssignWords as t } from '../../../strings/bulk.ts'
import { number } from '../../../strings/format.ts'
import { explain } from '../../../strings/problems.ts'
import { ColourMark } from '../../ui/colour-mark.tsx'
import { Name, TwoLines } from '../../ui/name.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import styles from './bulk.module.css'

type Shown = 'all' | 'changing' | 'not'

interface BulkPreviewProps {
  kind: 'assign' | 'unassign'
  autoAssign: boolean
  preview: readonly BulkAccount[]
  nameOf: (applicationId: string) => string
}

/** What the change does in each account before it is made: what it gets or loses, or why nothing changes there. */
export function BulkPreview({ kind, autoAssign, preview, nameOf }: BulkPreviewProps) {
  const [chosen, setShown] = useState<Shown>('all')
  const changing = useMemo(() => preview.filter(({ changes }) => changes.length > 0), [preview])
  const not = useMemo(() => preview.filter(({ changes }) => changes.length === 0), [preview])
  const shown = changing.length === 0 || not.length === 0 ? 'all' : chosen
  const rows = shown === 'all' ? [...changing, ...not] : shown === 'changing' ? changing : not
  const columns = useMemo(() => columnsOf(kind, autoAssign, nameOf), [kind, autoAssign, nameOf])
  return (
    <section className={styles.preview} aria-label={t.effects}>
      <div className={styles.sum} role="status">
        <p className={styles.counts}>
          {changing.length === 0 ? t.nothingChanges : t.sum[kind](changing.length, preview.length)}
        </p>
        {changing.length > 0 && <p className={styles.muted}>{effectOf(kind, autoAssign, changing)}</p>}
      </div>
      {changing.length > 0 && not.length > 0 && (
        <Segmented
          isLabelHidden
          label={t.effects}
          value={shown}
          onChange={setShown}
          options={[
            { value: 'all', label: t.showAll },
            { value: 'changing', label: t.showChanging(changing.length) },
            { value: 'not', label: t.showRefused(not.length) },
          ]}
        />
      )}
      <Table
        label={t.effects}
        rows={rows}
        columns={columns}
        rowKey={(row) => row.id}
        rowName={(row) => row.name}
        isMuted={(row) => row.changes.length === 0}
      />
    </section>
  )
}

function effectOf(
  kind: 'assign' | 'unassign',
  autoAssign: boolean,
  changing: readonly BulkAccount[],
): string {
  if (kind === 'assign' && !autoAssign)
    return t.nobody(new Set(changing.flatMap(({ changes }) => changes)).size)
  const count = changing.reduce((sum, { users }) => sum + (users ?? 0), 0)
  const sentence = kind === 'assign' ? t.gain(count) : t.lose(count)
  return changing.some(({ users }) => users === null) ? t.atLeast(sentence) : sentence
}

function columnsOf(
  kind: 'assign' | 'unassign',
  autoAssign: boolean,
  nameOf: (applicationId: string) => string,
): Column<BulkAccount>[] {
  const columns: Column<BulkAccount>[] = [
    {
      id: 'account',
      header: t.columns.account,
      cell: ({ name, reference, colour }) => (
        <TwoLines
          first={
            <>
              {colour && <ColourMark colour={colour} />}
              <Name strong>{name}</Name>
            </>
          }
          second={reference}
        />
      ),
    },
    {
      id: 'change',
      header: t.columns.change,
      cell: (row) => {
        const text = changeInWords(kind, row, nameOf)
        return (
          <span className={styles.what} title={text}>
            {text}
          </span>
        )
      },
    },
  ]
  if (kind === 'assign' && !autoAssign) return columns
  return [
    ...columns,
    {
      id: 'users',
      header: t.columns.users[kind],
      width: '104px',
      align: 'end',
      cell: ({ users, changes }) =>
        changes.length === 0 || users === null ? <span aria-hidden="true">-</span> : number(users),
    },
  ]
}

function changeInWords(
  kind: 'assign' | 'unassign',
  { refused, changes, same }: BulkAccount,
  nameOf: (applicationId: string) => string,
): string {
  if (refused) return explain(refused).advice
  if (changes.length > 0) return t.change[kind](changes.map(nameOf))
  const reasons = Map.groupBy(same, ({ reason }) => reason)
  const [first] = [...reasons] as [BulkSame['reason'], BulkSame[]][]
  return first ? t.same[first[0]](first[1].map(({ id }) => nameOf(id))) : t.nothingChanges
}
