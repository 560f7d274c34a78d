import { notificationWords } from '../../../strings/notifications.ts'
import { usePreferences } from '../../data/use-session.ts'
import { Switch } from '../../ui/fields.tsx'
import styles from './settings.module.css'

const t = notificationWords.settings
const kinds = ['invitations', 'access', 'expiry', 'refused'] as const

/** What the computer tells while another window is in front. In the list everything is told. */
export function NotificationSettings() {
  const { preferences, set } = usePreferences()
  const { notify } = preferences
  return (
    <>
      <p className={styles.hint}>{t.hint}</p>
      {kinds.map((kind) => (
        <Switch
          key={kind}
          isSelected={notify[kind]}
          onChange={(isOn) => set({ notify: { ...notify, [kind]: isOn } })}
        >
          {t.kinds[kind]}
        </Switch>
      ))}
      <Switch
        isSelected={notify.names}
        onChange={(names) => set({ notify: { ...notify, names } })}
        description={t.namesHint}
      >
        {t.names}
      </Switch>
      <Switch
        isSelected={preferences.background}
        onChange={(background) => set({ background })}
        description={t.backgroundHint}
      >
        {t.background}
      </Switch>
    </>
  )
}
