import type {
  AccountItem,
  FoundAccount,
  FoundApplication,
  FoundInvitation,
  FoundPerson,
  SearchAnswer,
} from '../../../ipc/views.ts'
import { searchAccounts } from '../../data/account-search.ts'
import type { PaletteCommand } from './commands.ts'

export type Result =
  | { kind: 'account'; key: string; account: AccountItem; found: FoundAccount | null }
  | { kind: 'person'; key: string; person: FoundPerson }
  | { kind: 'application'; key: string; application: FoundApplication }
  | { kind: 'invitation'; key: string; invitation: FoundInvitation }
  | { kind: 'command'; key: string; command: PaletteCommand }

const shownLoose = 8

/** What was found as lines, group by group. Without any account of these words: those with letters in this order. */
export function resultsOf(answer: SearchAnswer, accounts: readonly AccountItem[], typed: string): Result[] {
  const byId = new Map(accounts.map((account) => [account.id, account]))
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
