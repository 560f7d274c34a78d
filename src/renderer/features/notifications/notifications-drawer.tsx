import Bell from 'lucide-react/icons/bell'
import CircleAlert from 'lucide-react/icons/circle-alert'
import { type ReactNode, useEffect, useState } from 'react'
import type { Notification, NotificationTarget } from '../../../ipc/views.ts'
import { notificationLine } from '../../../strings/notification-lines.ts'
import { notificationWords as t } from '../../../strings/notifications.ts'
import { useAppStore } from '../../app/app-store.ts'
import { openNotification } from '../../app/open-notification.ts'
import { bridge } from '../../data/bridge.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useSyncStatus } from '../../data/use-session.ts'
import { Answer } from '../../ui/answer.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Drawer } from '../../ui/overlay.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import styles from './notifications.module.css'

/** What happened, the newest first. Seen is read; what was new when it was opened stays marked until it is closed. */
export function NotificationsDrawer() {
  const answer = useBridgeQuery('notifications.list', {})
  const closePanel = useAppStore((store) => store.closePanel)
  const go = useAppStore((store) => store.go)
  const { attention } = useSyncStatus()
  const news = useNews(answer.data)
  return (
    <Drawer isOpen onClose={() => closePanel('notifications')} title={t.title}>
      {attention > 0 && (
        <Line
          target={{ kind: 'refused' }}
          title={t.refusedLine(attention)}
          detail={t.refusedDetail}
          icon={<CircleAlert size={16} aria-hidden="true" />}
        />
      )}
      <Answer answer={answer} inline>
        {(all) =>
          all.length > 0 ? (
            <ul className={styles.list} aria-label={t.title}>
              {all.map((notification) => (
                <li key={notification.id}>
                  <Item notification={notification} isNew={news.has(notification.id)} />
                </li>
              ))}
            </ul>
          ) : attention > 0 ? null : (
            <EmptyState
              icon={<Bell size={22} />}
              title={t.empty.title}
              reason={t.empty.reason}
              action={<Button onPress={() => go({ screen: 'settings' })}>{t.empty.action}</Button>}
            />
          )
        }
      </Answer>
    </Drawer>
  )
}

/** Which were unread at some moment since it was opened. */
function useNews(all: readonly Notification[] | undefined): ReadonlySet<string> {
  const [news, setNews] = useState<ReadonlySet<string>>(new Set())
  useEffect(() => {
    const unread = (all ?? []).filter(({ isRead }) => !isRead).map(({ id }) => id)
    if (unread.length === 0) return
    setNews((known) => new Set([...known, ...unread]))
    void bridge().command('notifications.read', { ids: unread })
  }, [all])
  return news
}

function Item({ notification, isNew }: { notification: Notification; isNew: boolean }) {
  const { fact, at } = notification
  return (
    <Line target={fact} {...notificationLine(fact)}>
      {isNew && <Badge tone="accent">{t.unread}</Badge>}
      <Time at={at} />
    </Line>
  )
}

interface LineProps {
  target: NotificationTarget
  title: string
  detail: string
  icon?: ReactNode
  children?: ReactNode
}

function Line({ target, title, detail, icon, children }: LineProps) {
  const content = (
    <>
      {icon}
      <span className={styles.text}>
        <span className={styles.title}>{title}</span>
        <span className={styles.detail}>{detail}</span>
      </span>
      <span className={styles.end}>{children}</span>
    </>
  )
  // Of an account that is gone there is nothing to be opened.
  if (target.kind === 'access-taken') return <div className={styles.line}>{content}</div>
  return (
    <button
      type="button"
      className={styles.line}
      data-opens
      data-look={target.kind === 'refused' || undefined}
      onClick={() => openNotification(target)}
    >
      {content}
    </button>
  )
}
