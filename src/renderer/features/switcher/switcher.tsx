import Building2 from 'lucide-react/icons/building-2'
import Layers from 'lucide-react/icons/layers'
import Mail from 'lucide-react/icons/mail'
import { memo, type ReactNode } from 'react'
import type { AccountItem } from '../../../ipc/views.ts'
import { switcherWords } from '../../../strings/accounts.ts'
import { roleIn } from '../../../strings/common.ts'
import { environmentWords } from '../../../strings/environment-names.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { EnvironmentBadge, isNamedByKind } from '../../ui/environment-badge.tsx'
import { Name } from '../../ui/name.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { AccountList } from './account-list.tsx'
import styles from './switcher.module.css'

interface SwitcherProps {
  accounts: readonly AccountItem[]
  isLoading: boolean
}

/** The left side: screens over all accounts, then the accounts. Somebody with one account sees its name instead. */
export const Switcher = memo(function Switcher({ accounts, isLoading }: SwitcherProps) {
  const screen = useAppStore((store) => store.place.screen)
  const go = useAppStore((store) => store.go)
  const invitations = useBridgeQuery('invitations.mine', {}).data?.length ?? 0
  const only = accounts.length === 1 ? accounts[0] : undefined

  return (
    <>
      <div className={styles.screens}>
        {!only && (
          <Screen
            icon={<Building2 size={16} aria-hidden="true" />}
            isCurrent={screen === 'portfolio'}
            onGo={() => go({ screen: 'portfolio', tab: 'portfolio' })}
          >
            {switcherWords.allAccounts}
          </Screen>
        )}
        <Screen
          icon={<Mail size={16} aria-hidden="true" />}
          isCurrent={screen === 'my-invitations'}
          onGo={() => go({ screen: 'my-invitations' })}
        >
          {switcherWords.myInvitations}
          {invitations > 0 && (
            <span className={styles.count}>
              <span aria-hidden="true">{invitations}</span>
              <span className="visually-hidden">{switcherWords.invitationsWaiting(invitations)}</span>
            </span>
          )}
        </Screen>
        <Environments />
      </div>
      {isLoading ? (
        <Skeleton rows={10} />
      ) : only ? (
        <OnlyAccount account={only} />
      ) : (
        <AccountList accounts={accounts} />
      )}
    </>
  )
})

/** Those that one administers; to all others there is no such section. */
function Environments() {
  const current = useAppStore(({ place }) => (place.screen === 'environment' ? place.environmentId : null))
  const go = useAppStore((store) => store.go)
  const { data: environments } = useBridgeQuery('environments.list', {})
  if (!environments || environments.length === 0) return null
  return (
    <section aria-label={environmentWords.section} className={styles.environments}>
      <h2 className={styles.label}>{environmentWords.section}</h2>
      {environments.map(({ id, name, kind }) => {
        return (
          <Screen
            key={id}
            icon={<Layers size={16} aria-hidden="true" />}
            isCurrent={id === current}
            onGo={() => go({ screen: 'environment', environmentId: id, tab: 'accounts' })}
          >
            <Name>{name}</Name>
            {!isNamedByKind({ name, kind }) && (
              <span className={styles.kind}>
                <EnvironmentBadge kind={kind} />
              </span>
            )}
          </Screen>
        )
      })}
    </section>
  )
}

interface ScreenProps {
  icon: ReactNode
  isCurrent: boolean
  onGo: () => void
  children: ReactNode
}

function Screen({ icon, isCurrent, onGo, children }: ScreenProps) {
  return (
    <button
      type="button"
      className={styles.screen}
      aria-current={isCurrent ? 'page' : undefined}
      onClick={onGo}
    >
      {icon}
      {children}
    </button>
  )
}

function OnlyAccount({ account }: { account: AccountItem }) {
  const openAccount = useAppStore((store) => store.openAccount)
  const isCurrent = useAppStore(({ place }) => place.screen === 'account' && place.accountId === account.id)
  return (
    <div className={styles.only}>
      <p className={styles.label}>{switcherWords.yourAccount}</p>
      <button
        type="button"
        className={styles.onlyButton}
        aria-current={isCurrent ? 'page' : undefined}
        onClick={() => openAccount(account.id)}
      >
        <Avatar name={account.name} size={32} />
        <span className={styles.text}>
          <Name strong>{account.name}</Name>
          <span className={styles.second}>{roleIn(account)}</span>
        </span>
      </button>
    </div>
  )
}
