import { useState } from 'react'
import type { SecurityOverview } from '../../../ipc/views.ts'
import { words } from '../../../strings/common.ts'
import { absoluteTime, relativeTime, shortDate } from '../../../strings/format.ts'
import { securityWords as t } from '../../../strings/security.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useCommand } from '../../data/use-bridge.ts'
import { ActionList } from '../../ui/action-list.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Name } from '../../ui/name.tsx'
import { ConfirmDialog } from '../../ui/overlay.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { useNow } from '../../ui/time.tsx'
import { notify } from '../../ui/toast.tsx'
import styles from './sessions.module.css'

type Session = SecurityOverview['sessions'][number]

interface SessionListProps {
  sessions: readonly Session[]
  isComplete: boolean
  isOnline: boolean
  onChanged: () => void
}

/** Every device that is signed in, this computer first, and the ways to sign the others out. */
export function SessionList({ sessions, isComplete, isOnline, onChanged }: SessionListProps) {
  const openPanel = useAppStore((store) => store.openPanel)
  const [asked, setAsked] = useState<Session | 'others' | null>(null)
  const others = sessions.filter(({ isCurrent }) => !isCurrent)
  const shown = [...sessions.filter(({ isCurrent }) => isCurrent), ...others]
  const offline = isOnline ? null : words.needsConnection

  return (
    <section className={styles.group} aria-labelledby="sessions-title">
      <div className={styles.head}>
        <h2 id="sessions-title" className={styles.title}>
          {t.sessions}
        </h2>
        <span className={styles.hint}>{t.count(sessions.length)}</span>
        <Button
          size="small"
          className={styles.atEnd}
          disabledReason={offline ?? (others.length === 0 ? t.noOthers : null)}
          onPress={() => setAsked('others')}
        >
          {t.others}
        </Button>
      </div>
      {!isComplete && <p className={styles.hint}>{t.incomplete}</p>}
      <ActionList
        label={t.sessions}
        lines={shown.map((session) => ({
          id: session.id,
          title: <Name strong>{nameOf(session)}</Name>,
          detail: <Moments session={session} />,
          badges: session.isCurrent && <Badge tone="accent">{t.thisComputer}</Badge>,
          action: session.isCurrent
            ? {
                label: t.signOutHere,
                fullLabel: t.signOutHereFull,
                onPress: () => openPanel({ kind: 'sign-out' }),
              }
            : {
                label: t.signOut,
                fullLabel: t.signOutOf(nameOf(session)),
                disabledReason: offline,
                onPress: () => setAsked(session),
              },
        }))}
      />
      {asked === 'others' && (
        <EndOthers count={others.length} onClose={() => setAsked(null)} onEnded={onChanged} />
      )}
      {asked !== null && asked !== 'others' && (
        <EndOne session={asked} onClose={() => setAsked(null)} onEnded={onChanged} />
      )}
    </section>
  )
}

function nameOf({ device }: Session): string {
  return device ?? t.unnamed
}

function Moments({ session: { startedAt, lastSeenAt, isCurrent } }: { session: Session }) {
  const now = useNow()
  const seen = lastSeenAt === null ? null : relativeTime(new Date(lastSeenAt), now)
  const started = shortDate(new Date(startedAt))
  return (
    <span title={absoluteTime(new Date(lastSeenAt ?? startedAt))}>
      {isCurrent ? t.here(started) : t.away(seen, started)}
    </span>
  )
}

interface EndProps {
  onClose: () => void
  onEnded: () => void
}

function EndOne({ session, onClose, onEnded }: EndProps & { session: Session }) {
  const end = useCommand('security.endSession')
  const name = nameOf(session)
  return (
    <ConfirmDialog
      isOpen
      title={t.endTitle(name)}
      verb={t.signOut}
      danger
      isPending={end.isPending}
      onClose={onClose}
      onConfirm={() =>
        end.mutate(
          { sessionId: session.id },
          {
            onSuccess() {
              onClose()
              onEnded()
              notify({ title: t.endedOne(name) })
            },
          },
        )
      }
    >
      {end.error && <ErrorState problem={end.error} inline />}
      <p>{t.endBody}</p>
    </ConfirmDialog>
  )
}

function EndOthers({ count, onClose, onEnded }: EndProps & { count: number }) {
  const end = useCommand('security.endOthers')
  return (
    <ConfirmDialog
      isOpen
      title={t.othersTitle(count)}
      verb={t.othersVerb(count)}
      danger
      isPending={end.isPending}
      onClose={onClose}
      onConfirm={() =>
        end.mutate(
          {},
          {
            onSuccess({ ended }) {
              onClose()
              onEnded()
              notify({ title: t.endedOthers(ended) })
            },
          },
        )
      }
    >
      {end.error && <ErrorState problem={end.error} inline />}
      <p>{t.othersBody}</p>
    </ConfirmDialog>
  )
}
