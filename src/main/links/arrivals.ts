/** What comes from outside of the program. */
export interface Outside {
  link(text: string): void
  /** The program was started once more. */
  secondStart(): void
}

/** As many links as the inbox lets wait; whoever sends more at a start is no user. */
export const mostEarly = 5

export interface Arrivals extends Outside {
  /** From here on all goes to `taker`, which hears first of the links that came before. */
  handTo(taker: Outside): void
}

/** Keeps links for as long as nobody can take them: the system hands them over before `ready`. */
export function createArrivals(): Arrivals {
  let taker: Outside | null = null
  const early: string[] = []
  return {
    link(text) {
      if (taker) taker.link(text)
      else early.push(text)
      if (early.length > mostEarly) early.shift()
    },
    secondStart() {
      // A start that is under way shows its window by itself.
      taker?.secondStart()
    },
    handTo(next) {
      taker = next
      for (const text of early.splice(0)) next.link(text)
    },
  }
}
