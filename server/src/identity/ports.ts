import type { UserId } from '@gatehouse/contract'
import type { FastifyInstance } from 'fastify'

/** What the server's core needs of whatever signs users in. */
export interface Identity {
  /** Adds the issuer's paths and the sign-in, sign-up and invitation pages. */
  register(app: FastifyInstance): Promise<void>
  /** Whose access token it is; null for one that is unknown, expired or revoked. */
  authenticate(accessToken: string): Promise<Authenticated | null>
}

export interface Authenticated {
  userId: UserId
  /** The sign-in that the token came from, where the issuer keeps one. */
  sessionId: string | null
}
