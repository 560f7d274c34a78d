import type { AccessSource } from '@gatehouse/contract'
import { sourceNames } from '../../strings/access.ts'
import { assignmentNames } from '../../strings/common.ts'
import { Badge, type Tone } from './badge.tsx'
import styles from './source-badges.module.css'

const tones: Record<AccessSource, Tone> = { environment: 'accent', account: 'teal', grant: 'neutral' }

/** Every reason why a user can open an application; without one, `none` stands there. */
export function SourceBadges({ sources, none }: { sources: readonly AccessSource[]; none: string }) {
  if (sources.length === 0) return <span className={styles.none}>{none}</span>
  return (
    <span className={styles.badges}>
      {sources.map((source) => (
        <Badge key={source} tone={tones[source]}>
          {sourceNames[source]}
        </Badge>
      ))}
    </span>
  )
}

/** How an application came to an account. */
export function AssignmentBadge({ level }: { level: keyof typeof assignmentNames }) {
  if (level === 'manual') return <span className={styles.none}>{assignmentNames.manual}</span>
  return <Badge tone={tones[level]}>{assignmentNames[level]}</Badge>
}
