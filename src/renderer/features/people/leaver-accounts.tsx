import { useState } from 'react'
import { leaverWords as t } from '../../../strings/people-runs.ts'
import { Button } from '../../ui/button.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { NothingFound } from '../../ui/states.tsx'
import { LeaverRow } from './leaver-line.tsx'
import { type Decision, type PlanLine, sumOf } from './leaver-plan.ts'
import styles from './people.module.css'

type Shown = 'all' | 'flagged' | 'blocked'

interface LeaverAccountsProps {
  plan: readonly PlanLine[]
  more: number
  /** Logins that leave. */
  userIds: readonly string[]
  showLogin: boolean
  onDecide: (membershipId: string, decision: Decision) => void
}

const atOnce = 50
const findFrom = 8

/** The lines of a plan; those that need a look first. */
export function LeaverAccounts({ plan, more, userIds, showLogin, onDecide }: LeaverAccountsProps) {
  const [chosen, setShown] = useState<Shown>('all')
  const [filter, setFilter] = useState('')
  const [most, setMost] = useState(atOnce)
  const sum = sumOf(plan)
  const flagged = plan.filter(({ isFlagged, block }) => isFlagged && !block).length
  const counts = { all: plan.length, flagged, blocked: sum.blocked }
  const shown = counts[chosen] === 0 ? 'all' : chosen
  const found = matching(plan, shown, filter)
  return (
    <section className={styles.accounts} aria-label={t.accounts}>
      <div className={styles.sum}>
        <p role="status" className={styles.counts}>
          {t.summary(sum.remove, sum.keep, sum.blocked)}
        </p>
        {sum.open > 0 && <p className={styles.danger}>{t.open(sum.open)}</p>}
        {more > 0 && <p className={styles.muted}>{t.more(more)}</p>}
      </div>
      <div className={styles.tools}>
        {plan.length >= findFrom && (
          <SearchField label={t.filter} value={filter} onChange={setFilter} className={styles.search} />
        )}
        {(flagged > 0 || sum.blocked > 0) && (
          <Segmented
            isLabelHidden
            label={t.show}
            value={shown}
            onChange={setShown}
            options={[
              { value: 'all', label: t.all(counts.all) },
              ...(flagged > 0 ? [{ value: 'flagged' as const, label: t.flagged(flagged) }] : []),
              ...(sum.blocked > 0 ? [{ value: 'blocked' as const, label: t.blocked(sum.blocked) }] : []),
            ]}
          />
        )}
      </div>
      {found.length > 0 ? (
        <ul className={styles.lines} aria-label={t.accounts}>
          {found.slice(0, most).map((planned) => (
            <LeaverRow
              key={planned.line.membershipId}
              planned={planned}
              userIds={userIds}
              showLogin={showLogin}
              onDecide={(decision) => onDecide(planned.line.membershipId, decision)}
            />
          ))}
        </ul>
      ) : (
        plan.length > 0 && (
          <NothingFound title={t.nothingFound} reason={t.nothingFoundReason} onClear={() => setFilter('')} />
        )
      )}
      {found.length > most && (
        <Button onPress={() => setMost(most + atOnce)}>{t.showMore(found.length - most)}</Button>
      )}
    </section>
  )
}

/** What needs a decision stands first, what can't be done last. */
function matching(plan: readonly PlanLine[], shown: Shown, filter: string): PlanLine[] {
  const wanted = filter.trim().toLocaleLowerCase()
  const rank = ({ block, isFlagged }: PlanLine) => (block ? 2 : isFlagged ? 0 : 1)
  return plan
    .filter(
      ({ block, isFlagged, line }) =>
        (shown === 'all' || (shown === 'blocked' ? block !== null : isFlagged && block === null)) &&
        (wanted === '' || `${line.accountName} ${line.reference}`.toLocaleLowerCase().includes(wanted)),
    )
    .toSorted((a, b) => rank(a) - rank(b))
}
