import { leaverWords as t } from '../../../strings/people-runs.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { Checkbox } from '../../ui/fields.tsx'
import styles from './people.module.css'

interface SameLoginsProps {
  userId: string
  also: readonly string[]
  onChange: (also: readonly string[]) => void
}

/** Logins that may be the same person's, each with why: taken in only where somebody says so. */
export function SameLogins({ userId, also, onChange }: SameLoginsProps) {
  const { data } = useBridgeQuery('people.same', { userId })
  if (!data || data.others.length === 0) return null
  return (
    <section className={styles.same} aria-label={t.same}>
      <h3 className={styles.title}>{t.same}</h3>
      <p className={styles.muted}>{t.sameHelp}</p>
      {data.others.map((other) => (
        <Checkbox
          key={other.userId}
          isSelected={also.includes(other.userId)}
          onChange={(isOn) =>
            onChange(isOn ? [...also, other.userId] : also.filter((each) => each !== other.userId))
          }
          description={t.sameHint(
            other.email,
            other.reasons.map((reason) => t.reasons[reason]),
            other.accounts,
          )}
        >
          <bdi>{other.name}</bdi>
        </Checkbox>
      ))}
    </section>
  )
}
