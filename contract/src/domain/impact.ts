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

export const environmentImpactChangeSchema = z.enum([
  'enable_auto_assign',
  'disable_auto_assign_drop',
  'disable_auto_assign_keep',
  'delete',
])
export type EnvironmentImpactChange = z.infer<typeof environmentImpactChangeSchema>

export interface EnvironmentImpactFacts {
  /** Active memberships of the active accounts of the environment. */
  members: number
  /** Those among them whose account auto-assigns the application itself. */
  byAccount: number
  /** Those among the others that hold a grant of it, where it is on the account. */
  byGrant: number
  environmentAuto: boolean
}

export const environmentImpactSchema = impactSchema
  .extend({
    /** Users who keep it because their account auto-assigns it, with a grant beside it or without. */
    keepByAccount: z.int(),
    /** It is what a login without an application id opens. */
    isDefault: z.boolean(),
    /** What there is of it now. */
    counts: z.object({
      /** Accounts that have it: all of them while the environment auto-assigns it. */
      accounts: z.int(),
      accountApplications: z.int(),
      grants: z.int(),
      /** Pending ones that name it. */
      invitations: z.int(),
    }),
  })
  .meta({ id: 'EnvironmentImpact' })
export type EnvironmentImpact = z.infer<typeof environmentImpactSchema>

/** Who of a whole environment gains and loses access by a change; each user is counted in each of their accounts. */
export function environmentImpactOf(
  change: EnvironmentImpactChange,
  { members, byAccount, byGrant, environmentAuto }: EnvironmentImpactFacts,
): Impact & Pick<EnvironmentImpact, 'keepByAccount'> {
  const nothing = { gain: 0, lose: 0, keepByGrant: 0, keepByEnvironment: 0, keepByAccount: 0 }
  const onTheirOwn = { ...nothing, keepByAccount: byAccount, keepByGrant: byGrant }
  const others = members - byAccount - byGrant
  switch (change) {
    case 'enable_auto_assign':
      return environmentAuto ? { ...nothing, keepByEnvironment: members } : { ...onTheirOwn, gain: others }
    case 'disable_auto_assign_drop':
      return { ...onTheirOwn, lose: environmentAuto ? others : 0 }
    case 'disable_auto_assign_keep':
      return environmentAuto ? { ...onTheirOwn, keepByGrant: byGrant + others } : onTheirOwn
    case 'delete':
      return { ...nothing, lose: environmentAuto ? members : byAccount + byGrant }
  }
}
