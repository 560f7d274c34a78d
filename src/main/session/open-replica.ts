import { fail, ok, type Problem, problem } from '@gatehouse/contract'
import { ReplicaFailure } from '../../replica/failures.ts'
import type { Replica } from '../../replica/port.ts'
import type { Clock, Logger } from '../ports.ts'
import { replicaEnded } from './refusals.ts'
import type { ReplicaFiles } from './replica-files.ts'

/** Told while everything is fetched anew. */
export const freshCopy = problem('replica_unavailable', {
  state: 'fresh',
  detail:
    'The local copy on this computer could not be read any more. It was set aside, and a fresh one is being fetched. What became of your changes stands under Offline data.',
})

export interface OpenReplicaDeps {
  log: Logger
  clock: Clock
  startReplica(onCrash: (error: Error) => void, onUnusable: (problem: Problem) => void): Replica
}

export interface OpenReplicaEvents {
  /** The replica can't be used any more: close it and open the next one. */
  crashed(): void
}

/**
 * Opens the local copy. One that is damaged is set aside and an empty one takes its place, with what is the user's own
 * taken over from every copy that was set aside and can be read by now.
 */
export async function openReplica(deps: OpenReplicaDeps, on: OpenReplicaEvents, files: ReplicaFiles) {
  const first = await tryReplica(deps, on, files)
  if (first.ok) return takeOverIn(deps, files, first.value)
  if (first.error.state !== 'damaged') return first
  deps.log.error('the local copy is damaged: set aside, fetching everything anew')
  await files.setAside('damaged')
  const second = await tryReplica(deps, on, files)
  return second.ok ? takeOverIn(deps, files, { ...second.value, lost: true }) : second
}

async function tryReplica(deps: OpenReplicaDeps, on: OpenReplicaEvents, files: ReplicaFiles) {
  const opened = await files.open()
  if (!opened.ok) return opened
  const { file, key, lost } = opened.value
  const replica = deps.startReplica(on.crashed, (why) => void leave(why))
  const state = await replica.open({ file, key }).catch((error: unknown) => fail(endOf(error)))
  key.fill(0)
  if (state.ok) return ok({ replica, state: state.value, lost })
  deps.log.error('the local copy could not be opened', { code: state.error.code, state: state.error.state })
  await replica.close()
  return fail(state.error)

  /** While it was in use. What is noted here makes the next opening go another way. */
  async function leave({ state }: Problem): Promise<void> {
    deps.log.error('the local copy can not be used any more', { state })
    if (state === 'damaged') await files.condemn('damaged')
    else await files.putKeyBack().catch(() => deps.log.error('the key could not be written back'))
    on.crashed()
  }
}

type Opened = Extract<Awaited<ReturnType<typeof tryReplica>>, { ok: true }>['value']

/** Where the replica ends meanwhile, it is closed and that is the answer. */
async function takeOverIn(deps: OpenReplicaDeps, files: ReplicaFiles, opened: Opened) {
  try {
    return ok(await takeOver(deps, files, opened))
  } catch (error) {
    await opened.replica.close()
    return fail(endOf(error))
  }
}

/** What is told of a replica that ended, or whose file failed, before anybody could work with it. */
export function endOf(error: unknown): Problem {
  return error instanceof ReplicaFailure ? error.problem : replicaEnded
}

async function takeOver(
  { log, clock }: OpenReplicaDeps,
  files: ReplicaFiles,
  opened: Opened,
): Promise<Opened> {
  const { replica, lost } = opened
  const rescues = await files.rescues().catch(() => [])
  const isSealed = lost && !rescues.some(({ kind }) => kind === 'damaged')
  if (isSealed) await replica.recover({ why: 'key-lost', from: null }, clock.now())
  for (const rescue of rescues) {
    const why = rescue.kind === 'wiped' ? 'wiped' : 'damaged'
    const taken = await replica.recover({ why, from: { file: rescue.file, key: rescue.key } }, clock.now())
    rescue.key.fill(0)
    log.info('a copy that was set aside was read', { kind: rescue.kind, ok: taken.ok })
    // Where there was no room for it, the next start tries again.
    if (taken.ok) await files.rescued(rescue).catch(() => log.warn('a copy could not be put away'))
  }
  if (rescues.length === 0 && !isSealed) return opened
  return {
    ...opened,
    state: await replica.state(),
    lost: lost || rescues.some(({ kind }) => kind === 'damaged'),
  }
}
