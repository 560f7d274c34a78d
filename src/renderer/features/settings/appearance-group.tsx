import type { Preferences } from '../../../ipc/views.ts'
import { settingsTexts as t } from '../../../strings/settings.ts'
import { shell } from '../../../strings/shell.ts'
import { usePreferences } from '../../data/use-session.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { LanguageField } from './language-field.tsx'
import { Item, useSayChange } from './parts.tsx'
import styles from './settings.module.css'

const themes: readonly Preferences['theme'][] = ['system', 'light', 'dark']
const densities: readonly Preferences['density'][] = ['comfortable', 'compact']

export function AppearanceSettings() {
  const { preferences, set } = usePreferences()
  const say = useSayChange()
  return (
    <>
      <Item id="theme">
        <Segmented
          label={t.theme}
          description={t.themeHint}
          value={preferences.theme}
          options={themes.map((value) => ({ value, label: shell.themes[value] }))}
          onChange={(theme) => {
            set({ theme })
            say(t.theme, shell.themes[theme])
          }}
        />
      </Item>
      <Item id="density">
        <Segmented
          label={t.density}
          description={t.densityHint}
          value={preferences.density}
          options={densities.map((value) => ({ value, label: shell.densities[value] }))}
          onChange={(density) => {
            set({ density })
            say(t.density, shell.densities[density])
          }}
        />
      </Item>
      <Item id="language">
        <LanguageField />
      </Item>
      <Item id="motion">
        <p className={styles.label}>{t.motion}</p>
        <p className={styles.hint}>{t.motionHint}</p>
      </Item>
    </>
  )
}
