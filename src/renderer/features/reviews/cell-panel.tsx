import type { AccountId, MembershipChange, ReviewId } from '@gatehouse/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { AccountDetail, MatrixRow, ReviewCell, ReviewDetail } from '../../../ipc/views.ts'
import { roleNames } from '../../../strings/common.ts'
import { matrixWords as m } from '../../../strings/matrix.ts'
import { decideWords as t } from '../../../strings/reviews.ts'
import { bridge } from '../../data/bridge.ts'
import { askAgain, type Decision } from '../../data/use-matrix.ts'
import { notifyProblem } from '../../data/use-mutate.ts'
import { Button } from '../../ui/button.tsx'
import { DateField, dayOf, endOfDay } from '../../ui/date-field.tsx'
import { TextArea } from '../../ui/fields.tsx'
import { Select } from '../../ui/select.tsx'
import { SourceBadges } from '../../ui/source-badges.tsx'
import { Time, useNow } from '../../ui/time.tsx'
import { adviceInWords } from './faces.ts'
import styles from './reviews.module.css'

interface CellPanelProps {
  account: AccountDetail
  detail: ReviewDetail
  row: MatrixRow
  columnName: string
  /** Undefined while it is on its way. */
  cell: ReviewCell | undefined
  cellNumber: number
  chosenCells: number
  /** The focus goes into the panel when this grows. */
  focusCount: number
  refusal: string | null
  isOpen: boolean
  onDecide: (decision: Decision | null) => void
}

/** Everything about the cell in focus: why there is access, what is recommended, and what is decided. */
export function CellPanel(props: CellPanelProps) {
  const { account, detail, row, columnName, cell, cellNumber, focusCount, refusal, isOpen, onDecide } = props
  const panel = useRef<HTMLElement>(null)
  const seen = useRef(focusCount)
  const isHere = cell !== undefined
  useEffect(() => {
    if (seen.current === focusCount) return
    // Which controls there are is known with the cell: one that goes would take the focus along.
    const first = isHere ? panel.current?.querySelector<HTMLElement>('button, textarea, input') : null
    ;(first ?? panel.current)?.focus()
    if (isHere) seen.current = focusCount
  }, [focusCount, isHere])
  const isLocked = cell?.lock !== null && cell?.lock !== undefined
  const target = { accountId: account.id, reviewId: detail.review.id, place: row.place }
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label={t.details}
      className={styles.panel}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        document.querySelector<HTMLElement>('[role="grid"]')?.focus()
      }}
    >
      <h3 className={styles.panelTitle}>
        <bdi>{row.name}</bdi>
      </h3>
      <p className={styles.muted}>
        <bdi>{cellNumber === 0 ? m.membershipHint : columnName}</bdi>
      </p>
      <dl className={styles.details}>
        {cellNumber > 0 && (
          <>
            <dt>{t.access}</dt>
            <dd>{cell && <SourceBadges sources={cell.sources} none={m.noAccess} />}</dd>
          </>
        )}
        <dt>{t.role}</dt>
        <dd>{roleNames[row.role]}</dd>
        <dt>{t.lastSeen}</dt>
        <dd>{row.lastActiveAt ? <Time at={row.lastActiveAt} /> : m.neverSeen}</dd>
        {cell?.advice && !isLocked && (
          <>
            <dt>{t.advice}</dt>
            <dd>{adviceInWords(cell.advice)}</dd>
          </>
        )}
        <dt>{t.decision}</dt>
        <dd>
          {cell?.change
            ? changeInWords(cell.change)
            : cell?.decision
              ? m.decisions[cell.decision]
              : isLocked && cell.lock
                ? m.locks[cell.lock]
                : m.undecided}
        </dd>
      </dl>
      {isOpen && !isLocked && (
        <div className={styles.decisions} role="toolbar" aria-label={t.decision}>
          {props.chosenCells > 1 && <p className={styles.muted}>{m.selected(props.chosenCells)}</p>}
          {(['keep', 'revoke', 'unsure'] as const).map((decision) => (
            <Button
              key={decision}
              size="small"
              aria-pressed={cell?.decision === decision}
              disabledReason={refusal}
              onPress={() => onDecide(decision)}
            >
              {t[decision]}
            </Button>
          ))}
          <Button size="small" kind="quiet" disabledReason={refusal} onPress={() => onDecide(null)}>
            {t.takeBack}
          </Button>
        </div>
      )}
      {isOpen && !isLocked && cellNumber === 0 && cell && (
        <ChangeFields key={`change ${row.place}`} target={target} cell={cell} row={row} refusal={refusal} />
      )}
      {isOpen
        ? cell && (
            <NoteField
              key={`note ${row.place} ${cellNumber}`}
              target={{ ...target, cell: cellNumber }}
              note={cell.note ?? ''}
              refusal={refusal}
            />
          )
        : cell?.note && (
            <p className={styles.note}>
              <bdi>{cell.note}</bdi>
            </p>
          )}
      {isOpen && <p className={styles.muted}>{t.backToGrid}</p>}
    </aside>
  )
}

