import type { MatrixApplication, MatrixRow } from '../../../ipc/views.ts'
import { roleNames } from '../../../strings/common.ts'
import { matrixWords as m } from '../../../strings/matrix.ts'
import { decideWords as t } from '../../../strings/reviews.ts'
import { useAppStore } from '../../app/app-store.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/overlay.tsx'
import { SourceBadges } from '../../ui/source-badges.tsx'
import { Time } from '../../ui/time.tsx'
import { sourcesOf } from './faces.ts'
import styles from './reviews.module.css'

interface CellDialogProps {
  accountId: string
  row: MatrixRow
  application: MatrixApplication | undefined
  /** Why there is access; see `sourcesOf`. */
  letter: string | undefined
  onClose: () => void
}

/** One cell of "Who has access", in words. */
export function CellDialog({ accountId, row, application, letter, onClose }: CellDialogProps) {
  const openPanel = useAppStore((store) => store.openPanel)
  const { membershipId } = row
  return (
    <Dialog
      isOpen
      title={<bdi>{row.name}</bdi>}
      subtitle={<bdi>{application?.name}</bdi>}
      onClose={onClose}
      footer={
        <Button
          kind="primary"
          onPress={() => {
            onClose()
            openPanel({ kind: 'user', accountId, membershipId, section: 'access' })
          }}
        >
          {t.openUser}
        </Button>
      }
    >
      <dl className={styles.details}>
        <dt>{t.access}</dt>
        <dd>
          <SourceBadges sources={sourcesOf(letter)} none={m.noAccess} />
        </dd>
        <dt>{t.role}</dt>
        <dd>{roleNames[row.role]}</dd>
        <dt>{t.lastSeen}</dt>
        <dd>{row.lastActiveAt ? <Time at={row.lastActiveAt} /> : m.neverSeen}</dd>
      </dl>
    </Dialog>
  )
}
