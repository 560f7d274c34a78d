import { lockWords } from '../../../strings/logins.ts'
import { lockNow } from '../../app/use-logins.tsx'
import { usePreferences } from '../../data/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { Switch } from '../../ui/fields.tsx'
import { Select } from '../../ui/select.tsx'
import { Item, useSayChange } from './parts.tsx'
import styles from './settings.module.css'

const t = lockWords.settings
const choices = [0, 5, 15, 30, 60] as const

/** When Gatehouse locks by itself, what opens it, and what that protects from. */
export function LockSettings() {
  const { preferences, set } = usePreferences()
  const say = useSayChange()
  return (
    <>
      <Item id="lock-after">
        <Select
          label={t.after}
          value={String(preferences.lockAfterMinutes)}
          options={choices.map((minutes) => ({ value: String(minutes), label: t.minutes(minutes) }))}
          onChange={(chosen) => {
            const lockAfterMinutes = choices.find((minutes) => String(minutes) === chosen)
            if (lockAfterMinutes === undefined) return
            set({ lockAfterMinutes })
            say(t.after, t.minutes(lockAfterMinutes))
          }}
          className={styles.choice}
        />
      </Item>
      <Item id="unlock-by">
        <Select
          label={t.unlockBy}
          value={preferences.unlockBy}
          options={(['keychain', 'sign-in'] as const).map((value) => ({
            value,
            label: t.unlockByNames[value],
          }))}
          onChange={(unlockBy) => {
            set({ unlockBy })
            say(t.unlockBy, t.unlockByNames[unlockBy])
          }}
          className={styles.choice}
        />
        <p className={styles.hint}>{lockWords.protects[preferences.unlockBy]}</p>
      </Item>
      <Item id="lock-with-screen">
        <Switch
          isSelected={preferences.lockOnScreenLock}
          onChange={(lockOnScreenLock) => {
            set({ lockOnScreenLock })
            say(t.withScreen, lockOnScreenLock)
          }}
          description={t.withScreenHint}
        >
          {t.withScreen}
        </Switch>
      </Item>
      <Button onPress={lockNow}>{t.now}</Button>
    </>
  )
}