function changeInWords(change: MembershipChange): string {
  return 'role' in change ? t.changeRole(roleNames[change.role]) : t.changeEnd(change.endsAt)
}

interface Target {
  accountId: AccountId
  reviewId: ReviewId
  place: number
}

interface NoteFieldProps {
  target: Target & { cell: number }
  note: string
  refusal: string | null
}

function NoteField({ target, note, refusal }: NoteFieldProps) {
  const client = useQueryClient()
  const [text, setText] = useState(note)
  const isChanged = text.trim() !== note
  async function save() {
    const answer = await bridge().command('reviews.note', { ...target, note: text.trim() })
    if (!answer.ok) return notifyProblem(answer.error)
    await askAgain(client, target.accountId)
  }
  return (
    <div className={styles.noteField}>
      <TextArea
        label={t.note}
        description={t.noteHint}
        rows={2}
        value={text}
        onChange={setText}
        maxLength={500}
        isDisabled={refusal !== null}
      />
      {isChanged && (
        <Button size="small" onPress={() => void save()}>
          {t.saveNote}
        </Button>
      )}
    </div>
  )
}

interface ChangeFieldsProps {
  target: Target
  cell: ReviewCell
  row: MatrixRow
  refusal: string | null
}

const roles = ['admin', 'technician', 'billing', 'viewer'] as const

/** In place of keeping or removing a user: another role, or a day on which it ends. */
function ChangeFields({ target, cell, row, refusal }: ChangeFieldsProps) {
  const client = useQueryClient()
  const now = useNow()
  const { change } = cell
  const role = change && 'role' in change ? change.role : 'same'
  const end = change && 'endsAt' in change ? dayOf(new Date(change.endsAt)) : ''
  async function set(next: MembershipChange | null) {
    const answer = await bridge().command('reviews.change', { ...target, change: next })
    if (!answer.ok) return notifyProblem(answer.error)
    await askAgain(client, target.accountId)
  }
  return (
    <fieldset className={styles.changes}>
      <legend>{t.changeInstead}</legend>
      <Select
        label={t.newRole}
        value={role}
        isDisabled={refusal !== null}
        options={[
          { value: 'same' as const, label: t.keepRole },
          ...roles.filter((each) => each !== row.role).map((value) => ({ value, label: roleNames[value] })),
        ]}
        onChange={(value) => void set(value === 'same' ? null : { role: value })}
      />
      <DateField
        label={t.endsOn}
        value={end}
        min={dayOf(new Date(now))}
        isDisabled={refusal !== null}
        onChange={(day) => {
          const endsAt = endOfDay(day)
          void set(endsAt === null ? null : { endsAt })
        }}
      />
      {change && (
        <Button size="small" onPress={() => void set(null)}>
          {t.clearChange}
        </Button>
      )}
    </fieldset>
  )
}
