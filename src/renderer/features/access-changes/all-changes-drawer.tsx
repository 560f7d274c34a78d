import History from 'lucide-react/icons/history'
import { useState } from 'react'
import type { ChangesEverywhere, ChangesSince } from '../../../ipc/views.ts'
import { accessChangeWords as t } from '../../../strings/access-changes.ts'
import { leaverWords } from '../../../strings/people-runs.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { Answer } from '../../ui/answer.tsx'
import { Button } from '../../ui/button.tsx'
import { ColourMark } from '../../ui/colour-mark.tsx'
import { Drawer } from '../../ui/overlay.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { useNow } from '../../ui/time.tsx'
import styles from './access-changes.module.css'
import { ChangeList } from './change-list.tsx'
import { ExportButton } from './export-button.tsx'
import { aWeekAgo, SinceChoice } from './since-choice.tsx'

const offered = ['visit', 'day'] as const
const shownOfEach = 5
const atOnce = 50

/** What became of access in all accounts, those with most changes first. */
export function AllChangesDrawer() {
  const closePanel = useAppStore((store) => store.closePanel)
  const now = useNow()
  const [since, setSince] = useState<ChangesSince>(() => aWeekAgo(now))
  const [limit, setLimit] = useState(atOnce)
  const day = since.from === 'day' ? since.day : null
  const answer = useBridgeQuery('changes.everywhere', { day, limit })
  return (
    <Drawer
      wide
      isOpen
      onClose={() => closePanel('all-access-changes')}
      title={t.titleEverywhere}
      footer={<ExportButton accountId={null} since={since} isEmpty={!answer.data?.total} />}
    >
      <SinceChoice since={since} offered={offered} onChange={setSince} />
      <Answer answer={answer} inline>
        {(found) =>
          found.total === 0 ? (
            <None isByVisit={day === null} onDay={() => setSince(aWeekAgo(now))} />
          ) : (
            <>
              <Accounts found={found} />
              {found.total > limit && limit < 200 && (
                <Button onPress={() => setLimit(Math.min(200, limit + atOnce))}>
                  {leaverWords.showMore(found.total - limit)}
                </Button>
              )}
            </>
          )
        }
      </Answer>
    </Drawer>
  )
}

function None({ isByVisit, onDay }: { isByVisit: boolean; onDay: () => void }) {
  const none = isByVisit ? t.noVisits : t.none
  return (
    <EmptyState
      icon={<History size={22} />}
      title={none.title}
      reason={none.reason}
      action={isByVisit ? <Button onPress={onDay}>{t.chooseDay}</Button> : undefined}
    />
  )
}

function Accounts({ found }: { found: ChangesEverywhere }) {
  const openPanel = useAppStore((store) => store.openPanel)
  return (
    <>
      <p role="status" className={styles.counts}>
        {t.countEverywhere(found.changes, found.total)}
      </p>
      {found.accounts.map(({ accountId, accountName, colour, total, changes }) => (
        <section key={accountId} className={styles.account} aria-label={accountName}>
          <h3 className={styles.title}>
            {colour && <ColourMark colour={colour} />}
            <bdi>{accountName}</bdi>
            <span className={styles.muted}>{t.count(total)}</span>
          </h3>
          <ChangeList label={t.table(accountName)} changes={changes.slice(0, shownOfEach)} />
          {total > shownOfEach && (
            <Button kind="link" onPress={() => openPanel({ kind: 'access-changes', accountId })}>
              {t.showAccount(accountName, total)}
            </Button>
          )}
        </section>
      ))}
      <p className={styles.muted}>
        {t.net} {found.isCut && t.cutEverywhere}
      </p>
    </>
  )
}
