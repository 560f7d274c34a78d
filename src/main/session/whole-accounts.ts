import type { AccountId, MutationId, Result } from '@gatehouse/contract'
import type { Clock } from '../ports.ts'
import { newMutationId, type Workspace } from './workspace.ts'

type Empty = Record<string, never>
type Move = 'suspend' | 'resume' | 'close' | 'reopen'

/**
 * What is done to an account as a whole, at the server: none of it has an offline mutation. When it answers, a pull has
 * been made, so the screens show it.
 */
export function createWholeAccounts({ clock }: { clock: Clock }) {
  /** Keys of what was asked for: a second press, or one after a cut, counts once. */
  const keys = new Map<string, MutationId>()

  async function once(
    { engine }: Workspace,
    what: readonly string[],
    call: (options: { idempotencyKey: MutationId }) => Promise<Result<unknown>>,
  ): Promise<Result<Empty>> {
    const name = JSON.stringify(what)
    const idempotencyKey = keys.get(name) ?? newMutationId(clock.now())
    keys.set(name, idempotencyKey)
    const answer = await call({ idempotencyKey })
    // Only without an answer may it have been done: that one alone is asked about again under the same key.
    if (answer.ok || answer.error.code !== 'offline') keys.delete(name)
    if (!answer.ok) return answer
    await engine.pull()
    return { ok: true, value: {} }
  }

  return {
    leave: (workspace: Workspace, accountId: AccountId) =>
      once(workspace, ['leave', accountId], (options) =>
        workspace.api.call('memberships.leave', { params: { accountId }, body: {} }, options),
      ),
    move: (workspace: Workspace, accountId: AccountId, to: Move, reason: string) =>
      once(workspace, [to, accountId, reason], (options) =>
        workspace.api.call(`accounts.${to}`, { params: { accountId }, body: { reason } }, options),
      ),
    remove: (workspace: Workspace, accountId: AccountId, reference: string) =>
      once(workspace, ['delete', accountId, reference], (options) =>
        workspace.api.call('accounts.delete', { params: { accountId }, body: { reference } }, options),
      ),
  }
}
