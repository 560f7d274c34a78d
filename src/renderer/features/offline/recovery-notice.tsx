import ShieldAlert from 'lucide-react/icons/shield-alert'
import type { Recovery } from '../../../ipc/views.ts'
import { offlineDataWords } from '../../../strings/offline.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useFocusHandedOn } from '../../app/use-focus-handed-on.ts'
import { useCommand } from '../../data/use-bridge.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/states.tsx'
import styles from './offline.module.css'

const t = offlineDataWords.recovery

interface RecoveryNoticeProps {
  recovery: Recovery
  /** Nothing is here yet that one could go to. */
  isBeforeAccounts?: boolean
}

/** What became of a copy that could not be used any more. Stays until it was seen. */
export function RecoveryNotice({ recovery, isBeforeAccounts }: RecoveryNoticeProps) {
  const acknowledge = useCommand('offline.acknowledge')
  const go = useAppStore((store) => store.go)
  const frame = useFocusHandedOn<HTMLElement>()
  const { why, at, changes, doubtful, lost, labels, isCountSure } = recovery
  const isSealed = why === 'key-lost' && changes + doubtful === 0
  const lines = [
    why === 'damaged' ? t.damaged(at) : t.lostKey(at),
    t.fresh,
    isSealed && t.sealed,
    changes > 0 && t.saved(changes),
    doubtful > 0 && t.doubtful(doubtful),
    lost > 0 && t.lost(lost),
    labels > 0 && t.labels(labels),
    !isSealed && !isCountSure && t.unsure,
    isCountSure && lost === 0 && doubtful === 0 && t.none,
  ].filter((line) => line !== false)
  const isLoss = lost + doubtful > 0 || !isCountSure
  return (
    <section ref={frame} className={styles.recovery} aria-label={t.title}>
      <Notice tone={isLoss ? 'danger' : 'warning'} icon={<ShieldAlert size={16} />}>
        <div role="alert">
          {lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
        <div className={styles.actions}>
          {!isBeforeAccounts && changes + doubtful > 0 && (
            <Button onPress={() => go({ screen: 'outbox' })}>{t.outbox}</Button>
          )}
          <Button isPending={acknowledge.isPending} onPress={() => acknowledge.mutate({})}>
            {t.done}
          </Button>
        </div>
      </Notice>
    </section>
  )
}
