import CircleAlert from 'lucide-react/icons/circle-alert'
import X from 'lucide-react/icons/x'
import { Text } from 'react-aria-components/Text'
import {
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components/Toast'
import { words } from '../strings/en.ts'
import { Button, IconButton } from './button.tsx'
import { cx } from './class-names.ts'
import styles from './toast.module.css'

export interface Notification {
  title: string
  detail?: string | undefined
  tone?: 'plain' | 'problem'
  /** Offered for ten seconds, by the button and by Ctrl+Z. */
  undo?: (() => void) | undefined
}

const undoMs = 10_000
const plainMs = 6_000

const queue = new ToastQueue<Notification>({ maxVisibleToasts: 3 })

/** Says what was done. A problem stays until it is closed. Answers the function that takes it off the screen. */
export function notify(notification: Notification): () => void {
  const isProblem = notification.tone === 'problem'
  const key = queue.add(notification, isProblem ? {} : { timeout: notification.undo ? undoMs : plainMs })
  return () => queue.close(key)
}

/** Undoes what the newest notification with an "Undo" says. False when there is none. */
export function undoNewest(): boolean {
  const newest = queue.visibleToasts.find((toast) => toast.content.undo)
  if (!newest) return false
  queue.close(newest.key)
  newest.content.undo?.()
  return true
}

export function clearNotifications(): void {
  queue.clear()
}

export function Toasts() {
  return (
    <ToastRegion queue={queue} aria-label={words.notifications} className={styles.region ?? ''}>
      {({ toast }) => (
        <AriaToast
          toast={toast}
          className={cx(styles.toast, toast.content.tone === 'problem' && styles.problem)}
        >
          {toast.content.tone === 'problem' && (
            <CircleAlert size={18} aria-hidden="true" className={styles.alert} />
          )}
          <ToastContent className={styles.content ?? ''}>
            <Text slot="title" className={styles.title ?? ''}>
              {toast.content.title}
            </Text>
            {toast.content.detail && (
              <Text slot="description" className={styles.detail ?? ''}>
                {toast.content.detail}
              </Text>
            )}
          </ToastContent>
          {toast.content.undo && (
            <Button
              size="small"
              onPress={() => {
                queue.close(toast.key)
                toast.content.undo?.()
              }}
            >
              {words.undo}
            </Button>
          )}
          <IconButton
            label={words.dismiss}
            icon={<X size={16} aria-hidden="true" />}
            onPress={() => queue.close(toast.key)}
          />
        </AriaToast>
      )}
    </ToastRegion>
  )
}
