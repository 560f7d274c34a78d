import History from 'lucide-react/icons/history'
import { useState } from 'react'
import type { AccessChanges, ChangesSince } from '../../../ipc/views.ts'
import { accessChangeWords as t } from '../../../strings/access-changes.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useRights } from '../../data/use-session.ts'
import { Answer } from '../../ui/answer.tsx'
import { Button } from '../../ui/button.tsx'
import { Drawer } from '../../ui/overlay.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { useNow } from '../../ui/time.tsx'
import styles from './access-changes.module.css'
import { ChangeList } from './change-list.tsx'
import { ExportButton } from './export-button.tsx'
import { aWeekAgo, SinceChoice } from './since-choice.tsx'

const offered = ['visit', 'day', 'review'] as const

/** What became of access in one account since one was here last, since a day, or since it was last reviewed. */
export function ChangesDrawer({ accountId }: { accountId: string }) {
  const { account } = useRights(accountId)
  const closePanel = useAppStore((store) => store.closePanel)
  const [since, setSince] = useState<ChangesSince>({ from: 'visit' })
  const answer = useBridgeQuery('changes.inAccount', { accountId, since })
  const name = account?.name ?? ''
  return (
    <Drawer
      wide
      isOpen
      onClose={() => closePanel('access-changes')}
      title={t.title(name)}
      footer={<ExportButton accountId={accountId} since={since} isEmpty={!answer.data?.total} />}
    >
      <SinceChoice since={since} offered={offered} onChange={setSince} />
      <Answer answer={answer} inline>
        {(found) => <Found found={found} since={since} name={name} onSince={setSince} />}
      </Answer>
    </Drawer>
  )
}

interface FoundProps {
  found: AccessChanges
  since: ChangesSince
  name: string
  onSince: (since: ChangesSince) => void
}

function Found({ found, since, name, onSince }: FoundProps) {
  const now = useNow()
  const { total, changes, reviewTitle } = found
  const icon = <History size={22} />
  const chooseDay = <Button onPress={() => onSince(aWeekAgo(now))}>{t.chooseDay}</Button>
  if (found.since === null) {
    const none = since.from !== 'review' ? t.noVisit : reviewTitle === null ? t.noReview : t.reviewNotHere
    return <EmptyState icon={icon} title={none.title} reason={none.reason} action={chooseDay} />
  }
  return (
    <>
      <div className={styles.sum}>
        <p role="status" className={styles.counts}>
          {changes.length < total ? t.countShown(changes.length, total) : t.count(total)}
        </p>
        <p className={styles.muted}>
          {reviewTitle === null ? t.from(found.since) : t.fromReview(reviewTitle, found.since)}
        </p>
      </div>
      {total === 0 ? (
        <EmptyState icon={icon} title={t.none.title} reason={t.none.reason} />
      ) : (
        <ChangeList label={t.table(name)} changes={changes} />
      )}
      {found.reachesTo && (
        <p className={styles.muted}>
          {t.net} {found.isCut ? t.cut(found.reachesTo) : t.reaches(found.reachesTo)} {t.environment}
        </p>
      )}
    </>
  )
}
