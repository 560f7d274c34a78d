import type { ChangesSince } from '../../../ipc/views.ts'
import { accessChangeWords as t } from '../../../strings/access-changes.ts'
import { DateField, dayOf } from '../../ui/date-field.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { useNow } from '../../ui/time.tsx'
import styles from './access-changes.module.css'

const names = { visit: t.sinceVisit, day: t.sinceDay, review: t.sinceReview } as const
const dayMs = 86_400_000

interface SinceChoiceProps {
  since: ChangesSince
  offered: readonly ChangesSince['from'][]
  onChange: (since: ChangesSince) => void
}

/** A week ago is what most want to know of. */
export function aWeekAgo(now: number): ChangesSince {
  return { from: 'day', day: dayOf(new Date(now - 7 * dayMs)) }
}

/** From when on changes are counted. */
export function SinceChoice({ since, offered, onChange }: SinceChoiceProps) {
  const now = useNow()
  return (
    <div className={styles.since}>
      <Segmented
        label={t.since}
        value={since.from}
        options={offered.map((from) => ({ value: from, label: names[from] }))}
        onChange={(from) => onChange(from === 'day' ? aWeekAgo(now) : { from })}
      />
      {since.from === 'day' && (
        <DateField
          label={t.day}
          value={since.day}
          onChange={(day) => day && onChange({ from: 'day', day })}
        />
      )}
    </div>
  )
}
