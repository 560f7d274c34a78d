import type { Result } from '@gatehouse/contract'

// What the rest of main is given instead of reaching for it, so that tests own time, chance and the machine.

export interface Clock {
  now(): Date
}

export interface Timers {
  /** Runs it once after so many milliseconds. Answers the function that calls it off. */
  after(milliseconds: number, run: () => void): () => void
}

/** Between 0 and 1, as `Math.random`. */
export type Random = () => number

export type Fetch = (input: string | Request, init?: RequestInit) => Promise<Response>

/** Ids and counts: never names, addresses or tokens. */
export type LogFacts = Record<string, string | number | boolean | null | undefined>

export interface Logger {
  /** Only while the user wants a detailed log. */
  detail?(message: string, facts?: LogFacts): void
  info(message: string, facts?: LogFacts): void
  warn(message: string, facts?: LogFacts): void
  error(message: string, facts?: LogFacts): void
}

/** `plain-text`: the desktop has no password store, so what is wrapped can be read by anybody who can read the disk. */
export type Protection = 'protected' | 'plain-text' | 'unavailable'

/** The keychain of the operating system. Problems: `keychain_unavailable`. */
export interface Keychain {
  protection(): Promise<Protection>
  wrap(text: string): Promise<Result<Buffer>>
  /** `rewrap`: the system asks to wrap it anew, as its key was renewed. */
  unwrap(wrapped: Buffer): Promise<Result<{ text: string; rewrap: boolean }>>
}

/** Whether the user at this computer is the one it belongs to, as far as the system can tell. */
export interface Presence {
  canAsk(): boolean
  /** `reason` stands in the system's own prompt, after "Gatehouse is trying to". False: refused, cancelled, failed. */
  ask(reason: string): Promise<boolean>
}

export const systemClock: Clock = { now: () => new Date() }

export const systemTimers: Timers = {
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds)
    timer.unref?.()
    return () => clearTimeout(timer)
  },
}

export const silentLogger: Logger = { info() {}, warn() {}, error() {} }
