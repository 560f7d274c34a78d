import { z } from 'zod'

// Branded: handing a user id to something that wants an account id doesn't compile.
export const environmentIdSchema = z.uuid().brand<'EnvironmentId'>()
export const accountIdSchema = z.uuid().brand<'AccountId'>()
export const applicationIdSchema = z.uuid().brand<'ApplicationId'>()
export const userIdSchema = z.uuid().brand<'UserId'>()
export const membershipIdSchema = z.uuid().brand<'MembershipId'>()
export const invitationIdSchema = z.uuid().brand<'InvitationId'>()
export const serviceIdSchema = z.uuid().brand<'ServiceId'>()
export const templateIdSchema = z.uuid().brand<'TemplateId'>()
export const activityIdSchema = z.uuid().brand<'ActivityId'>()
/** UUIDv7, made where the change was made; it is also the idempotency key of the request that carries it. */
export const mutationIdSchema = z.uuid().brand<'MutationId'>()

export type EnvironmentId = z.infer<typeof environmentIdSchema>
export type AccountId = z.infer<typeof accountIdSchema>
export type ApplicationId = z.infer<typeof applicationIdSchema>
export type UserId = z.infer<typeof userIdSchema>
export type MembershipId = z.infer<typeof membershipIdSchema>
export type InvitationId = z.infer<typeof invitationIdSchema>
export type ServiceId = z.infer<typeof serviceIdSchema>
export type TemplateId = z.infer<typeof templateIdSchema>
export type ActivityId = z.infer<typeof activityIdSchema>
export type MutationId = z.infer<typeof mutationIdSchema>
