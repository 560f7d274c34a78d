/** What comes from outside of the program. */
export interface Outside {
  link(text: string): void
  /** The program was started once more. */
  secondStart(): void
}

/** As many links as the inbox lets wait; whoever sends more at a start is no user. */
export const mostEarly = 5

export interface Arrivals extends Outside {
  /** From here on all goes to `taker`, which hears first of what came before. */
  handTo(taker: Outside): void
}

/** Keeps what comes from outside for as long as nobody can take it: the system hands links over before `ready`. */
export function createArrivals(): Arrivals {
  let taker: Outside | null = null
  const early: string[] = []
  let wasStarted = false
  return {
    link(text) {
      if (taker) taker.link(text)
      else early.push(text)
      if (early.length > mostEarly) early.shift()
    },
    secondStart() {
      if (taker) taker.secondStart()
      else wasStarted = true
    },
    handTo(next) {
      taker = next
      for (const text of early.splice(0)) next.link(text)
      if (wasStarted) next.secondStart()
    },
  }
}
