import fc from 'fast-check'
import { type Length, replayOf } from './long.ts'
import { type Schedule, schedules } from './schedule.ts'
import { type Cast, closeCast, closeStage, expectConvergence, openStage, take } from './stage.ts'

export interface Proof {
  cast: Cast
  /** At most so many in a schedule. */
  accounts: number
  /** The server restarts too, which takes longer than all else. */
  restarts?: boolean
  length: Length
}

/**
 * Plays schedules until one doesn't converge, or until all were played. A failure says how it is played again.
 */
export async function prove({ cast, accounts, restarts = false, length }: Proof): Promise<number> {
  let played = 0
  const play = async ({ accounts, fresh, steps }: Schedule) => {
    played += 1
    try {
      const stage = await openStage(cast, accounts, fresh)
      for (const step of steps) await take(stage, step)
      await expectConvergence(stage, played % 4 === 0)
      await closeStage(stage)
    } catch (error) {
      await closeCast(cast)
      throw error
    }
    if (length.budgetMs !== null && played % 100 === 0)
      console.log(`${played} schedules, seed ${length.seed}`)
  }
  const outcome = await fc.check(
    fc.asyncProperty(schedules(accounts, cast.machines.length, restarts), play),
    {
      numRuns: length.runs,
      seed: length.seed,
      // To shrink, many schedules are played, and those that hang take long: only when asked for.
      endOnFailure: !length.shrink,
      ...(length.budgetMs === null ? {} : { interruptAfterTimeLimit: length.budgetMs }),
    },
  )
  if (outcome.failed) {
    throw new Error(`${replayOf(length)}\n${outcome.errorInstance}\n${fc.defaultReportMessage(outcome)}`, {
      cause: outcome.errorInstance,
    })
  }
  return played
}
