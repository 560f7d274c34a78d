import CircleArrowUp from 'lucide-react/icons/circle-arrow-up'
import { Button as AriaButton } from 'react-aria-components/Button'
import { updateNotices } from '../../../strings/update-notices.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useUpdates } from '../../data/use-updates.ts'
import styles from './update-pill.module.css'

/** There while a newer version waits to be installed; leads to where it is said what is in it. */
export function UpdatePill() {
  const updates = useUpdates()
  const go = useAppStore((store) => store.go)
  if (updates?.state.kind !== 'ready') return null
  return (
    <AriaButton
      className={styles.pill ?? ''}
      aria-label={updateNotices.pill}
      onPress={() => go({ screen: 'settings', item: 'updates' })}
    >
      <CircleArrowUp size={14} aria-hidden="true" />
      <span className={styles.text}>{updateNotices.pill}</span>
    </AriaButton>
  )
}
