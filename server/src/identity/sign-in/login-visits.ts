import type { UserId } from '@gatehouse/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { errors, type Provider } from 'oidc-provider'
import type { Clock } from '../../clock.ts'
import type { Database } from '../../db/database.ts'
import { provesMailbox } from '../../services/invitations/invitation-lookup.ts'
import { isOwnForm, sendPage } from '../forms.ts'
import { type InvitationOffer, openReference, readOffer } from '../invitations/invitation-offer.ts'
import { destroySession } from '../oidc-adapter.ts'
import type { PageContext } from '../pages/layout.ts'
import { errorPage } from '../provider.ts'
import type { Devices } from './devices.ts'

export interface LoginVisitsDeps {
  db: Database
  clock: Clock
  provider: Provider
  pages: PageContext
  publicUrl: string
  referenceKey: Buffer
  devices: Devices
}

export type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>

/** What a page of one sign-in needs to know of it. */
export interface Visit {
  interaction: Interaction
  /** Path of its pages, `/login/…`. */
  base: string
  offer: InvitationOffer | null
  /** The invited address, where no other will do. */
  fixedEmail: string | null
  /** The invitation came by mail and is for nobody else: whoever has it reads the invited mailbox. */
  provenEmail: string | null
}

export type VisitHandler = (
  visit: Visit,
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<FastifyReply>

export type LoginVisits = ReturnType<typeof createLoginVisits>

/** How the pages of a sign-in find it, and how they end it. */
export function createLoginVisits(app: FastifyInstance, deps: LoginVisitsDeps) {
  const { db, provider, pages } = deps

  async function findVisit(request: FastifyRequest, reply: FastifyReply): Promise<Visit | Error> {
    try {
      const interaction = await provider.interactionDetails(request.raw, reply.raw)
      const { uid } = request.params as { uid: string }
      if (interaction.uid !== uid) return new errors.SessionNotFound('another sign-in')
      const hash = openReference(interaction.params.invitation, deps.referenceKey)
      const offer = hash && (await readOffer(db, hash, deps.clock.now()))
      const isOpen = offer?.state === 'pending'
      return {
        interaction,
        base: `/login/${uid}`,
        offer,
        fixedEmail: isOpen && !offer.anyAddress ? offer.email : null,
        provenEmail: isOpen && provesMailbox(offer) ? offer.email : null,
      }
    } catch (error) {
      if (error instanceof errors.SessionNotFound) return error
      throw error
    }
  }

  // What the provider's own `interactionResult` does, without reading the interaction back first.
  async function proceed(
    reply: FastifyReply,
    interaction: Interaction,
    result: object,
  ): Promise<FastifyReply> {
    interaction.result = { ...interaction.lastSubmission, ...result }
    await interaction.persist()
    return reply.header('cache-control', 'no-store').redirect(interaction.returnTo, 303)
  }

  return {
    proceed,

    /** Adds a page of `/login/:uid`. Forms from elsewhere and sign-ins of other browsers don't reach it. */
    on(method: 'GET' | 'POST', path: string, handler: VisitHandler): void {
      app.route({
        method,
        url: `/login/:uid${path}`,
        async handler(request, reply) {
          if (method === 'POST' && !isOwnForm(request, deps.publicUrl)) {
            return sendPage(reply, errorPage(pages, 'foreign_form'), 403)
          }
          const visit = await findVisit(request, reply)
          if (visit instanceof Error) {
            return sendPage(reply, errorPage(pages, 'session_not_found', visit), 400)
          }
          return handler(visit, request, reply)
        },
      })
    },

    /** Goes back to the program that began the sign-in. `ts`: when the user signed in, where that was earlier. */
    async finish(
      visit: Visit,
      request: FastifyRequest,
      reply: FastifyReply,
      signedIn: { userId: UserId; amr: string[]; ts?: number | undefined },
    ): Promise<FastifyReply> {
      const { interaction } = visit
      const { userId, amr, ts } = signedIn
      if (interaction.session && interaction.session.accountId !== userId) {
        // Another person takes over this browser: the earlier one's sign-in here ends, their desktop stays signed in.
        await destroySession(db, interaction.session.uid)
        delete interaction.session
        await interaction.persist()
      }
      deps.devices.remember(request, reply, userId)
      return proceed(reply, interaction, { login: { accountId: userId, amr, ...(ts ? { ts } : {}) } })
    },
  }
}

export function purposeOf(visit: Visit): string {
  return `sign-in:${visit.interaction.uid}`
}
