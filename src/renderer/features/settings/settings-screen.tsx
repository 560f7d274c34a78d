import type { Principal } from '@gatehouse/contract'
import SearchX from 'lucide-react/icons/search-x'
import { useMemo, useState } from 'react'
import { fold } from '../../../ipc/fold.ts'
import type { ServerInfo } from '../../../ipc/views.ts'
import { words } from '../../../strings/common.ts'
import { settingsTexts as t } from '../../../strings/settings.ts'
import { settingsWords } from '../../../strings/shell.ts'
import { type SettingsSection, settingsSections } from '../../app/settings-index.ts'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { AboutSettings } from './about-group.tsx'
import { AppearanceSettings } from './appearance-group.tsx'
import { DiagnosticsSettings } from './diagnostics-group.tsx'
import { isSectionFound } from './finding.ts'
import { LockSettings } from './lock-group.tsx'
import { LoginsSettings } from './logins-group.tsx'
import { NotificationSettings } from './notification-group.tsx'
import { OfflineSettings } from './offline-group.tsx'
import { FindingContext, Item, Section } from './parts.tsx'
import styles from './settings.module.css'
import { listed, wordsOf } from './shortcut-list.ts'
import { ShortcutSettings } from './shortcuts-group.tsx'
import { UpdateSettings } from './updates-group.tsx'

interface SettingsScreenProps {
  server: ServerInfo
  principal: Principal
  /** The setting to begin at. */
  item: string | null
}

const commands = listed.map(({ id }) => wordsOf(id))

/** Everything that can be set, in sections, with a search of its own. What is chosen holds at once. */
export function SettingsScreen({ server, principal, item }: SettingsScreenProps) {
  const [typed, setTyped] = useState('')
  const [said, setSaid] = useState('')
  const asked = fold(typed.trim())
  const finding = useMemo(() => ({ asked, commands, item, say: setSaid }), [asked, item])
  const found = settingsSections.filter((section) => isSectionFound(section, finding))
  return (
    <FindingContext value={finding}>
      <Page
        title={settingsWords.title}
        actions={
          <SearchField
            label={t.find}
            value={typed}
            onChange={setTyped}
            isListFilter
            className={styles.find}
          />
        }
      >
        <p role="status" className="visually-hidden">
          {said}
        </p>
        <div className={styles.columns}>
          <nav aria-label={t.jump} className={styles.jumps}>
            {found.map((section) => (
              <Jump key={section} section={section} />
            ))}
          </nav>
          <div className={styles.sections}>
            {found.length === 0 && (
              <EmptyState
                icon={<SearchX size={22} />}
                title={t.nothing}
                reason={t.nothingReason(typed)}
                action={<Button onPress={() => setTyped('')}>{words.clear}</Button>}
              />
            )}
            <Section section="appearance">
              <AppearanceSettings />
            </Section>
            <Section section="shortcuts">
              <Item id="shortcuts">
                <ShortcutSettings />
              </Item>
            </Section>
            <Section section="lock">
              <LockSettings />
            </Section>
            <Section section="notifications">
              <NotificationSettings />
            </Section>
            <Section section="logins">
              <Item id="logins">
                <LoginsSettings />
              </Item>
            </Section>
            <Section section="offline">
              <Item id="offline">
                <OfflineSettings />
              </Item>
            </Section>
            <Section section="updates">
              <UpdateSettings />
            </Section>
            <Section section="diagnostics">
              <DiagnosticsSettings />
            </Section>
            <Section section="about">
              <AboutSettings server={server} principal={principal} />
            </Section>
          </div>
        </div>
      </Page>
    </FindingContext>
  )
}

function Jump({ section }: { section: SettingsSection }) {
  return (
    <button
      type="button"
      className={styles.jump}
      onClick={() => {
        const target = document.getElementById(`settings-${section}`)
        target?.scrollIntoView({ block: 'start' })
        target?.querySelector<HTMLElement>('input:checked, input, button')?.focus({ preventScroll: true })
      }}
    >
      {t.sections[section]}
    </button>
  )
}
