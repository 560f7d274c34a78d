import type { AccountItem, FoundApplication, FoundInvitation, FoundPerson } from '../../../ipc/views.ts'
import { paletteWords } from '../../../strings/accounts.ts'
import { roleIn, roleNames } from '../../../strings/common.ts'
import { joinerWords, leaverWords } from '../../../strings/people-runs.ts'
import { accountActions } from '../../app/actions/index.ts'
import { useAroundAccount } from '../../app/actions/use-around.ts'
import { useAppStore } from '../../app/app-store.ts'
import { bridge } from '../../data/bridge.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { notifyProblem } from '../../data/use-mutate.ts'
import { notify } from '../../ui/toast.tsx'
import { commandOf, type PaletteCommand } from './commands.ts'
import type { Result } from './results.ts'

/** What can be acted on from the palette without going there first. */
export type Target = Exclude<Result, { kind: 'command' }>

const t = paletteWords.targets
const { openAccount, openPanel } = useAppStore.getState()

/** What can be done with one result; nothing while none is chosen. */
export function useTargetCommands(
  target: Target | null,
  accounts: readonly AccountItem[],
  boost: readonly string[],
): PaletteCommand[] {
  const around = useAroundAccount(target?.kind === 'account' ? target.account.id : null, accounts)
  const userId = target?.kind === 'person' ? target.person.userId : null
  const { data: known } = useBridgeQuery(
    'search.person',
    { userId: userId ?? '', boost: boost.slice(0, 80) },
    { enabled: userId !== null },
  )
  switch (target?.kind) {
    case 'account': {
      const { id, name } = target.account
      const offered = accountActions.filter((action) => action.isOffered?.(around) ?? true)
      return [
        plain('open', t.open(name), () => openAccount(id)),
        // Which account it is, and the own role there, stands before what is typed.
        ...offered.map((action) => ({ ...commandOf(action, around, ''), context: null })),
      ]
    }
    case 'person':
      return ofPerson(target.person, known?.memberships ?? target.person.memberships)
    case 'application':
      return ofApplication(target.application)
    case 'invitation':
      return ofInvitation(target.invitation)
    default:
      return []
  }
}

/** What stands before what is typed: who or what is acted on, and the own role in an account. */
export function captionOf(target: Target): string {
  return target.kind === 'account'
    ? paletteWords.here(target.account.name, roleIn(target.account))
    : nameOf(target)
}

export function nameOf(target: Target): string {
  switch (target.kind) {
    case 'account':
      return target.account.name
    case 'person':
      return target.person.name.text
    case 'application':
      return target.application.name.text
    case 'invitation':
      return target.invitation.email.text
  }
}

function plain(id: string, label: string, run: () => void, context: string | null = null): PaletteCommand {
  return { id, label, context, keys: '', disabledReason: null, run }
}

function ofPerson(person: FoundPerson, memberships: FoundPerson['memberships']): PaletteCommand[] {
  return [
    ...memberships.map(({ accountId, membershipId, accountName, role, isOwner }) =>
      plain(
        `open-${membershipId}`,
        t.openIn(accountName),
        () => openPanel({ kind: 'user', accountId, membershipId }),
        isOwner ? roleNames.owner : roleNames[role],
      ),
    ),
    plain('leaver', leaverWords.entry, () => openPanel({ kind: 'leaver', userId: person.userId })),
    plain('joiner', joinerWords.entry, () => openPanel({ kind: 'joiner', userId: person.userId })),
    plain('copy-email', t.copyEmail, () => void copy(person.email.text)),
  ]
}

function ofApplication(application: FoundApplication): PaletteCommand[] {
  const { accountId, accountName, applicationId, type } = application
  return [
    plain('open', t.openIn(accountName), () =>
      openAccount(accountId, type === 'agent' ? 'agents' : 'applications'),
    ),
    plain('users', t.usersIn(accountName), () =>
      openPanel({ kind: 'application-users', accountId, applicationId }),
    ),
    plain('copy-id', t.copyId, () => void copy(applicationId)),
  ]
}

function ofInvitation({ accountId, accountName, email }: FoundInvitation): PaletteCommand[] {
  return [
    plain('open', t.openIn(accountName), () => openAccount(accountId, 'invitations')),
    plain('copy-email', t.copyEmail, () => void copy(email.text)),
  ]
}

async function copy(text: string): Promise<void> {
  const copied = await bridge().command('clipboard.write', { text })
  if (copied.ok) notify({ title: t.copied(text) })
  else notifyProblem(copied.error)
}
