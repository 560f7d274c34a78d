import { loginWords as t } from '../../../strings/logins.ts'
import { useAppStore } from '../../app/app-store.ts'
import { switchLogin, waitingIn } from '../../app/use-logins.tsx'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Time } from '../../ui/time.tsx'
import styles from './settings.module.css'

/** Everybody who is signed in on this computer, at whichever server. */
export function LoginsSettings() {
  const { data: logins } = useBridgeQuery('logins.list', {})
  const openPanel = useAppStore((store) => store.openPanel)
  return (
    <>
      <ul className={styles.logins}>
        {(logins ?? []).map((login) => {
          const name = login.principal?.name ?? t.unreadable
          return (
            <li key={login.id} className={styles.login}>
              <span className={styles.loginText}>
                <bdi>{name}</bdi>
                <span className={styles.hint}>
                  {login.principal && <bdi>{login.principal.email} </bdi>}
                  {t.at(login.server.name)}
                  {!login.isCurrent && (
                    <>
                      , {t.lastUsed} <Time at={login.lastUsedAt} />
                    </>
                  )}
                </span>
                {!login.isCurrent && waitingIn(login) && (
                  <span className={styles.hint}>{waitingIn(login)}</span>
                )}
              </span>
              {login.isCurrent ? (
                <Badge>{t.current}</Badge>
              ) : (
                <Button onPress={() => void switchLogin(login.id)}>{t.switchTo(name)}</Button>
              )}
            </li>
          )
        })}
      </ul>
      <Button onPress={() => openPanel({ kind: 'add-login' })}>{t.add}</Button>
    </>
  )
}
