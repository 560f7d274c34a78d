import { shell, shortcutList } from '../../strings/shell.ts'
import { Dialog } from '../ui/overlay.tsx'
import { useAppStore, usePanel } from './app-store.ts'
import styles from './shortcuts-dialog.module.css'

export function ShortcutsDialog() {
  const panel = usePanel('shortcuts')
  const closePanel = useAppStore((store) => store.closePanel)
  return (
    <Dialog title={shell.shortcuts} isOpen={panel !== null} onClose={() => closePanel('shortcuts')}>
      <ShortcutList />
    </Dialog>
  )
}

export function ShortcutList() {
  return (
    <dl className={styles.list}>
      {shortcutList.map(({ keys, does }) => (
        <div key={keys} className={styles.line}>
          <dt>{does}</dt>
          <dd>
            <kbd>{keys}</kbd>
          </dd>
        </div>
      ))}
    </dl>
  )
}
