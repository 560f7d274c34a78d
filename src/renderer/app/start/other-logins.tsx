import { loginWords as t } from '../../../strings/logins.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { Button } from '../../ui/button.tsx'
import { loginName, switchLogin } from '../use-logins.tsx'
import styles from './start.module.css'

/** The way to those who are signed in on this computer too. */
export function OtherLogins() {
  const { data: logins } = useBridgeQuery('logins.list', {})
  const readable = (logins ?? []).filter(({ principal, isCurrent }) => principal !== null && !isCurrent)
  if (readable.length === 0) return null
  return (
    <section className={styles.logins} aria-label={t.others}>
      {readable.map((login) => (
        <Button key={login.id} onPress={() => void switchLogin(login.id)}>
          {t.goTo(loginName(login))}
        </Button>
      ))}
    </section>
  )
}
