import { useState } from 'react'
import type { OutboxItem } from '../../../ipc/views.ts'
import { bridge } from '../../data/bridge.ts'
import { notifyProblem } from '../../data/use-mutate.ts'
import { words } from '../../strings/en.ts'
import { syncWords } from '../../strings/en-sync.ts'
import { intentInWords } from '../../strings/intents.ts'
import { explain } from '../../strings/problems.ts'
import { StatusDot } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyText } from '../../ui/copy-text.tsx'
import { Time } from '../../ui/time.tsx'
import { notify } from '../../ui/toast.tsx'
import styles from './sync.module.css'

const shapes = {
  waiting: 'waiting',
  sending: 'waiting',
  sent: 'on',
  refused: 'stopped',
  held: 'off',
} as const

/** Changes in words, the refused ones first: they need a decision. */
export function OutboxList({ items }: { items: readonly OutboxItem[] }) {
  const refused = items.filter((item) => item.state === 'refused')
  const others = items.filter((item) => item.state !== 'refused')
  return (
    <ul className={styles.items} aria-label={syncWords.title}>
      {[...refused, ...others].map((item) => (
        <OutboxLine key={item.mutationId} item={item} />
      ))}
    </ul>
  )
}

function OutboxLine({ item }: { item: OutboxItem }) {
  const what = intentInWords(item.intent, item.names, item.accountName)
  const said = item.problem && explain(item.problem)
  const { isPending, undo, retry, discard } = useOutboxActions(item.mutationId)
  return (
    <li className={styles.item} data-state={item.state}>
      <div className={styles.what}>
        <p>{what}</p>
        <p className={styles.facts}>
          <StatusDot shape={shapes[item.state]}>{syncWords.states[item.state]}</StatusDot>
          <span>
            <bdi>{item.accountName}</bdi>
          </span>
          <span>
            <Time at={item.createdAt} as="clock" />
          </span>
          {item.attempts > 1 && <span>{syncWords.attempts(item.attempts)}</span>}
        </p>
        {said && (
          <div className={styles.reason}>
            <strong>{said.title}</strong>
            <p>{said.advice}</p>
            {item.problem?.reference && <CopyText label={words.reference} text={item.problem.reference} />}
          </div>
        )}
      </div>
      <div className={styles.buttons}>
        {item.state === 'refused' && (
          <>
            <Button size="small" onPress={retry} isPending={isPending} aria-label={syncWords.retryThis(what)}>
              {words.retry}
            </Button>
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
        {(item.state === 'waiting' || item.state === 'held') && (
          <Button
            size="small"
            kind="quiet"
            onPress={undo}
            isPending={isPending}
            aria-label={syncWords.undoThis(what)}
          >
            {words.undo}
          </Button>
        )}
      </div>
    </li>
  )
}

function useOutboxActions(mutationId: string) {
  const [isPending, setPending] = useState(false)

  async function run(name: 'outbox.retry' | 'outbox.discard') {
    setPending(true)
    const answer = await bridge().command(name, { mutationId })
    setPending(false)
    if (!answer.ok) notifyProblem(answer.error)
    else if (name === 'outbox.discard') notify({ title: syncWords.discarded })
  }

  async function undo() {
    setPending(true)
    const answer = await bridge().command('outbox.undo', { mutationId })
    setPending(false)
    if (!answer.ok) notifyProblem(answer.error)
    else if (answer.value.undone) notify({ title: syncWords.undone })
    else notify({ title: syncWords.tooLate, detail: syncWords.tooLateDetail })
  }

  return {
    isPending,
    undo,
    retry: () => run('outbox.retry'),
    discard: () => run('outbox.discard'),
  }
}
