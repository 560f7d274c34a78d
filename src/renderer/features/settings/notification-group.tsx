import { notificationWords } from '../../../strings/notifications.ts'
import { usePreferences } from '../../data/use-session.ts'
import { Switch } from '../../ui/fields.tsx'
import { Item, useSayChange } from './parts.tsx'
import styles from './settings.module.css'

const t = notificationWords.settings
const kinds = ['invitations', 'access', 'expiry', 'reviews', 'refused'] as const

/** What the computer tells while another window is in front. In the list everything is told. */
export function NotificationSettings() {
  const { preferences, set } = usePreferences()
  const say = useSayChange()
  const { notify } = preferences
  return (
    <>
      <Item id="notify">
        <p className={styles.hint}>{t.hint}</p>
        {kinds.map((kind) => (
          <Switch
            key={kind}
            isSelected={notify[kind]}
            onChange={(isOn) => {
              set({ notify: { ...notify, [kind]: isOn } })
              say(t.kinds[kind], isOn)
            }}
          >
            {t.kinds[kind]}
          </Switch>
        ))}
      </Item>
      <Item id="notify-names">
        <Switch
          isSelected={notify.names}
          onChange={(names) => {
            set({ notify: { ...notify, names } })
            say(t.names, names)
          }}
          description={t.namesHint}
        >
          {t.names}
        </Switch>
      </Item>
      <Item id="background">
        <Switch
          isSelected={preferences.background}
          onChange={(background) => {
            set({ background })
            say(t.background, background)
          }}
          description={t.backgroundHint}
        >
          {t.background}
        </Switch>
      </Item>
    </>
  )
}
