import { z } from 'zod'

export const impactChangeSchema = z.enum([
  'enable_auto_assign',
  'disable_auto_assign_drop',
  'disable_auto_assign_keep',
  'unassign',
])
export type ImpactChange = z.infer<typeof impactChangeSchema>

export interface ImpactFacts {
  /** Active memberships of the account; 0 when the account itself is not active. */
  activeMembers: number
  /** Those among them that hold a grant of the application. */
  activeMembersWithGrant: number
  environmentAuto: boolean
  accountAuto: boolean
}

export const impactSchema = z
  .object({
    /** Users who can't reach the application now and could after the change. */
    gain: z.int(),
    /** Users who can reach it now and couldn't after the change. */
    lose: z.int(),
    /** Users who keep it because a grant stands, or is made of their derived access. */
    keepByGrant: z.int(),
    /** Users who keep it because the environment auto-assigns it. */
    keepByEnvironment: z.int(),
  })
  .meta({ id: 'Impact' })
export type Impact = z.infer<typeof impactSchema>

/** Who gains and loses access by a change, said before it is made. Counts, so it costs the same at any size. */
export function impactOf(change: ImpactChange, facts: ImpactFacts): Impact {
  const { activeMembers: all, activeMembersWithGrant: granted, environmentAuto, accountAuto } = facts
  const nothing: Impact = { gain: 0, lose: 0, keepByGrant: 0, keepByEnvironment: 0 }
  if (environmentAuto) return { ...nothing, keepByEnvironment: all }
  const holders = accountAuto ? all : granted
  switch (change) {
    case 'enable_auto_assign':
      return { ...nothing, gain: all - holders, keepByGrant: granted }
    case 'disable_auto_assign_drop':
      return { ...nothing, lose: holders - granted, keepByGrant: granted }
    case 'disable_auto_assign_keep':
      return { ...nothing, keepByGrant: holders }
    case 'unassign':
      return { ...nothing, lose: holders }
  }
}
