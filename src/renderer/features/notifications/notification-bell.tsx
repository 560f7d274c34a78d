import Bell from 'lucide-react/icons/bell'
import { number } from '../../../strings/format.ts'
import { notificationWords as t } from '../../../strings/notifications.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { IconButton } from '../../ui/button.tsx'
import styles from './bell.module.css'

/** In the title bar: how much is unread, and the way to it. */
export function NotificationBell() {
  const unread = useBridgeQuery('notifications.list', {}).data?.filter(({ isRead }) => !isRead).length ?? 0
  const openPanel = useAppStore((store) => store.openPanel)
  return (
    <span className={styles.bell}>
      <IconButton
        label={t.open(unread)}
        icon={<Bell size={18} aria-hidden="true" />}
        onPress={() => openPanel({ kind: 'notifications' })}
      />
      {unread > 0 && (
        <span className={styles.count} aria-hidden="true">
          {unread > 99 ? '99+' : number(unread)}
        </span>
      )}
      <span role="status" className="visually-hidden">
        {unread > 0 ? t.open(unread) : ''}
      </span>
    </span>
  )
}
