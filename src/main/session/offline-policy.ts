// How long a local copy may be read without contact: the deployment says it (`policies.offlineDays`), and it holds
// offline, because the policy is kept with the sign-in and the time of the last contact in the copy itself.

const dayMs = 86_400_000
/** A clock this far behind what it has shown before was set back. Less is a correction or another time server. */
const setBackMs = dayMs
/** The user hears of it this long before, but not for more than half of the time there is. */
const warnDays = 3

export interface OfflineFacts {
  /** Null: no limit. */
  days: number | null
  /** Of the last pull that brought everything; null while there has been none. */
  lastContactAt: string | null
  now: Date
  /** The latest time that this computer has shown since that contact. */
  seenAt: string | null
}

export interface OfflineStanding {
  isClosed: boolean
  closesAt: Date | null
  /** It closes soon. */
  isNear: boolean
  /** When something of this becomes different by time alone; null for never. */
  changesAt: Date | null
}

const free: OfflineStanding = { isClosed: false, closesAt: null, isNear: false, changesAt: null }

/** The time that counts: a clock that was set back counts as at the latest time it has shown. */
export function countedTime(now: Date, seenAt: string | null): Date {
  if (seenAt === null) return now
  const seen = Date.parse(seenAt)
  return seen - now.getTime() > setBackMs ? new Date(seen) : now
}

/** Closed once more than `days` have passed since the last contact. Without a limit or a contact, never. */
export function offlineStanding({ days, lastContactAt, now, seenAt }: OfflineFacts): OfflineStanding {
  if (days === null || lastContactAt === null) return free
  const closes = Date.parse(lastContactAt) + days * dayMs
  const warns = closes - Math.min(warnDays, days / 2) * dayMs
  const at = countedTime(now, seenAt).getTime()
  const next = at < warns ? warns : at <= closes ? closes + 1 : null
  return {
    isClosed: at > closes,
    closesAt: new Date(closes),
    isNear: at >= warns,
    changesAt: next === null ? null : new Date(next),
  }
}
