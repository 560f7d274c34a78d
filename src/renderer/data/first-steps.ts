import type { FirstStep } from '../../ipc/views.ts'

type Listener = (step: FirstStep) => void

const listeners = new Set<Listener>()

/** Tells the card of first steps, where there is one, that something was done for the first time. */
export function noteStep(step: FirstStep): void {
  for (const listener of listeners) listener(step)
}

/** Changes that are first steps. */
export function noteChange(name: string): void {
  if (name === 'invitations.create') noteStep('invite')
  if (name === 'applications.assign') noteStep('assign')
}

export function onStep(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
