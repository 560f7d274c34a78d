import CircleAlert from 'lucide-react/icons/circle-alert'
import X from 'lucide-react/icons/x'
import { Text } from 'react-aria-components/Text'
import {
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components/Toast'
import { words } from '../../strings/common.ts'
import { Button, IconButton } from './button.tsx'
import { cx } from './class-names.ts'
import { CopyText } from './copy-text.tsx'
import styles from './toast.module.css'
import { queue } from './toast.tsx'

/** Where notifications stand. Fetched with the first of them. */
export function Region() {
  return (
    <ToastRegion data-toasts queue={queue} aria-label={words.notifications} className={styles.region ?? ''}>
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
          {toast.content.more && (
            <Button
              size="small"
              onPress={() => {
                queue.close(toast.key)
                toast.content.more?.onPress()
              }}
            >
              {toast.content.more.label}
            </Button>
          )}
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
          {toast.content.reference && (
            <div className={styles.reference}>
              <CopyText label={words.reference} text={toast.content.reference} copy={words.copyReference} />
            </div>
          )}
        </AriaToast>
      )}
    </ToastRegion>
  )
}
