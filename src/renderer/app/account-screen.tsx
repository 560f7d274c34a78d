import Info from 'lucide-react/icons/info'
import Lock from 'lucide-react/icons/lock'
import { Suspense, useEffect } from 'react'
import type { AccountDetail, AccountItem, Tab } from '../../ipc/views.ts'
import { accountStatusNames, roleIn, tabNames, updatedAt } from '../../strings/common.ts'
import { shell } from '../../strings/shell.ts'
import { useBridgeQuery } from '../data/use-bridge.ts'
import { NotKept } from '../features/offline/not-kept.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import head from '../ui/screen-head.module.css'
import { ErrorState, Notice, Skeleton } from '../ui/states.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { useAppStore } from './app-store.ts'
import { FirstStepsPlace } from './first-steps-place.tsx'
import { isTabPermitted, tabOrder } from './tab-order.ts'
import { tabComponents } from './tabs.tsx'
import { useNoteVisit } from './use-note-visit.ts'

interface AccountScreenProps {
  accountId: string
  /** Its line of the list, there at once; the rest follows. */
  item: AccountItem | undefined
  tab: Tab
}

/**
 * One account. It has no state of its own, so that a switch to another one only changes what the screen says; a tab
 * that keeps something for its account is made anew.
 */
export function AccountScreen({ accountId, item, tab }: AccountScreenProps) {
  const { data: account, error } = useBridgeQuery('accounts.get', { accountId })
  // Asked for together with the account, not after it: a switch takes one round, not two.
  useBridgeQuery('dashboard.get', { accountId }, { enabled: tab === 'dashboard' })
  const go = useAppStore((store) => store.go)
  useNoteVisit(accountId)
  if (error) {
    return (
      <ErrorState
        problem={error}
        action={
          <Button onPress={() => go({ screen: 'portfolio', tab: 'portfolio' })}>{shell.accountGone}</Button>
        }
      />
    )
  }
  if (account) return <Account account={account} tab={tab} />
  return (
    <div className={head.screen}>
      {item && <AccountHeader account={item} />}
      <Skeleton rows={8} />
    </div>
  )
}

function Account({ account, tab }: { account: AccountDetail; tab: Tab }) {
  const go = useAppStore((store) => store.go)
  const deniedTab = useAppStore((store) => store.deniedTab)
  const denyTab = useAppStore((store) => store.denyTab)
  const isPermitted = isTabPermitted(tab, account)
  const shown = isPermitted ? tab : 'dashboard'
  const Content = tabComponents[shown]

  useEffect(() => {
    if (!isPermitted) denyTab(account.id, tab)
  }, [isPermitted, account.id, tab, denyTab])

  return (
    <div className={head.screen}>
      <AccountHeader account={account} />
      <Tabs
        label={shell.tabs}
        items={tabOrder
          .filter((each) => isTabPermitted(each, account))
          .map((each) => ({ id: each, label: tabNames[each] }))}
        selected={shown}
        onSelect={(chosen) => go({ screen: 'account', accountId: account.id, tab: chosen })}
        fill
      >
        <div className={head.content}>
          {deniedTab && (
            <Notice tone="warning" icon={<Lock size={16} />}>
              <span role="status">{shell.deniedTab(tabNames[deniedTab], account.name)}</span>
            </Notice>
          )}
          <Standing account={account} />
          {!account.loaded && account.kept && <Notice icon={<Info size={16} />}>{shell.notLoaded}</Notice>}
          {shown === 'dashboard' && <FirstStepsPlace inAccount />}
          <Suspense fallback={<Skeleton rows={8} />}>
            {account.loaded || account.kept || shown === 'settings' ? (
              <Content key={shown === 'dashboard' ? shown : account.id} accountId={account.id} />
            ) : (
              <NotKept accountId={account.id} name={account.name} />
            )}
          </Suspense>
        </div>
      </Tabs>
    </div>
  )
}

/** Stands above every tab where nothing can be changed, with the reason; what can't be done says it once more. */
function Standing({ account }: { account: AccountDetail }) {
  const go = useAppStore((store) => store.go)
  const toSettings = (
    <Button size="small" onPress={() => go({ screen: 'account', accountId: account.id, tab: 'settings' })}>
      {shell.openSettings}
    </Button>
  )
  if (account.membershipStatus === 'suspended') {
    return (
      <Notice tone="warning" icon={<Lock size={16} />} action={toSettings}>
        {shell.suspendedMember}
      </Notice>
    )
  }
  if (account.status === 'active') return null
  return (
    <Notice
      tone="warning"
      icon={<Lock size={16} />}
      action={account.via === 'environment' ? toSettings : undefined}
    >
      {shell.readOnly(accountStatusNames[account.status])}
    </Notice>
  )
}

function AccountHeader({ account }: { account: AccountItem & Partial<AccountDetail> }) {
  const isReadOnly = account.status !== 'active'
  return (
    <header className={head.header}>
      <Avatar name={account.name} size={40} />
      <div className={head.titles}>
        <div className={head.nameLine}>
          <h1 className={head.name}>
            <bdi title={account.name}>{account.name}</bdi>
          </h1>
          {account.environmentKind !== 'production' && (
            <Badge tone="warning">{account.environmentName}</Badge>
          )}
          {isReadOnly && (
            <Badge tone="danger">
              <Lock size={11} aria-hidden="true" /> {shell.readOnlyBadge(accountStatusNames[account.status])}
            </Badge>
          )}
        </div>
        <p className={head.facts}>
          <span>{account.reference}</span>
          <span>{account.plan}</span>
          <strong>{shell.youAre(roleIn(account))}</strong>
          {account.syncedAt && <span>{updatedAt(account.syncedAt)}</span>}
        </p>
        {account.membershipStatus === 'suspended' && <p>{shell.suspendedMember}</p>}
      </div>
    </header>
  )
}
