import type { Principal } from '@gatehouse/contract'
import TriangleAlert from 'lucide-react/icons/triangle-alert'
import type { ReactNode } from 'react'
import type { Preferences, ServerInfo } from '../../../ipc/views.ts'
import { lockWords, loginWords } from '../../../strings/logins.ts'
import { settingsWords, shell } from '../../../strings/shell.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { usePreferences } from '../../data/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { Select } from '../../ui/select.tsx'
import { Notice } from '../../ui/states.tsx'
import { LanguageField } from './language-field.tsx'
import { LockSettings } from './lock-group.tsx'
import { LoginsSettings } from './logins-group.tsx'
import styles from './settings.module.css'

interface SettingsScreenProps {
  server: ServerInfo
  principal: Principal
  /** The setting to begin at. */
  item: string | null
}

const themes: readonly Preferences['theme'][] = ['system', 'light', 'dark']
const densities: readonly Preferences['density'][] = ['comfortable', 'compact']

export function SettingsScreen({ server, principal }: SettingsScreenProps) {
  const { preferences, set } = usePreferences()
  const { data: info } = useBridgeQuery('app.info', {})
  const openPanel = useAppStore((store) => store.openPanel)
  return (
    <Page title={settingsWords.title} narrow>
      <Group title={settingsWords.appearance}>
        <div className={styles.fields}>
          <Select
            label={shell.theme}
            value={preferences.theme}
            options={themes.map((value) => ({ value, label: shell.themes[value] }))}
            onChange={(theme) => set({ theme })}
          />
          <Select
            label={shell.density}
            value={preferences.density}
            options={densities.map((value) => ({ value, label: shell.densities[value] }))}
            onChange={(density) => set({ density })}
          />
          <LanguageField />
        </div>
      </Group>
      <Group title={settingsWords.server}>
        <dl className={styles.facts}>
          <dt>{server.name}</dt>
          <dd>
            <bdi>{server.address}</bdi>
          </dd>
          <dt>{settingsWords.signedInAs}</dt>
          <dd>
            <bdi>{principal.name}</bdi>, <bdi>{principal.email}</bdi>
          </dd>
        </dl>
        <Button onPress={() => openPanel({ kind: 'sign-out' })}>{shell.signOut}</Button>
      </Group>
      <Group title={loginWords.title}>
        <LoginsSettings />
      </Group>
      <Group title={lockWords.settings.title}>
        <LockSettings />
      </Group>
      <Group title={settingsWords.about}>
        <p>{info ? settingsWords.version(info.version, info.platform) : ''}</p>
        {info?.keychain === 'plain-text' && (
          <Notice tone="warning" icon={<TriangleAlert size={16} />}>
            {settingsWords.plainTextKeychain}
          </Notice>
        )}
      </Group>
    </Page>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.group}>
      <h2 className={styles.title}>{title}</h2>
      {children}
    </section>
  )
}
