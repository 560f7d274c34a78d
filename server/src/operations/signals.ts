/** Ctrl+C reaches the whole group of processes, and those above this one pass it on: the same wish, heard twice. */
const sameWishMs = 1000

/**
 * Settles when the process is asked to end. To be called at the very start: an interrupted start stops the database as
 * well. Whoever asks again ends it at once, with exit code 1.
 */
export function untilAskedToStop(say: (text: string) => void = () => {}): Promise<void> {
  return new Promise((done) => {
    let firstAt: number | undefined
    const onSignal = () => {
      if (firstAt === undefined) {
        firstAt = performance.now()
        done()
      } else if (performance.now() - firstAt > sameWishMs) {
        say('Asked to stop again: ending at once.')
        process.exit(1)
      }
    }
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal)
  })
}
