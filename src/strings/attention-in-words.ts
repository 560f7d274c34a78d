import type { AttentionReason } from '../ipc/views.ts'
import { relativeTime } from './format.ts'
import { attentionWords } from './portfolio.ts'

const { why } = attentionWords

/** A reason as a person reads it: "Renewal in 3 days". `now` in milliseconds. */
export function reasonInWords({ kind, count, part, at }: AttentionReason, now: number): string {
  const when = at === null ? '' : relativeTime(new Date(at), now)
  switch (kind) {
    case 'invitations':
      return why.invitations(count - part, part)
    case 'reviews':
    case 'ending':
    case 'renewals':
      return why[kind](count, when)
    case 'changes':
    case 'inactive-applications':
    case 'not-seen':
      return why[kind](count)
    default:
      return why[kind]
  }
}
