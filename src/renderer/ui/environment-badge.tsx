import type { EnvironmentKind } from '../../ipc/views.ts'
import { environmentKinds } from '../../strings/environment-names.ts'
import { Badge, type Tone } from './badge.tsx'

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
