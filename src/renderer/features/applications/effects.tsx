import type { Problem } from '@gatehouse/contract'
import type { UseQueryResult } from '@tanstack/react-query'
import CalendarClock from 'lucide-react/icons/calendar-clock'
import Equal from 'lucide-react/icons/equal'
import UserMinus from 'lucide-react/icons/user-minus'
import UserPlus from 'lucide-react/icons/user-plus'
import type { QueryOutput } from '../../../ipc/contract.ts'
import { applicationWords as t } from '../../../strings/applications.ts'
import { ErrorState } from '../../ui/states.tsx'
import styles from './applications.module.css'

type Impact = QueryOutput<'applications.impact'>

export interface Effect {
  tone: 'gain' | 'lose' | 'same' | 'later'
  text: string
}

const icons = { gain: UserPlus, lose: UserMinus, same: Equal, later: CalendarClock }

interface EffectsProps {
  answer: UseQueryResult<Impact, Problem>
  linesOf: (impact: Impact) => (Effect | false)[]
}

/** What a change does, a line for each thing, before it is made. */
export function Effects({ answer, linesOf }: EffectsProps) {
  if (answer.error) return <ErrorState inline problem={answer.error} onRetry={() => void answer.refetch()} />
  return <EffectList effects={answer.data && linesOf(answer.data).filter((effect) => effect !== false)} />
}

/** Undefined: it is still being counted. */
export function EffectList({ effects }: { effects: readonly Effect[] | undefined }) {
  return (
    <ul className={styles.effects} aria-live="polite" aria-busy={!effects}>
      {effects ? (
        effects.map(({ tone, text }) => {
          const Icon = icons[tone]
          return (
            <li key={text} data-tone={tone}>
              <Icon size={16} aria-hidden="true" />
              <span>{text}</span>
            </li>
          )
        })
      ) : (
        <li>{t.impactPending}</li>
      )}
    </ul>
  )
}
