import { type ReactNode, useState } from 'react'
import type { OutboxItem } from '../../../ipc/views.ts'
import { words } from '../../../strings/common.ts'
import { intentInWords } from '../../../strings/intents.ts'
import { explain } from '../../../strings/problems.ts'
import { syncWords } from '../../../strings/sync.ts'
import { StatusDot } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { ColourMark } from '../../ui/colour-mark.tsx'
import { CopyText } from '../../ui/copy-text.tsx'
import { Time } from '../../ui/time.tsx'
import { ConflictTable } from './conflict-table.tsx'
import { DiscardDialog } from './discard-dialog.tsx'
import { EditInvitationButton } from './edit-invitation-button.tsx'
import { EditMembershipButton } from './edit-membership-button.tsx'
import { NothingToCompare } from './nothing-to-compare.tsx'
import styles from './sync.module.css'
import { type OutboxActions, useOutboxActions } from './use-outbox-actions.ts'

const shapes = {
  waiting: 'waiting',
  sending: 'waiting',
  sent: 'on',
  refused: 'stopped',
  held: 'off',
} as const

/** One change: what it is, where, since when, and what can be done about it. */
export function OutboxLine(props: {
  item: OutboxItem
  onLeave: (mutationId: string) => void
  children?: ReactNode
}) {
  const { item, onLeave, children } = props
  const what = intentInWords(item.intent, item.names, item.accountName)
  const actions = useOutboxActions(item.mutationId, () => onLeave(item.mutationId))
  return (
    <li className={styles.item} data-state={item.state} data-change={item.mutationId} tabIndex={-1}>
      <div className={styles.what}>
        <p>{what}</p>
        <p className={styles.facts}>
          <StatusDot shape={shapes[item.state]}>{syncWords.states[item.state]}</StatusDot>
          <span>
            {item.accountColour && <ColourMark colour={item.accountColour} />}
            <bdi>{item.accountName}</bdi>
          </span>
          <span>
            <Time at={item.createdAt} as="clock" />
          </span>
          {item.attempts > 1 && <span>{syncWords.attempts(item.attempts)}</span>}
        </p>
        <Reason item={item} />
      </div>
      <div className={styles.buttons}>
        {item.state === 'refused' && <Decisions item={item} what={what} actions={actions} />}
        <EditButton item={item} what={what} />
        {item.canUndo && (
          <Button
            size="small"
            kind="quiet"
            onPress={() => void actions.undo()}
            isPending={actions.isPending}
            aria-label={syncWords.undoThis(what)}
          >
            {words.undo}
          </Button>
        )}
      </div>
      {item.conflict && (
        <ConflictTable conflict={item.conflict} names={item.names} what={what} other={otherOf(item)} />
      )}
      {children}
    </li>
  )
}

/** The first name of whoever changed the same, for "Keep Petra's"; a name in one word as it is. */
function otherOf({ conflict }: OutboxItem): string | null {
  return conflict?.changedBy?.name.split(/\s+/u)[0] ?? null
}

/** A refused change, or one that hasn't left, can be made another one where there is a form for it. */
function EditButton({ item, what }: { item: OutboxItem; what: string }) {
  const { intent, mutationId, state, conflict, canUndo } = item
  const isRefused = state === 'refused' && !conflict
  if (!isRefused && !canUndo) return null
  if (isRefused && (intent?.name === 'invitations.create' || intent?.name === 'invitations.edit'))
    return <EditInvitationButton mutationId={mutationId} intent={intent} what={what} />
  if (intent?.name === 'memberships.setPermissions' || intent?.name === 'memberships.setEnd')
    return <EditMembershipButton mutationId={mutationId} intent={intent} what={what} />
  return null
}

/** Why it was refused, and whom to ask. */
function Reason({ item }: { item: OutboxItem }) {
  const { problem, conflict, ownerName } = item
  if (!problem) return null
  const { title, advice } = explain(problem)
  return (
    <div className={styles.reason}>
      <strong>{title}</strong>
      {problem.code === 'stale_version' && !conflict ? (
        <NothingToCompare item={item} />
      ) : (
        <p>{conflict ? syncWords.collided(conflict.changedBy) : advice}</p>
      )}
      {problem.code === 'forbidden' && ownerName && <p>{syncWords.askOwner(ownerName)}</p>}
      {problem.reference && (
        <CopyText label={words.reference} text={problem.reference} copy={words.copyReference} />
      )}
    </div>
  )
}

function Decisions(props: { item: OutboxItem; what: string; actions: OutboxActions }) {
  const { item, what, actions } = props
  const { isPending } = actions
  const [isAsking, setIsAsking] = useState(false)
  const discard = () => {
    if (item.dependents.length > 0) setIsAsking(true)
    else void actions.discard('release')
  }
  return (
    <>
      {item.conflict ? (
        <>
          <Button
            size="small"
            onPress={() => void actions.resolve('mine')}
            isPending={isPending}
            aria-label={syncWords.applyMineOf(what)}
          >
            {syncWords.applyMine}
          </Button>
          <Button
            size="small"
            onPress={() => void actions.resolve('theirs')}
            isPending={isPending}
            aria-label={syncWords.keepOfFor(otherOf(item), what)}
          >
            {syncWords.keepOf(otherOf(item))}
          </Button>
        </>
      ) : (
        <>
          {item.intent && (
            <Button
              size="small"
              onPress={() => void actions.retry()}
              isPending={isPending}
              aria-label={syncWords.retryThis(what)}
            >
              {words.retry}
            </Button>
          )}
          <Button
            size="small"
            onPress={discard}
            isPending={isPending}
            aria-label={syncWords.discardThis(what)}
          >
            {words.discard}
          </Button>
        </>
      )}
      {isAsking && (
        <DiscardDialog
          what={what}
          account={{ id: item.accountId, name: item.accountName }}
          dependents={item.dependents.length}
          onClose={() => setIsAsking(false)}
          onChosen={(dependents) => {
            setIsAsking(false)
            void actions.discard(dependents)
          }}
        />
      )}
    </>
  )
}
