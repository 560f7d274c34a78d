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
      {item.conflict && <ConflictTable conflict={item.conflict} names={item.names} what={what} />}
      {children}
    </li>
  )
}

/** Why it was refused, and whom to ask. */
function Reason({ item: { problem, conflict, ownerName } }: { item: OutboxItem }) {
  if (!problem) return null
  const { title, advice } = explain(problem)
  return (
    <div className={styles.reason}>
      <strong>{title}</strong>
      <p>{conflict ? syncWords.collided(conflict.changedBy) : advice}</p>
      {problem.code === 'forbidden' && ownerName && <p>{syncWords.askOwner(ownerName)}</p>}
      {problem.reference && <CopyText label={words.reference} text={problem.reference} />}
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
            aria-label={syncWords.sendMineOf(what)}
          >
            {syncWords.sendMine}
          </Button>
          <Button
            size="small"
            onPress={() => void actions.resolve('theirs')}
            isPending={isPending}
            aria-label={syncWords.keepTheirsOf(what)}
          >
            {syncWords.keepTheirs}
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
          {item.intent?.name === 'invitations.create' && (
            <EditInvitationButton mutationId={item.mutationId} invitation={item.intent.args} what={what} />
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
