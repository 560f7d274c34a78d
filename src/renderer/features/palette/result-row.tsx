import ChevronRight from 'lucide-react/icons/chevron-right'
import type { AccountItem } from '../../../ipc/views.ts'
import { accountStatusNames, roleIn } from '../../strings/en.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Name } from '../../ui/name.tsx'
import type { PaletteCommand } from './commands.ts'
import styles from './palette.module.css'

export type Result =
  | { kind: 'account'; key: string; account: AccountItem }
  | { kind: 'command'; key: string; command: PaletteCommand }

interface ResultRowProps {
  id: string
  result: Result
  /** Stands above the first row of its kind. */
  heading: string | null
  isActive: boolean
  onPoint: () => void
  onChoose: () => void
}

export function ResultRow({ id, result, heading, isActive, onPoint, onChoose }: ResultRowProps) {
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
      >
        {result.kind === 'account' ? (
          <AccountResult account={result.account} />
        ) : (
          <CommandResult command={result.command} />
        )}
      </div>
    </>
  )
}

function AccountResult({ account }: { account: AccountItem }) {
  return (
    <>
      <Avatar name={account.name} size={24} />
      <Name>{account.name}</Name>
      <span className={styles.beside}>
        {account.environmentKind !== 'production' && <Badge tone="warning">{account.environmentName}</Badge>}
        {account.status !== 'active' && <Badge>{accountStatusNames[account.status]}</Badge>}
        <span>{account.reference}</span>
        <span>·</span>
        <span>{roleIn(account)}</span>
      </span>
    </>
  )
}

function CommandResult({ command }: { command: PaletteCommand }) {
  return (
    <>
      <span className={styles.commandMark} aria-hidden="true">
        <ChevronRight size={15} />
      </span>
      <Name>{command.label}</Name>
      <span className={styles.context}>{command.disabledReason ?? command.context}</span>
    </>
  )
}
