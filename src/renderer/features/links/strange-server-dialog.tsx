import { useState } from 'react'
import { linkWords } from '../../../strings/links.ts'
import { useCommand } from '../../data/use-bridge.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/overlay.tsx'
import { Notice } from '../../ui/states.tsx'
import styles from './links.module.css'

const t = linkWords.stranger

interface StrangeServerProps {
  linkId: string
  /** Its origin, as it was named by the link. */
  server: string
  onAgreed: () => void
  onClose: () => void
}

/** A link can name any server: this one hears of the link only once somebody has read its name and wants that. */
export function StrangeServerDialog({ linkId, server, onAgreed, onClose }: StrangeServerProps) {
  const agree = useCommand('links.agree')
  const [isAgreed, setIsAgreed] = useState(false)
  function look() {
    setIsAgreed(true)
    agree.mutate({ linkId }, { onSuccess: onAgreed, onError: () => setIsAgreed(false) })
  }
  return (
    <Dialog
      isOpen
      size="medium"
      title={t.title}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{linkWords.notNow}</Button>
          <Button kind="primary" isPending={isAgreed} onPress={look}>
            {t.look}
          </Button>
        </>
      }
    >
      <p className={styles.server}>
        <bdi dir="ltr">{server}</bdi>
      </p>
      <p>{t.why}</p>
      <Notice tone="warning">{t.advice}</Notice>
    </Dialog>
  )
}
