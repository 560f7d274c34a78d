import { diagnosticsWords } from '../../../strings/diagnostics.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useCommand } from '../../data/use-bridge.ts'
import { useDraftCount } from '../../data/view-store.ts'
import { ConfirmDialog } from '../../ui/overlay.tsx'
import styles from './diagnostics.module.css'

const t = diagnosticsWords.safe

/** What a start in safe mode passes over, and what stays, before the window goes away. */
export function SafeModeDialog() {
  const closePanel = useAppStore((store) => store.closePanel)
  const drafts = useDraftCount()
  const restart = useCommand('app.restart')
  return (
    <ConfirmDialog
      title={t.title}
      isOpen
      verb={t.verb}
      danger={drafts > 0}
      isPending={restart.isPending}
      onClose={() => closePanel('safe-mode')}
      onConfirm={() => restart.mutate({ safeMode: true })}
    >
      <p>{t.body}</p>
      <ul className={styles.list}>
        {t.passedOver.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      <p>{t.kept}</p>
      {drafts > 0 && (
        <p>
          <strong>{t.drafts(drafts)}</strong>
        </p>
      )}
    </ConfirmDialog>
  )
}
