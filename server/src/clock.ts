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

export const systemRandomness: Randomness = {
  id: (at) => v7({ msecs: at.getTime() }),
  bytes: (length) => randomBytes(length),
}
