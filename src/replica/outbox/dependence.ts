import { assertNever, type Intent, type MutationId } from '@gatehouse/contract'
import type { Queued } from './rows.ts'

// Which changes make no sense without an earlier one: it makes possible what they do.

/**
 * Changes that wait for a decision on a refused one, by its id: made after it in the same account, made possible by it
 * alone, or by another that waits for it. Sending them would only be refused as well. Everything else goes on.
 */
export function heldChanges(queue: readonly Queued[]): Map<MutationId, MutationId> {
  const held = new Map<MutationId, MutationId>()
  const lacking = new Map<string, MutationId>()
  for (const queued of queue) {
    const { mutationId, state, predicted } = queued
    const refused = state === 'refused' ? mutationId : null
    const missing = needsOf(queued).find((need) => lacking.has(need))
    const holder = state === 'waiting' && !predicted && missing ? lacking.get(missing) : null
    if (holder) held.set(mutationId, holder)
    const root = refused ?? holder
    if (!root) continue
    for (const made of makesOf(queued)) if (!lacking.has(made)) lacking.set(made, root)
  }
  return held
}

/**
 * Later changes that some changes make possible, and those that these make possible in turn. Another one may make them
 * possible as well, so whether they are without them is to be tried.
 */
export function builtOn(queue: readonly Queued[], first: ReadonlySet<MutationId>): Queued[] {
  const made = new Set<string>()
  const built: Queued[] = []
  for (const queued of queue) {
    const isFirst = first.has(queued.mutationId)
    if (!isFirst && !needsOf(queued).some((need) => made.has(need))) continue
    if (!isFirst) built.push(queued)
    for (const more of makesOf(queued)) made.add(more)
  }
  return built
}

/** As `builtOn` of each single change of a queue, which is gone through once however many are asked about. */
export function builtOnEach(queue: readonly Queued[]): (mutationId: MutationId) => Queued[] {
  const positions = new Map(queue.map(({ mutationId }, position) => [mutationId, position]))
  const needing = new Map<string, number[]>()
  for (const [position, queued] of queue.entries()) {
    for (const need of needsOf(queued)) {
      const known = needing.get(need)
      if (known) known.push(position)
      else needing.set(need, [position])
    }
  }
  return (mutationId) => {
    const start = positions.get(mutationId)
    if (start === undefined) return []
    const built = new Set<number>()
    const due = [start]
    for (let position = due.pop(); position !== undefined; position = due.pop()) {
      const queued = queue[position]
      for (const made of queued ? makesOf(queued) : []) {
        for (const later of needing.get(made) ?? []) {
          if (later <= position || built.has(later)) continue
          built.add(later)
          due.push(later)
        }
      }
    }
    return [...built].sort((a, b) => a - b).flatMap((position) => queue[position] ?? [])
  }
}

// Of a long queue each change is held against each other one.
const known = new WeakMap<Queued, string[]>()

/** What has to be there for the change to make sense. */
function needsOf(queued: Queued): string[] {
  const { intent, accountId } = queued
  const needed = known.get(queued) ?? [
    ...(intent ? needs(intent).map((need) => `${accountId}/${need}`) : []),
    ...(queued.afterId ? [queued.afterId] : []),
  ]
  known.set(queued, needed)
  return needed
}

/** What is there because of the change. */
function makesOf({ mutationId, intent, accountId, names }: Queued): string[] {
  return intent ? [mutationId, ...makes(intent, names).map((made) => `${accountId}/${made}`)] : [mutationId]
}

/** Those that are only to be sent once these were agreed to. */
export function boundTo(queue: readonly Queued[], first: ReadonlySet<MutationId>): Queued[] {
  return queue.filter(({ afterId }) => afterId !== null && first.has(afterId))
}

const lower = (email: string | undefined) => (email ? [`free ${email.trim().toLowerCase()}`] : [])

function makes(intent: Intent, names: Queued['names']): string[] {
  const { name, args } = intent
  switch (name) {
    case 'applications.assign':
      return args.applicationIds.map((id) => `application ${id}`)
    case 'applications.setAutoAssign':
      return args.autoAssign ? [] : [`manual ${args.applicationId}`]
    case 'invitations.create':
    case 'invitations.resend':
      return [`invitation ${args.invitationId}`]
    case 'invitations.revoke':
      return lower(names[args.invitationId])
    case 'memberships.remove':
      return lower(names[`${args.membershipId} address`])
    case 'memberships.resume':
      return [`active ${args.membershipId}`]
    case 'memberships.transferOwnership':
      return ['ownership']
    case 'templates.create':
      return [`template ${args.templateId}`]
    case 'services.add':
      return [`service ${args.serviceId}`]
    case 'reviews.open':
      return [`review ${args.reviewId}`]
    case 'reviews.sign':
      return [`signed ${args.reviewId} ${args.by}`]
    case 'applications.unassign':
    case 'grants.add':
    case 'grants.remove':
    case 'invitations.edit':
    case 'memberships.setPermissions':
    case 'memberships.setEnd':
    case 'memberships.suspend':
    case 'templates.edit':
    case 'templates.delete':
    case 'reviews.edit':
    case 'reviews.cancel':
    case 'reviews.return':
    case 'services.edit':
    case 'services.remove':
    case 'accounts.edit':
      return []
    default:
      return assertNever(name)
  }
}

function needs(intent: Intent): string[] {
  const { name, args } = intent
  switch (name) {
    case 'applications.unassign':
    case 'applications.setAutoAssign':
    case 'grants.add':
      return [`application ${args.applicationId}`]
    case 'grants.remove':
      return [`application ${args.applicationId}`, `manual ${args.applicationId}`]
    case 'invitations.create':
      return [...args.applicationIds.map((id) => `application ${id}`), ...lower(args.email)]
    case 'invitations.edit':
      return [`invitation ${args.invitationId}`, ...args.applicationIds.map((id) => `application ${id}`)]
    case 'invitations.revoke':
    case 'invitations.resend':
      return [`invitation ${args.invitationId}`]
    // Of who owns the account nothing of this can be done.
    case 'memberships.setPermissions':
    case 'memberships.setEnd':
    case 'memberships.suspend':
    case 'memberships.remove':
      return ['ownership']
    case 'memberships.transferOwnership':
      return [`active ${args.membershipId}`]
    case 'templates.edit':
    case 'templates.delete':
      return [`template ${args.templateId}`]
    case 'services.edit':
    case 'services.remove':
      return [`service ${args.serviceId}`]
    case 'reviews.edit':
    case 'reviews.cancel':
      return [`review ${args.reviewId}`]
    case 'reviews.return':
      return [`review ${args.reviewId}`, `signed ${args.reviewId} reviewer`]
    case 'reviews.sign':
      return args.by === 'reviewer'
        ? [`review ${args.reviewId}`]
        : [`review ${args.reviewId}`, `signed ${args.reviewId} reviewer`]
    case 'applications.assign':
    case 'memberships.resume':
    case 'templates.create':
    case 'reviews.open':
    case 'services.add':
    case 'accounts.edit':
      return []
    default:
      return assertNever(name)
  }
}
