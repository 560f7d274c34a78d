import type { Problem } from '@gatehouse/contract'
import type { UseQueryResult } from '@tanstack/react-query'
import CalendarClock from 'lucide-react/icons/calendar-clock'
import Equal from 'lucide-react/icons/equal'
import TriangleAlert from 'lucide-react/icons/triangle-alert'
import UserMinus from 'lucide-react/icons/user-minus'
import UserPlus from 'lucide-react/icons/user-plus'
import { ErrorState } from '../../ui/states.tsx'
import styles from './environments.module.css'

export interface Effect {
  tone: 'gain' | 'lose' | 'same' | 'later' | 'warn'
  text: string
}

const icons = { gain: UserPlus, lose: UserMinus, same: Equal, later: CalendarClock, warn: TriangleAlert }

interface EffectsProps<T> {
  answer: UseQueryResult<T, Problem>
  counting: string
  linesOf: (counted: T) => (Effect | false)[]
}

/** What a change does, a line for each thing, as the server counts it. */
export function Effects<T>({ answer, counting, linesOf }: EffectsProps<T>) {
  // Counts of before would be worse than none.
  const counted = answer.isFetching ? undefined : answer.data
  if (answer.error) return <ErrorState inline problem={answer.error} onRetry={() => void answer.refetch()} />
  return (
    <div aria-live="polite" aria-busy={counted === undefined}>
      {counted === undefined ? (
        <p className={styles.muted}>{counting}</p>
      ) : (
        <EffectLines lines={linesOf(counted).filter((line) => line !== false)} />
      )}
    </div>
  )
}

export function EffectLines({ lines }: { lines: readonly Effect[] }) {
  return (
    <ul className={styles.effects}>
      {lines.map(({ tone, text }) => {
        const Icon = icons[tone]
        return (
          <li key={text} data-tone={tone}>
            <Icon size={16} aria-hidden="true" />
            <span>{text}</span>
          </li>
        )
      })}
    </ul>
  )
}
