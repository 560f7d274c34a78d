import type { Principal } from '@gatehouse/contract'
import HardDrive from 'lucide-react/icons/hard-drive'
import Inbox from 'lucide-react/icons/inbox'
import Keyboard from 'lucide-react/icons/keyboard'
import LogOut from 'lucide-react/icons/log-out'
import PanelLeft from 'lucide-react/icons/panel-left'
import Search from 'lucide-react/icons/search'
import Settings from 'lucide-react/icons/settings'
import { Button as AriaButton } from 'react-aria-components/Button'
import type { ServerInfo } from '../../ipc/views.ts'
import { words } from '../../strings/common.ts'
import { paletteKeys, shell } from '../../strings/shell.ts'
import { usePreferences } from '../data/use-session.ts'
import { SyncPill } from '../features/sync/sync-pill.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { IconButton } from '../ui/button.tsx'
import { Menu, type MenuEntry } from '../ui/menu.tsx'
import { useAppStore } from './app-store.ts'
import { Mark } from './mark.tsx'
import styles from './title-bar.module.css'
import { useLoginEntries } from './use-logins.tsx'

interface TitleBarProps {
  principal: Principal
  server: ServerInfo
}

export function TitleBar({ principal, server }: TitleBarProps) {
  const openPanel = useAppStore((store) => store.openPanel)
  const toggleNavigation = useAppStore((store) => store.toggleNavigation)
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
        aria-keyshortcuts="Control+K Meta+K"
        onPress={() => openPanel({ kind: 'palette', text: '' })}
      >
        <Search size={15} aria-hidden="true" />
        <span className={styles.searchText}>{shell.search}</span>
        <kbd>{paletteKeys}</kbd>
      </AriaButton>
      <div className={styles.end}>
        <SyncPill />
        <MeMenu principal={principal} server={server} />
      </div>
    </header>
  )
}

function MeMenu({ principal, server }: TitleBarProps) {
  const { preferences, set } = usePreferences()
  const go = useAppStore((store) => store.go)
  const openPanel = useAppStore((store) => store.openPanel)
  const logins = useLoginEntries()
  const entries: MenuEntry[] = [
    ...(['system', 'light', 'dark'] as const).map((theme) => ({
      id: `theme-${theme}`,
      label: `${shell.theme}: ${shell.themes[theme]}`,
      isChosen: preferences.theme === theme,
      onAction: () => set({ theme }),
    })),
    'separator',
    ...(['comfortable', 'compact'] as const).map((density) => ({
      id: `density-${density}`,
      label: `${shell.density}: ${shell.densities[density]}`,
      isChosen: preferences.density === density,
      onAction: () => set({ density }),
    })),
    'separator',
    {
      id: 'settings',
      label: shell.settings,
      icon: <Settings size={15} />,
      onAction: () => go({ screen: 'settings' }),
    },
    {
      id: 'outbox',
      label: shell.outbox,
      icon: <Inbox size={15} />,
      onAction: () => go({ screen: 'outbox' }),
    },
    {
      id: 'offline',
      label: shell.offlineData,
      icon: <HardDrive size={15} />,
      onAction: () => go({ screen: 'offline' }),
    },
    {
      id: 'shortcuts',
      label: shell.shortcuts,
      icon: <Keyboard size={15} />,
      onAction: () => openPanel({ kind: 'shortcuts' }),
    },
    'separator',
    ...logins,
    {
      id: 'sign-out',
      label: shell.signOut,
      icon: <LogOut size={15} />,
      onAction: () => openPanel({ kind: 'sign-out' }),
    },
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
