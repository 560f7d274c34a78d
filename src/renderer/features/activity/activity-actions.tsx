import { type ReactNode, useState } from 'react'
import { activityWords as t } from '../../../strings/activity.ts'
import { activitySentence } from '../../../strings/activity-in-words.ts'
import { explain } from '../../../strings/problems.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useMutate } from '../../data/use-mutate.ts'
import { useSession } from '../../data/use-session.ts'
import { useViewStore } from '../../data/view-store.ts'
import { Button } from '../../ui/button.tsx'
import styles from './activity.module.css'
import type { ActivityEntry } from './activity-list.tsx'

interface ActivityActionsProps {
  accountId: string
  entry: ActivityEntry
}

/** From an entry of an account to what it is about, and back to how it was before, where one did it oneself. */
export function ActivityActions({ accountId, entry }: ActivityActionsProps) {
  const session = useSession()
  const isMine = session.state === 'signed-in' && session.principal.userId === entry.actorId
  const links = useLinks(accountId, entry)
  if (links.length === 0 && !isMine) return null
  return (
    <div className={styles.actions}>
      {links.map(({ label, onOpen }) => (
        <Button key={label} size="small" onPress={onOpen}>
          {label}
        </Button>
      ))}
      {isMine && <UndoEntry accountId={accountId} entry={entry} />}
    </div>
  )
}

/** What can be taken back is asked of the local copy, which knows how things are now. */
function UndoEntry({ accountId, entry }: ActivityActionsProps): ReactNode {
  const { data } = useBridgeQuery('activity.inverse', { accountId, activityId: entry.id })
  const makeChange = useMutate()
  const [isPending, setPending] = useState(false)
  if (!data || (!data.intent && !data.reason)) return null
  const { intent } = data
  const sentence = activitySentence(entry)
  async function undo() {
    if (!intent) return
    setPending(true)
    await makeChange(intent, { done: t.undone(sentence) })
    setPending(false)
  }
  const why = data.reason === 'changed-since' ? t.changedSince : data.problem && explain(data.problem).advice
  return (
    <Button
      size="small"
      aria-label={t.undoLabel(sentence)}
      disabledReason={intent ? null : why}
      isPending={isPending}
      onPress={() => void undo()}
    >
      {t.undo}
    </Button>
  )
}

interface Link {
  label: string
  onOpen: () => void
}

/** Where an entry leads: to whom and to what it is about, as far as that is still there to be looked for. */
function useLinks(accountId: string, entry: ActivityEntry): Link[] {
  const openPanel = useAppStore((store) => store.openPanel)
  const go = useAppStore((store) => store.go)
  const update = useViewStore((store) => store.update)
  const { targetKind, targetId, targetName, action } = entry
  const toUser = (membershipId: unknown, name: unknown): Link[] =>
    typeof membershipId === 'string' && typeof name === 'string' && name !== ''
      ? [
          {
            label: t.open.user(name),
            onOpen: () => openPanel({ kind: 'user', accountId, membershipId }),
          },
        ]
      : []
  const toApplication = (applicationId: unknown, name: string): Link[] =>
    typeof applicationId === 'string'
      ? [
          {
            label: t.open.application(name),
            onOpen: () => openPanel({ kind: 'application-users', accountId, applicationId }),
          },
        ]
      : []
  switch (targetKind) {
    case 'membership':
      return action === 'membership.removed' || action === 'membership.ended'
        ? []
        : toUser(targetId, targetName)
    case 'application':
      return action === 'application.unassigned' ? [] : toApplication(targetId, targetName)
    case 'grant': {
      const grant = entry.after ?? entry.before ?? {}
      return [
        ...toApplication(grant.applicationId, targetName),
        ...toUser(grant.membershipId, grant.userName),
      ]
    }
    case 'invitation':
      return [
        {
          label: t.open.invitation,
          onOpen: () => {
            update(accountId, ({ filters }) => ({
              filters: { ...filters, invitations: { text: targetName, status: 'any' } },
            }))
            go({ screen: 'account', accountId, tab: 'invitations' })
          },
        },
      ]
    case 'service':
      return [{ label: t.open.service, onOpen: () => go({ screen: 'account', accountId, tab: 'services' }) }]
    case 'account':
      return [{ label: t.open.account, onOpen: () => go({ screen: 'account', accountId, tab: 'settings' }) }]
    default:
      return []
  }
}
