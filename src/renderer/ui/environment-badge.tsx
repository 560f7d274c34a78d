import type { EnvironmentKind } from '../../ipc/views.ts'
import { environmentKinds } from '../../strings/environment-names.ts'
import { Badge, type Tone } from './badge.tsx'
import styles from './environment-badge.module.css'

const tones: Record<EnvironmentKind, Tone> = {
  production: 'accent',
  staging: 'teal',
  qa: 'warning',
  development: 'neutral',
}

/** What kind of world one is in: stands wherever something is done to an environment. */
export function EnvironmentBadge({ kind }: { kind: EnvironmentKind }) {
  return <Badge tone={tones[kind]}>{environmentKinds[kind]}</Badge>
}

/** Whether the badge would say the name once more. */
export function isNamedByKind({ name, kind }: EnvironmentName): boolean {
  return name.toLocaleLowerCase() === environmentKinds[kind].toLocaleLowerCase()
}

interface EnvironmentName {
  name: string
  kind: EnvironmentKind
}

/** Which environment something is done to: its name and its kind, in one where they are the same. */
export function EnvironmentMark({ environment }: { environment: EnvironmentName }) {
  return (
    <span className={styles.mark}>
      {!isNamedByKind(environment) && <bdi>{environment.name}</bdi>}
      <EnvironmentBadge kind={environment.kind} />
    </span>
  )
}
