import { z } from 'zod'

// However its letters are written, an id is one: it is kept, compared and told to replicas in small letters.
const id = z.uuid().toLowerCase()

// Branded: handing a user id to something that wants an account id doesn't compile.
export const environmentIdSchema = id.brand<'EnvironmentId'>()
export const accountIdSchema = id.brand<'AccountId'>()
export const applicationIdSchema = id.brand<'ApplicationId'>()
export const userIdSchema = id.brand<'UserId'>()
export const membershipIdSchema = id.brand<'MembershipId'>()
export const invitationIdSchema = id.brand<'InvitationId'>()
export const serviceIdSchema = id.brand<'ServiceId'>()
export const templateIdSchema = id.brand<'TemplateId'>()
export const reviewIdSchema = id.brand<'ReviewId'>()
/** Reviews of several accounts that were begun together. */
export const campaignIdSchema = id.brand<'CampaignId'>()
export const activityIdSchema = id.brand<'ActivityId'>()
/** UUIDv7, made where the change was made; it is also the idempotency key of the request that carries it. */
export const mutationIdSchema = id.brand<'MutationId'>()

export type EnvironmentId = z.infer<typeof environmentIdSchema>
export type AccountId = z.infer<typeof accountIdSchema>
export type ApplicationId = z.infer<typeof applicationIdSchema>
export type UserId = z.infer<typeof userIdSchema>
export type MembershipId = z.infer<typeof membershipIdSchema>
export type InvitationId = z.infer<typeof invitationIdSchema>
export type ServiceId = z.infer<typeof serviceIdSchema>
export type TemplateId = z.infer<typeof templateIdSchema>
export type ReviewId = z.infer<typeof reviewIdSchema>
export type CampaignId = z.infer<typeof campaignIdSchema>
export type ActivityId = z.infer<typeof activityIdSchema>
export type MutationId = z.infer<typeof mutationIdSchema>
