import type {
  AccountItem,
  FoundAccount,
  FoundApplication,
  FoundInvitation,
  FoundPerson,
  SearchAnswer,
} from '../../../ipc/views.ts'
import { useAppStore } from '../../app/app-store.ts'
import { searchAccounts } from '../../data/account-search.ts'
import type { PaletteCommand } from './commands.ts'

export type Result =
  | { kind: 'account'; key: string; account: AccountItem; found: FoundAccount | null }
  | { kind: 'person'; key: string; person: FoundPerson }
  | { kind: 'application'; key: string; application: FoundApplication }
  | { kind: 'invitation'; key: string; invitation: FoundInvitation }
  | { kind: 'command'; key: string; command: PaletteCommand }

const shownLoose = 8

export interface Accounts {
  accounts: readonly AccountItem[]
  byId: ReadonlyMap<string, AccountItem>
}

/** What was found as lines, group by group. Without any account of these words: those with letters in this order. */
export function resultsOf(answer: SearchAnswer, { accounts, byId }: Accounts, typed: string): Result[] {
  const found = answer.accounts.flatMap((each) => {
    const account = byId.get(each.accountId)
    return account ? [accountResult(account, each)] : []
  })
  const loose = found.length > 0 ? [] : searchAccounts(accounts, typed, { limit: shownLoose, loose: true })
  return [
    ...found,
    ...loose.map((account) => accountResult(account, null)),
    ...answer.people.map((person): Result => ({ kind: 'person', key: person.userId, person })),
    ...answer.applications.map(
      (application): Result => ({ kind: 'application', key: application.applicationId, application }),
    ),
    ...answer.invitations.map(
      (invitation): Result => ({ kind: 'invitation', key: invitation.invitationId, invitation }),
    ),
  ]
}

export function accountResult(account: AccountItem, found: FoundAccount | null): Result {
  return { kind: 'account', key: account.id, account, found }
}

export function commandResult(command: PaletteCommand): Result {
  return { kind: 'command', key: command.id, command }
}

/** Goes to where the result is: the account, somebody's drawer in an account of theirs, a tab. */
export function openResult(result: Result): void {
  const { openAccount, openPanel } = useAppStore.getState()
  switch (result.kind) {
    case 'account':
      openAccount(result.account.id)
      break
    case 'person': {
      const [first] = result.person.memberships
      if (first) openPanel({ kind: 'user', accountId: first.accountId, membershipId: first.membershipId })
      break
    }
    case 'application': {
      const { accountId, type } = result.application
      openAccount(accountId, type === 'agent' ? 'agents' : 'applications')
      break
    }
    case 'invitation':
      openAccount(result.invitation.accountId, 'invitations')
      break
    case 'command':
      result.command.run()
  }
}
