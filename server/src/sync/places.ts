import { problem, type Result, type UserId } from '@gatehouse/contract'

export interface PlacesLimits {
  /** Long answers of one user at a time: two machines of theirs, say. */
  perUser: number
  /** Long answers of one node at a time. Each takes a database connection for moments only, and some memory. */
  perNode: number
  /** A caller that reads nothing for this long gives its place back. */
  stalledMs: number
}

const usual: PlacesLimits = { perUser: 2, perNode: 8, stalledMs: 60_000 }

/** How many bootstraps and snapshots a node serves at once, so that everybody else is still answered. */
export interface Places {
  /**
   * The lines under one of the places. Refuses with `rate_limited` where the user has all of theirs, with
   * `unavailable` where the node has none left. The place is free again when the lines have ended, when `signal` says
   * that the caller is gone, or when they read nothing for too long; the lines then end where they are.
   */
  take<T>(userId: UserId, signal: AbortSignal, lines: () => AsyncGenerator<T>): Result<AsyncGenerator<T>>
  taken(): number
}

export function createPlaces(limits: Partial<PlacesLimits> = {}): Places {
  const { perUser, perNode, stalledMs } = { ...usual, ...limits }
  const takenBy = new Map<UserId, number>()
  let taken = 0

  function place(userId: UserId): () => void {
    let isGivenBack = false
    taken += 1
    takenBy.set(userId, (takenBy.get(userId) ?? 0) + 1)
    return () => {
      if (isGivenBack) return
      isGivenBack = true
      taken -= 1
      const left = (takenBy.get(userId) ?? 1) - 1
      if (left > 0) takenBy.set(userId, left)
      else takenBy.delete(userId)
    }
  }

  async function* within<T>(lines: AsyncGenerator<T>, giveBack: () => void): AsyncGenerator<T> {
    let timer: NodeJS.Timeout | undefined
    const stall = () => {
      giveBack()
      // What it has read already is let go, too, and there is nothing more to come.
      void lines.return(undefined)
    }
    try {
      for await (const line of lines) {
        timer = setTimeout(stall, stalledMs).unref()
        yield line
        clearTimeout(timer)
      }
    } finally {
      clearTimeout(timer)
      giveBack()
    }
  }

  return {
    take(userId, signal, lines) {
      if ((takenBy.get(userId) ?? 0) >= perUser) return { ok: false, error: tooManyOfUser }
      if (taken >= perNode) return { ok: false, error: tooManyOfNode }
      const giveBack = place(userId)
      // Who goes away before the first line never begins to read, so nothing else would notice.
      if (signal.aborted) giveBack()
      else signal.addEventListener('abort', giveBack, { once: true })
      return { ok: true, value: within(lines(), giveBack) }
    },
    taken: () => taken,
  }
}

const tooManyOfUser = problem('rate_limited', {
  detail: 'This login fetches accounts in several places already. Try again when one of them is done.',
  retryAfterMs: 5000,
})

const tooManyOfNode = problem('unavailable', {
  detail: 'Many clients fetch their accounts at once. Try again in a moment.',
  retryAfterMs: 2000,
})
