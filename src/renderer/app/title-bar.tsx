import type { Principal } from '@gatehouse/contract'
import HardDrive from 'lucide-react/icons/hard-drive'
import Inbox from 'lucide-react/icons/inbox'
import Keyboard from 'lucide-react/icons/keyboard'
import Lock from 'lucide-react/icons/lock'
import LogOut from 'lucide-react/icons/log-out'
import Mail from 'lucide-react/icons/mail'
import PanelLeft from 'lucide-react/icons/panel-left'
import Search from 'lucide-react/icons/search'
import Settings from 'lucide-react/icons/settings'
import ShieldCheck from 'lucide-react/icons/shield-check'
import { memo, type ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import type { ActionId } from '../../ipc/shortcuts.ts'
import type { ServerInfo } from '../../ipc/views.ts'
import { switcherWords } from '../../strings/accounts.ts'
import { actionWords } from '../../strings/actions.ts'
import { words } from '../../strings/common.ts'
import { lockWords } from '../../strings/logins.ts'
import { shell } from '../../strings/shell.ts'
import { NotificationBell } from '../features/notifications/notification-bell.tsx'
import { SyncPill } from '../features/sync/sync-pill.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { IconButton } from '../ui/button.tsx'
import { Menu, type MenuEntry } from '../ui/menu.tsx'
import { actionOf, nowhere, runAction } from './actions/index.ts'
import { useKeys } from './actions/use-keys.ts'
import { useAppStore } from './app-store.ts'
import { Mark } from './mark.tsx'
import styles from './title-bar.module.css'
import { useLoginEntries } from './use-logins.tsx'

interface TitleBarProps {
  principal: Principal
  server: ServerInfo
}

/** Drawn once: nothing in it depends on where the window is. */
export const TitleBar = memo(function TitleBar({ principal, server }: TitleBarProps) {
  const openPanel = useAppStore((store) => store.openPanel)
  const toggleNavigation = useAppStore((store) => store.toggleNavigation)
  const palette = useKeys()('palette')
  return (
    <header className={styles.bar} data-region>
      <div className={styles.brand}>
        <IconButton
          label={shell.openNavigation}
          icon={<PanelLeft size={18} aria-hidden="true" />}
          onPress={() => toggleNavigation()}
          className={styles.toggle}
        />
        <Mark />
        <span className={styles.brandName}>{words.appName}</span>
      </div>
      <AriaButton
        className={styles.search ?? ''}
        aria-haspopup="dialog"
        onPress={() => openPanel({ kind: 'palette', text: '' })}
      >
        <Search size={15} aria-hidden="true" />
        <span className={styles.searchText}>{shell.search}</span>
        {palette && <kbd>{palette}</kbd>}
      </AriaButton>
      <div className={styles.end}>
        <SyncPill />
        <NotificationBell />
        <MeMenu principal={principal} server={server} />
      </div>
    </header>
  )
})

function MeMenu({ principal, server }: TitleBarProps) {
  const keys = useKeys()
  const logins = useLoginEntries()
  const entry = (id: ActionId, label: string, icon: ReactNode): MenuEntry => ({
    id,
    label,
    icon,
    shortcut: keys(id),
    onAction: () => void runAction(actionOf(id), nowhere),
  })
  const entries: MenuEntry[] = [
    entry('my-invitations', switcherWords.myInvitations, <Mail size={15} />),
    entry('outbox', shell.outbox, <Inbox size={15} />),
    entry('offline', shell.offlineData, <HardDrive size={15} />),
    'separator',
    entry('sessions', shell.sessions, <ShieldCheck size={15} />),
    entry('settings', shell.settings, <Settings size={15} />),
    entry('shortcuts', shell.shortcuts, <Keyboard size={15} />),
    'separator',
    ...logins,
    entry('lock', lockWords.lock, <Lock size={15} />),
    entry('sign-out', actionWords['sign-out'], <LogOut size={15} />),
  ]
  return (
    <Menu
      label={shell.me(principal.name)}
      entries={entries}
      head={
        <div className={styles.person}>
          <bdi className={styles.personName}>{principal.name}</bdi>
          <bdi>{principal.email}</bdi>
          <bdi>{server.name}</bdi>
        </div>
      }
    >
      <AriaButton className={styles.me ?? ''} aria-label={shell.me(principal.name)}>
        <Avatar name={principal.name} size={28} round />
      </AriaButton>
    </Menu>
  )
}
