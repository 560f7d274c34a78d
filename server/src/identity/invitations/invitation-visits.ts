import { invitationTokenSchema } from '@gatehouse/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '../../clock.ts'
import type { Database } from '../../db/database.ts'
import { hashToken } from '../../services/invitations/invitation-tokens.ts'
import { isOwnForm, sendPage } from '../forms.ts'
import { unknownInvitationPage } from '../pages/invitation-pages.ts'
import type { PageContext } from '../pages/layout.ts'
import { errorPage } from '../provider.ts'
import { type InvitationOffer, readOffer } from './invitation-offer.ts'

/** What a page of one invitation needs to know of it. */
export interface Visit {
  offer: InvitationOffer
  tokenHash: Buffer
  path: string
  deepLink: string
  ip: string
  purpose: string
}

export type VisitHandler = (
  visit: Visit,
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<FastifyReply>

export interface InvitationPagesDeps {
  db: Database
  clock: Clock
  pages: PageContext
  publicUrl: string
}

/** Adds pages of `/invite/:token`. Forms from elsewhere and links that were never given out don't reach them. */
export function invitationPages(app: FastifyInstance, deps: InvitationPagesDeps) {
  const { db, pages, publicUrl } = deps

  async function findVisit(request: FastifyRequest): Promise<Visit | null> {
    const token = invitationTokenSchema.safeParse((request.params as { token: string }).token)
    if (!token.success) return null
    const tokenHash = hashToken(token.data)
    const offer = await readOffer(db, tokenHash, deps.clock.now())
    if (!offer) return null
    return {
      offer,
      tokenHash,
      path: `/invite/${token.data}`,
      deepLink: `gatehouse://invite/${token.data}?server=${encodeURIComponent(publicUrl)}`,
      ip: request.ip,
      purpose: `invitation:${tokenHash.toString('base64url')}`,
    }
  }

  return function on(method: 'GET' | 'POST', path: string, handler: VisitHandler): void {
    app.route({
      method,
      url: `/invite/:token${path}`,
      async handler(request, reply) {
        if (method === 'POST' && !isOwnForm(request, publicUrl)) {
          return sendPage(reply, errorPage(pages, 'foreign_form'), 403)
        }
        const visit = await findVisit(request)
        return visit ? handler(visit, request, reply) : sendPage(reply, unknownInvitationPage(pages), 404)
      },
    })
  }
}
