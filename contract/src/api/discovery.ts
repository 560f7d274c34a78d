import { z } from 'zod'

/** Raised when a client of an older version could no longer work with the server. */
export const apiVersion = 1

/** `/.well-known/gatehouse`: how a client that was given nothing but an address finds its way. */
export const discoverySchema = z
  .object({
    product: z.literal('gatehouse'),
    /** What the vendor calls this server. */
    name: z.string(),
    apiVersion: z.int(),
    /** Base of every `/v1` path, without a trailing slash. */
    api: z.url(),
    /** OpenID Connect issuer; its metadata is at the usual place. */
    issuer: z.url(),
    clientId: z.string(),
    scope: z.string(),
    policies: z.object({
      /** Days a replica may be read without contact; null for no limit. */
      offlineDays: z.int().nullable(),
      invitationDays: z.int(),
      invitationDaysMax: z.int(),
    }),
  })
  .meta({ id: 'Discovery' })
export type Discovery = z.infer<typeof discoverySchema>
