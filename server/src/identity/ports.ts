import type { UserId } from '@gatehouse/contract'
import type { FastifyInstance } from 'fastify'

/** What the server's core needs of whatever signs users in. */
export interface Identity {
  /** Adds the issuer's paths and the sign-in, sign-up and invitation pages. */
  register(app: FastifyInstance): Promise<void>
  /**
   * Whose access token it is; null for one that is unknown, expired or revoked. `device` is what the client calls the
   * machine that it runs on, for the list of sign-ins.
   */
  authenticate(accessToken: string, device?: string | null): Promise<Authenticated | null>
  /** Calls `onEnded` once when the sign-in is ended, on whatever node. Answers its own undo. */
  watchSession(sessionId: string, onEnded: () => void): () => void
}

/** Whoever signs users in can't be asked now; that is no judgement on anybody's token. */
export class IssuerUnavailable extends Error {
  constructor(cause: unknown) {
    super('the issuer can not be asked', { cause })
    this.name = 'IssuerUnavailable'
  }
}

export interface Authenticated {
  userId: UserId
  /** The sign-in that the token came from, where the issuer keeps one. */
  sessionId: string | null
}
