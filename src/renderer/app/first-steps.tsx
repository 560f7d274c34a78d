import Check from 'lucide-react/icons/check'
import Circle from 'lucide-react/icons/circle'
import { useState } from 'react'
import type { AccountItem, FirstStep } from '../../ipc/views.ts'
import { firstStepWords as t } from '../../strings/first-steps.ts'
import { useAccounts } from '../data/use-accounts.ts'
import { useBridgeQuery } from '../data/use-bridge.ts'
import { usePreferences } from '../data/use-session.ts'
import { Button } from '../ui/button.tsx'
import { notify } from '../ui/toast.tsx'
import { useKeys } from './actions/use-keys.ts'
import { useAppStore } from './app-store.ts'
import styles from './first-steps.module.css'
import { type StepItem, stepsFor } from './steps.ts'

const none: readonly AccountItem[] = []

/** What is worth doing first. Each is ticked off by itself; `FirstStepsPlace` knows when all of it was put away. */
export function FirstSteps() {
  const { data: accounts = none } = useAccounts()
  const keys = useKeys()
  const { preferences, set } = usePreferences()
  const { data: mine } = useBridgeQuery('invitations.mine', {})
  const { checklist } = preferences
  const waiting = mine?.length ?? 0
  const steps = stepsFor(
    { accounts, preferences, waiting },
    { store: useAppStore.getState(), keys, pin: (pins) => set({ pins }) },
  )
  const done = new Set<FirstStep>(checklist.done)
  const open = steps.filter((step) => !isDone(step, done, waiting))
  // Whoever had done it all before needs no card; whoever does the last one now sees that it is done.
  const [wasOpen, setWasOpen] = useState(false)
  if (open.length > 0 && !wasOpen) setWasOpen(true)
  if (mine === undefined || !wasOpen) return null

  function hide() {
    set({ checklist: { ...checklist, dismissed: true } })
    notify({ title: t.hidden, undo: () => set({ checklist }) })
  }

  return (
    <section aria-labelledby="first-steps" className={styles.card}>
      <header className={styles.head}>
        <h2 id="first-steps" className={styles.title}>
          {t.title}
        </h2>
        <span role="status" className={styles.progress}>
          {open.length === 0 ? t.allDone : t.progress(steps.length - open.length, steps.length)}
        </span>
        <Button size="small" kind="quiet" aria-label={t.hideLabel} onPress={hide}>
          {t.hide}
        </Button>
      </header>
      <ul className={styles.steps}>
        {steps.map((step) => (
          <Step key={step.id} step={step} isDone={isDone(step, done, waiting)} />
        ))}
      </ul>
    </section>
  )
}

/** Invitations are answered when none waits any more. */
function isDone({ id }: StepItem, done: ReadonlySet<FirstStep>, waiting: number): boolean {
  return id === 'accept' ? waiting === 0 : done.has(id)
}

function Step({ step, isDone: done }: { step: StepItem; isDone: boolean }) {
  return (
    <li className={styles.step} data-done={done || undefined}>
      {done ? <Check size={16} aria-hidden="true" /> : <Circle size={16} aria-hidden="true" />}
      <span className={styles.text}>
        <span className={styles.name}>
          <span className="visually-hidden">{done ? t.isDone : t.isOpen}: </span>
          {step.title}
        </span>
        <span className={styles.detail}>{step.detail}</span>
        {!done && (
          <Button kind="link" onPress={step.act}>
            {step.action}
          </Button>
        )}
      </span>
    </li>
  )
}
