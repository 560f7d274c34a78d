import CloudOff from 'lucide-react/icons/cloud-off'
import { useEffect, useRef } from 'react'
import { words } from '../../../strings/common.ts'
import { relativeTime } from '../../../strings/format.ts'
import { securityWords as t } from '../../../strings/security.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useIsOnline, useSession } from '../../data/use-session.ts'
import { Answer } from '../../ui/answer.tsx'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { useNow } from '../../ui/time.tsx'
import { SecuredGroup } from './secured-group.tsx'
import { SessionList } from './session-list.tsx'
import styles from './sessions.module.css'

/** Where the principal is signed in, and how. It is the server that knows: without a connection, as it said last. */
export function SessionsScreen() {
  const session = useSession()
  const now = useNow()
  const isOnline = useIsOnline()
  const overview = useBridgeQuery('security.overview', {}, { enabled: isOnline })
  const email = 'principal' in session ? (session.principal?.email ?? '') : ''
  useFreshAnswer(overview.refetch, isOnline)

  return (
    <Page
      title={t.title}
      subtitle={t.subtitle(email)}
      narrow
      actions={
        overview.data && (
          <>
            <span className={styles.hint}>{t.asOf(relativeTime(new Date(overview.data.askedAt), now))}</span>
            <Button
              size="small"
              disabledReason={isOnline ? null : words.needsConnection}
              isPending={overview.isFetching}
              onPress={() => void overview.refetch()}
            >
              {t.again}
            </Button>
          </>
        )
      }
    >
      {!isOnline && !overview.data ? (
        <EmptyState icon={<CloudOff size={22} />} title={t.offline} reason={t.offlineReason} />
      ) : (
        <Answer answer={overview}>
          {({ security, sessions, isComplete }) => (
            <>
              <SecuredGroup security={security} email={email} isOnline={isOnline} />
              <SessionList
                sessions={sessions}
                isComplete={isComplete}
                isOnline={isOnline}
                onChanged={() => void overview.refetch()}
              />
            </>
          )}
        </Answer>
      )}
    </Page>
  )
}

/**
 * Nothing tells of a sign-in elsewhere, so it is asked anew whenever the screen comes into view: opened, or come back
 * to from the page in the browser. The first answer of all comes by itself.
 */
function useFreshAnswer(refetch: () => unknown, isOnline: boolean): void {
  const isFirst = useRef(true)
  useEffect(() => {
    if (!isOnline) return
    if (!isFirst.current) void refetch()
    isFirst.current = false
    const onFocus = () => void refetch()
    window.addEventListener('focus', onFocus)
    return () => window.removeEventListener('focus', onFocus)
  }, [refetch, isOnline])
}
