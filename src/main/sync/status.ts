import type { SyncStatus } from '../../ipc/views.ts'

export interface SyncFacts {
  signInNeeded: boolean
  /** `unknown` until the first contact was tried. */
  contact: 'unknown' | 'made' | 'lost'
  /** Why it is lost, where more is known than that; or that there is contact, and the disk takes nothing more. */
  why: Exclude<SyncStatus['why'], undefined> | null
  /** Rows are on their way; a pull that finds nothing doesn't count. */
  busy: boolean
  waiting: number
  attention: number
  syncedAt: string | null
}

/** One state out of what may hold at once: what needs the user most, first. */
export function statusOf({
  signInNeeded,
  contact,
  why,
  busy,
  waiting,
  attention,
  syncedAt,
}: SyncFacts): SyncStatus {
  const counts = { waiting, attention, syncedAt }
  if (signInNeeded) return { state: 'sign-in', ...counts }
  if (why === 'disk') return { state: 'attention', ...counts, why }
  if (attention > 0) return { state: 'attention', ...counts }
  if (contact === 'lost') return { state: 'offline', ...counts, ...(why ? { why } : {}) }
  if (contact === 'unknown' || busy || waiting > 0) return { state: 'syncing', ...counts }
  return { state: 'synced', ...counts }
}

export function sameStatus(a: SyncStatus, b: SyncStatus): boolean {
  return (
    a.state === b.state &&
    a.why === b.why &&
    a.waiting === b.waiting &&
    a.attention === b.attention &&
    a.syncedAt === b.syncedAt
  )
}
