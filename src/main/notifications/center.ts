import type { Result } from '@gatehouse/contract'
import type {
  Notification,
  NotificationFact,
  NotificationKind,
  NotificationTarget,
  Preferences,
} from '../../ipc/views.ts'
import type { Clock, Timers } from '../ports.ts'

/** What the system shows outside the window. */
export interface SystemNotifier {
  show(text: { title: string; body: string }, chosen: () => void): void
}

export interface NotificationCenterDeps {
  system: SystemNotifier
  clock: Clock
  timers: Timers
  /** The window has the user's eyes: nothing is shown over it. */
  isInSight(): boolean
  preferences(): Pick<Preferences, 'notify'>
  /** Those of the login at work; a problem where nobody is. */
  list(): Promise<Result<Notification[]>>
  /** What a notification says, in the language in use; `hidden`: without a name. */
  textOf(target: NotificationTarget, count: number, hidden: boolean): { title: string; body: string }
  open(target: NotificationTarget): void
  /** How much waits for the user: for the badge. */
  waiting(count: number): void
  changed(): void
}

export interface NotificationCenter {
  /** A login came to work: what it was told before isn't told again. */
  begin(): void
  /** Rows of notifications changed. */
  changed(): void
  /** So many changes are refused now. */
  refused(count: number): void
  /** The principal may no longer see these accounts, of which only the name is left. */
  accessEnded(accountNames: readonly string[]): void
  /** What is remembered in memory alone, together with what is in the copy; the newest first. */
  withEnded(stored: readonly Notification[]): Notification[]
  markEndedRead(ids: readonly string[] | null): void
  /** Locked, left or signed out: nothing of the accounts is remembered. */
  forget(): void
}

/** So long what comes is gathered, so that a sync after days doesn't ring twenty times. */
export const gatherMs = 1500
/** More at once are counted instead of shown one by one. */
const shownAtOnce = 3

const kinds: Record<NotificationFact['kind'], NotificationKind> = {
  invitation: 'invitations',
  'invitation-ends': 'expiry',
  'membership-ends': 'expiry',
  'access-given': 'access',
  'access-changed': 'access',
  'access-suspended': 'access',
  'access-resumed': 'access',
  'access-taken': 'access',
  'application-given': 'access',
  'application-taken': 'access',
  'review-mine': 'reviews',
  'review-due': 'reviews',
  'review-overdue': 'reviews',
  'review-second': 'reviews',
  'review-returned': 'reviews',
  'review-recorded': 'reviews',
  'review-refused': 'reviews',
}

/** Decides what the system is to show, and counts for the badge. */
export function createNotificationCenter(deps: NotificationCenterDeps): NotificationCenter {
  let told: Promise<Set<string>> | null = null
  let ended: Notification[] = []
  let endedEver = 0
  let attention = 0
  let callOff: (() => void) | null = null

  async function here(): Promise<Notification[]> {
    const stored = await deps.list()
    return withEnded(stored.ok ? stored.value : [])
  }
  function withEnded(stored: readonly Notification[]): Notification[] {
    return [...ended, ...stored].sort((a, b) => b.at.localeCompare(a.at))
  }

  function soon(): void {
    callOff ??= deps.timers.after(gatherMs, () => {
      callOff = null
      void look()
    })
  }

  async function look(): Promise<void> {
    const known = await told
    if (!known) return
    const all = await here()
    count(all)
    const fresh = all.filter(({ id }) => !known.has(id))
    for (const { id } of fresh) known.add(id)
    const { notify } = deps.preferences()
    const wanted = fresh.filter(({ isRead, fact }) => !isRead && notify[kinds[fact.kind]])
    if (wanted.length === 0 || deps.isInSight()) return
    if (wanted.length > shownAtOnce) show({ kind: 'several' }, wanted.length)
    else for (const { fact } of wanted) show(fact, 1)
  }

  function show(target: NotificationTarget, count: number): void {
    const text = deps.textOf(target, count, !deps.preferences().notify.names)
    deps.system.show(text, () => deps.open(target))
  }

  function count(all: readonly Notification[]): void {
    deps.waiting(attention + all.filter(({ isRead }) => !isRead).length)
  }

  return {
    begin() {
      told ??= deps.list().then((stored) => {
        const all = stored.ok ? stored.value : []
        count(withEnded(all))
        return new Set(all.map(({ id }) => id))
      })
    },
    changed: soon,
    refused(now) {
      const isMore = now > attention
      attention = now
      if (isMore && deps.preferences().notify.refused && !deps.isInSight()) show({ kind: 'refused' }, now)
      void here().then(count)
    },
    accessEnded(accountNames) {
      const at = deps.clock.now().toISOString()
      const more = accountNames.map((accountName): Notification => {
        endedEver += 1
        return { id: `e${endedEver}`, at, isRead: false, fact: { kind: 'access-taken', accountName } }
      })
      ended = [...more, ...ended].slice(0, 100)
      deps.changed()
      soon()
    },
    withEnded,
    markEndedRead(ids) {
      ended = ended.map((each) => (ids === null || ids.includes(each.id) ? { ...each, isRead: true } : each))
      void here().then(count)
    },
    forget() {
      told = null
      ended = []
      attention = 0
      callOff?.()
      callOff = null
      deps.waiting(0)
    },
  }
}
