import { shortDate } from '../../../strings/format.ts'
import { userWords } from '../../../strings/users.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useMutate } from '../../data/use-mutate.ts'
import { type Rights, useRights } from '../../data/use-session.ts'

const t = userWords.actions

/** What an action needs to know of a user. */
export interface Acted {
  membershipId: string
  name: string
  isOwner: boolean
  isMe: boolean
  status: 'active' | 'suspended'
  endsAt: string | null
  version: number
}

/** Why each action can't be done to a user; null where it can. */
export interface Refusals {
  edit: string | null
  suspend: string | null
  resume: string | null
  remove: string | null
  transfer: string | null
}

/** Names whom to ask, where somebody else owns the account and is known here. */
function asking(reason: string | null, owner: string | null): string | null {
  return reason && owner ? t.ask(reason, owner) : reason
}

export function refusalsFor(user: Acted, rights: Rights, owner: string | null): Refusals {
  const ask = rights.account?.isOwner ? null : owner
  const edit = asking(rights.refusal('users.edit'), ask)
  const remove = asking(rights.refusal('users.remove'), ask)
  const fixed = user.isOwner ? t.ownerFixed : null
  const self = user.isMe ? t.notYourself : null
  return {
    edit: fixed ?? edit,
    suspend: fixed ?? self ?? remove,
    resume: remove,
    remove: fixed ?? self ?? remove,
    transfer: refuseTransfer(user, rights, ask),
  }
}

function refuseTransfer(user: Acted, { account, refusal }: Rights, owner: string | null): string | null {
  if (user.isOwner) return t.isOwnerAlready
  if (account && !account.isOwner && account.via !== 'environment') return t.onlyOwner(owner)
  return refusal('users.edit') ?? (user.status === 'suspended' ? t.heirSuspended : null)
}

export interface UserActions {
  rights: Rights
  /** The owner of the account, where that is somebody else and known here. */
  owner: string | null
  refusals(user: Acted): Refusals
  suspend(user: Acted): void
  resume(user: Acted): void
  /** `grants`: how many go with them; unknown in a list. */
  remove(user: Acted, grants?: number): void
  transfer(user: Acted): void
  /** Null lets them stay. Answers whether it was taken. */
  setEnd(user: Acted, endsAt: string | null, replaces?: string): Promise<boolean>
}

/** Everything that is done to a user at once and can be taken back. */
export function useUserActions(accountId: string): UserActions {
  const rights = useRights(accountId)
  const mutate = useMutate()
  const openPanel = useAppStore((store) => store.openPanel)
  const roles = useBridgeQuery('users.roles', { accountId })
  const owner = rights.account?.isOwner ? null : (roles.data?.ownerName ?? null)
  return {
    rights,
    owner,
    refusals: (user) => refusalsFor(user, rights, owner),
    suspend({ membershipId, name }) {
      const args = { accountId, membershipId }
      void mutate(
        { name: 'memberships.suspend', args },
        { done: t.suspended(name), inverse: { name: 'memberships.resume', args } },
      )
    },
    resume({ membershipId, name }) {
      const args = { accountId, membershipId }
      void mutate(
        { name: 'memberships.resume', args },
        { done: t.resumed(name), inverse: { name: 'memberships.suspend', args } },
      )
    },
    remove({ membershipId, name }, grants) {
      void mutate(
        { name: 'memberships.remove', args: { accountId, membershipId } },
        {
          done: t.removed(name, rights.account?.name ?? ''),
          // Nobody is put back by another change: until "Undo" is over, it stays on this machine.
          hold: true,
          ...(grants === undefined ? {} : { detail: t.removedDetail(grants) }),
        },
      )
    },
    transfer: ({ membershipId }) => openPanel({ kind: 'transfer', accountId, membershipId }),
    async setEnd({ membershipId, name, endsAt: before, version }, endsAt, replaces) {
      const args = { accountId, membershipId }
      const answer = await mutate(
        { name: 'memberships.setEnd', args: { ...args, endsAt, baseVersion: version } },
        {
          done: endsAt === null ? t.endCleared(name) : t.endSet(name, shortDate(new Date(endsAt))),
          inverse: {
            name: 'memberships.setEnd',
            args: { ...args, endsAt: before, baseVersion: version + 1 },
          },
          ...(replaces ? { replaces } : {}),
        },
      )
      return answer.ok
    },
  }
}
