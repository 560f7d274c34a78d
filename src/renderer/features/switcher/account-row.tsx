import Pin from 'lucide-react/icons/pin'
import { memo } from 'react'
import type { AccountItem } from '../../../ipc/views.ts'
import { switcherWords } from '../../../strings/accounts.ts'
import { accountStatusNames, roleIn, words } from '../../../strings/common.ts'
import { useHasDraft } from '../../data/view-store.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge, WaitingMark } from '../../ui/badge.tsx'
import { ColourMark } from '../../ui/colour-mark.tsx'
import { Name, TwoLines } from '../../ui/name.tsx'
import styles from './switcher.module.css'

interface AccountRowProps {
  account: AccountItem
  pinNumber: number | null
  position: number
  total: number
  /** Pixels from the list's start. */
  top: number
  isCurrent: boolean
  isActive: boolean
  onOpen: (accountId: string) => void
  onMenu: (account: AccountItem, at: { x: number; y: number }, returnTo: HTMLElement | null) => void
}

export const AccountRow = memo(function AccountRow(props: AccountRowProps) {
  const { account, pinNumber, isCurrent } = props
  const hasDraft = useHasDraft(account.id)
  // The role comes first: beside a long one, or the name of an environment, a count would only be cut off.
  const hasRoom = account.environmentKind === 'production' && (account.isOwner || account.role !== null)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the focus and its keys; rows are named as active
    // biome-ignore lint/a11y/useFocusableInteractive: as above
    <div
      id={`account-${account.id}`}
      role="option"
      aria-selected={isCurrent}
      aria-posinset={props.position + 1}
      aria-setsize={props.total}
      data-active={props.isActive || undefined}
      data-off={account.status !== 'active' || undefined}
      className={styles.row}
      style={{ transform: `translateY(${props.top}px)` }}
      onClick={() => props.onOpen(account.id)}
      onContextMenu={(event) => {
        event.preventDefault()
        const list = event.currentTarget.closest<HTMLElement>('[role="listbox"]')
        props.onMenu(account, { x: event.clientX, y: event.clientY }, list)
      }}
    >
      <Avatar name={account.name} size={28} />
      <TwoLines
        first={
          <>
            {account.colour && <ColourMark colour={account.colour} />}
            <Name>{account.name}</Name>
          </>
        }
        second={
          <>
            {account.alias && (
              <>
                <bdi title={account.alias}>{account.alias}</bdi> ·{' '}
              </>
            )}
            {account.status !== 'active' && (
              <b className={styles.off}>{accountStatusNames[account.status]} · </b>
            )}
            {account.environmentKind !== 'production' && (
              <b className={styles.environment}>{account.environmentName} · </b>
            )}
            {roleIn(account)}
            {hasRoom && account.users !== null && (
              <span className={styles.users}> · {switcherWords.users(account.users)}</span>
            )}
          </>
        }
      />
      <span className={styles.marks}>
        {hasDraft && <Badge tone="accent">{words.draft}</Badge>}
        {account.waiting > 0 && <WaitingMark>{switcherWords.waiting(account.waiting)}</WaitingMark>}
        {pinNumber !== null && (
          <span className={styles.pin}>
            <Pin size={12} aria-hidden="true" />
            <span aria-hidden="true">{pinNumber}</span>
            <span className="visually-hidden">{switcherWords.pinned}</span>
          </span>
        )}
      </span>
    </div>
  )
})
