import { settingsTexts as t } from '../../../strings/settings.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { Button } from '../../ui/button.tsx'
import styles from './settings.module.css'

/** How much lies on this computer; what can be done about it is on a screen of its own. */
export function OfflineSettings() {
  const { data: summary } = useBridgeQuery('offline.summary', {})
  const go = useAppStore((store) => store.go)
  return (
    <>
      {summary && <p>{t.offlineHint(summary.fileBytes)}</p>}
      <p className={styles.hint}>{t.offlineWipe}</p>
      <Button onPress={() => go({ screen: 'offline' })}>{t.offlineOpen}</Button>
    </>
  )
}
