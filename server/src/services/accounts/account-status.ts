import {
  type Account,
  type ActivityAction,
  type DirectoryEntry,
  problem,
  type Result,
} from '@gatehouse/contract'
import { toAccount } from '../../repositories/rows.ts'
import type { WriteContext } from '../context.ts'
import { activityOf, recordAccountChange } from './accounts.ts'

type Status = Account['status']

interface Move {
  from: readonly Status[]
  to: Status
  action: ActivityAction
  /** What to do where it can't be done from the present status. */
  instead: string
}

const moves = {
  suspend: {
    from: ['active'],
    to: 'suspended',
    action: 'account.suspended',
    instead: 'Reopen it first.',
  },
  resume: {
    from: ['suspended'],
    to: 'active',
    action: 'account.resumed',
    instead: 'Reopen it, then it is active.',
  },
  close: {
    from: ['active', 'suspended'],
    to: 'closed',
    action: 'account.closed',
    instead: '',
  },
  reopen: {
    from: ['closed'],
    to: 'active',
    action: 'account.reopened',
    instead: 'End the suspension, then it is active.',
  },
} as const satisfies Record<string, Move>

/**
 * Moves an account to another status. Nothing in it is deleted or changed: what everybody may open is derived from
 * the status, so it is gone at once and there again when the account is active. An account that has the status
 * already stays as it is, and nothing is recorded.
 */
export async function moveAccount(
  write: WriteContext,
  { account }: DirectoryEntry,
  name: keyof typeof moves,
  reason: string,
): Promise<Result<Account>> {
  const { from, to, action, instead }: Move = moves[name]
  if (account.status === to) return { ok: true, value: account }
  if (!from.includes(account.status)) {
    const detail = `The account is ${account.status}. ${instead}`
    return { ok: false, error: problem('account_read_only', { detail }) }
  }
  const row = await write.tx
    .updateTable('account')
    .set((eb) => ({ status: to, version: eb('version', '+', 1) }))
    .where('id', '=', account.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  const saved = toAccount(row)
  await recordAccountChange(write, saved, {
    ...activityOf(action, saved),
    before: { status: account.status },
    after: { status: to, ...(reason ? { reason } : {}) },
  })
  return { ok: true, value: saved }
}
