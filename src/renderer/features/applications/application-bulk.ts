import type { IntentInput } from '@gatehouse/contract'
import type { ApplicationItem } from '../../../ipc/views.ts'
import { applicationWords } from '../../../strings/applications.ts'
import type { BulkLine } from '../../data/use-bulk.ts'

const t = applicationWords.bulk

export type BulkKind = 'enable' | 'disable' | 'unassign'

interface Affected {
  /** Those that the change is possible for. */
  applications: readonly ApplicationItem[]
  /** How many of the chosen ones are left out, and why: a sentence each. */
  leftOut: readonly string[]
}

/** Which of the chosen applications a change is for. The environment's word can't be changed in an account. */
export function affectedBy(kind: BulkKind, chosen: readonly ApplicationItem[]): Affected {
  const free = chosen.filter(({ level }) => level !== 'environment')
  const applications =
    kind === 'unassign' ? free : free.filter(({ accountAuto }) => accountAuto === (kind === 'disable'))
  const byEnvironment = chosen.length - free.length
  const already = free.length - applications.length
  return {
    applications,
    leftOut: [
      ...(byEnvironment > 0 ? [t.leftOut(byEnvironment, t.environment)] : []),
      ...(already > 0 ? [t.leftOut(already, kind === 'enable' ? t.alreadyAuto : t.notAuto)] : []),
    ],
  }
}

/** Why a change can't be made of what is chosen; null where it can. */
export function refusalOf(kind: BulkKind, chosen: readonly ApplicationItem[]): string | null {
  return affectedBy(kind, chosen).applications.length === 0 ? t.none[kind] : null
}

/** One change an application, named with the version that was looked at. */
export function linesOf(
  kind: BulkKind,
  accountId: string,
  applications: readonly ApplicationItem[],
  onDisable: 'drop' | 'keep',
): BulkLine[] {
  return applications.map(({ id: applicationId, version }) => {
    if (kind === 'unassign')
      return { intent: { name: 'applications.unassign', args: { accountId, applicationId } } }
    const baseVersion = version === null ? {} : { baseVersion: version }
    const intent: IntentInput = {
      name: 'applications.setAutoAssign',
      args: {
        accountId,
        applicationId,
        autoAssign: kind === 'enable',
        ...(kind === 'disable' ? { onDisable } : {}),
        ...baseVersion,
      },
    }
    return { intent }
  })
}
