import AppWindow from 'lucide-react/icons/app-window'
import ChevronRight from 'lucide-react/icons/chevron-right'
import Mail from 'lucide-react/icons/mail'
import type { ReactNode } from 'react'
import type {
  AccountItem,
  FoundAccount,
  FoundApplication,
  FoundInvitation,
  FoundPerson,
} from '../../../ipc/views.ts'
import { paletteWords } from '../../../strings/accounts.ts'
import { accountStatusNames, roleIn, roleNames } from '../../../strings/common.ts'
import { invitationStatusNames } from '../../../strings/invitations.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge } from '../../ui/badge.tsx'
import { ColourMark } from '../../ui/colour-mark.tsx'
import { MarkedText } from '../../ui/marked-text.tsx'
import { Name } from '../../ui/name.tsx'
import type { PaletteCommand } from './commands.ts'
import styles from './palette.module.css'
import type { Result } from './results.ts'

interface ResultRowProps {
  id: string
  result: Result
  accountsById: ReadonlyMap<string, AccountItem>
  /** Stands above the first row of its kind. */
  heading: string | null
  isActive: boolean
  onPoint: () => void
  onChoose: () => void
  /** Shows what else can be done with it. */
  onActions: () => void
}

export function ResultRow(props: ResultRowProps) {
  const { id, result, heading, isActive, onPoint, onChoose, onActions } = props
  const isDisabled = result.kind === 'command' && result.command.disabledReason !== null
  return (
    <>
      {heading && (
        <div role="presentation" className={styles.heading}>
          {heading}
        </div>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and its keys */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as above */}
      <div
        id={id}
        role="option"
        aria-selected={isActive}
        aria-disabled={isDisabled || undefined}
        className={styles.row}
        onMouseMove={isActive ? undefined : onPoint}
        onClick={onChoose}
        onContextMenu={(event) => {
          event.preventDefault()
          onActions()
        }}
      >
        <Content result={result} accountsById={props.accountsById} />
      </div>
    </>
  )
}

function Content({ result, accountsById }: Pick<ResultRowProps, 'result' | 'accountsById'>) {
  switch (result.kind) {
    case 'account':
      return <AccountResult account={result.account} found={result.found} />
    case 'person':
      return <PersonResult person={result.person} />
    case 'application':
      return (
        <ApplicationResult
          application={result.application}
          account={accountsById.get(result.application.accountId)}
        />
      )
    case 'invitation':
      return (
        <InvitationResult
          invitation={result.invitation}
          account={accountsById.get(result.invitation.accountId)}
        />
      )
    case 'command':
      return <CommandResult command={result.command} />
  }
}

function AccountResult({ account, found }: { account: AccountItem; found: FoundAccount | null }) {
  const tags = found?.tags.filter(({ marks }) => marks.length > 0) ?? []
  return (
    <>
      <Avatar name={account.name} size={24} />
      <span className={styles.names}>
        {account.colour && <ColourMark colour={account.colour} />}
        {found ? <MarkedText {...found.name} /> : <Name>{account.name}</Name>}
        {account.alias && (
          <span className={styles.second}>
            {found ? <MarkedText {...found.alias} /> : <Name>{account.alias}</Name>}
          </span>
        )}
      </span>
      <span className={styles.beside}>
        {tags.map((tag) => (
          <Badge key={tag.text}>
            <MarkedText {...tag} />
          </Badge>
        ))}
        {account.environmentKind !== 'production' && <Badge tone="warning">{account.environmentName}</Badge>}
        {account.status !== 'active' && <Badge>{accountStatusNames[account.status]}</Badge>}
        {found ? <MarkedText {...found.reference} /> : <span>{account.reference}</span>}
        <span aria-hidden="true">·</span>
        <span>{roleIn(account)}</span>
      </span>
    </>
  )
}

function PersonResult({ person }: { person: FoundPerson }) {
  const [first] = person.memberships
  return (
    <>
      <Avatar name={person.name.text} size={24} round />
      <span className={styles.names}>
        <MarkedText {...person.name} />
        <span className={styles.second}>
          <MarkedText {...person.email} />
        </span>
      </span>
      <span className={styles.context}>
        {first && person.accounts === 1
          ? paletteWords.here(first.accountName, first.isOwner ? roleNames.owner : roleNames[first.role])
          : paletteWords.inAccounts(
              person.memberships.map(({ accountName }) => accountName),
              person.accounts,
            )}
      </span>
    </>
  )
}

function Line({ icon, context, children }: { icon: ReactNode; context: string | null; children: ReactNode }) {
  return (
    <>
      <span className={styles.commandMark} aria-hidden="true">
        {icon}
      </span>
      <span className={styles.names}>{children}</span>
      <span className={styles.context}>{context}</span>
    </>
  )
}

interface InOneAccount {
  account: AccountItem | undefined
}

function ApplicationResult({ application, account }: { application: FoundApplication } & InOneAccount) {
  const { accounts, accountName } = application
  return (
    <Line
      icon={<AppWindow size={15} />}
      context={
        accounts === 1 ? inAccount(accountName, account) : paletteWords.inAccounts([accountName], accounts)
      }
    >
      <MarkedText {...application.name} />
      <span className={styles.second}>
        <MarkedText {...application.key} />
      </span>
    </Line>
  )
}

function InvitationResult({ invitation, account }: { invitation: FoundInvitation } & InOneAccount) {
  return (
    <Line icon={<Mail size={15} />} context={inAccount(invitation.accountName, account)}>
      <MarkedText {...invitation.email} />
      <span className={styles.second}>{invitationStatusNames[invitation.status]}</span>
    </Line>
  )
}

/** The account, and what the principal is in it. */
function inAccount(name: string, account: AccountItem | undefined): string {
  return account ? paletteWords.here(name, roleIn(account)) : name
}

function CommandResult({ command }: { command: PaletteCommand }) {
  return (
    <>
      <Line
        icon={<ChevronRight size={15} className={styles.onward} />}
        context={command.disabledReason ?? command.context}
      >
        <Name>{command.label}</Name>
      </Line>
      {command.keys !== '' && <kbd>{command.keys}</kbd>}
    </>
  )
}
