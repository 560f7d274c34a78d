import { randomBytes } from 'node:crypto'
import { v7 } from 'uuid'

/** Time and randomness are handed in, so that tests own them. */
export interface Clock {
  now(): Date
}

export interface Randomness {
  /** A UUIDv7 of the given moment. */
  id(at: Date): string
  bytes(length: number): Buffer
}

export const systemClock: Clock = { now: () => new Date() }

// Ids of the same millisecond sort in the order they were made in, so that the rows of one transaction do.
let sequence = randomBytes(4).readUInt32BE() >>> 1
function nextSequence(): number {
  sequence = (sequence + 1) >>> 0
  return sequence
}

export const systemRandomness: Randomness = {
  id: (at) => v7({ msecs: at.getTime(), seq: nextSequence() }),
  bytes: (length) => randomBytes(length),
}
