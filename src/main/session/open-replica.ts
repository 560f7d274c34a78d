import { fail, ok, problem } from '@gatehouse/contract'
import type { Replica } from '../../replica/port.ts'
import type { Logger } from '../ports.ts'
import type { ReplicaFiles } from './replica-files.ts'

/** Told while everything is fetched anew. */
export const freshCopy = problem('replica_unavailable', {
  detail:
    'The key to the local copy on this computer was lost, so it can not be read any more. A fresh copy is being fetched.',
})

export interface OpenReplicaDeps {
  log: Logger
  startReplica(onCrash: (error: Error) => void): Replica
}

export interface OpenReplicaEvents {
  crashed(): void
}

/** Opens the local copy. One that is damaged beyond reading is set aside, and an empty one takes its place. */
export async function openReplica(deps: OpenReplicaDeps, on: OpenReplicaEvents, files: ReplicaFiles) {
  const first = await tryReplica(deps, on, files)
  // Damaged beyond reading: kept for whoever may mend it, and everything is fetched anew.
  if (first.ok || first.error.state !== 'damaged') return first
  deps.log.error('the local copy is damaged: set aside, fetching everything anew')
  await files.setAside()
  const second = await tryReplica(deps, on, files)
  return second.ok ? ok({ ...second.value, lost: true }) : second
}

async function tryReplica(deps: OpenReplicaDeps, on: OpenReplicaEvents, files: ReplicaFiles) {
  const opened = await files.open()
  if (!opened.ok) return opened
  const { file, key, lost } = opened.value
  const replica = deps.startReplica(on.crashed)
  const state = await replica.open({ file, key })
  key.fill(0)
  if (state.ok) return ok({ replica, state: state.value, lost })
  deps.log.error('the local copy could not be opened', { code: state.error.code })
  await replica.close()
  return fail(state.error)
}
