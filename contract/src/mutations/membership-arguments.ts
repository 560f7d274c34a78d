import { z } from 'zod'
import { timeSchema, versionSchema } from '../entities/account.ts'
import { invitableRoleSchema, permissionsSchema } from '../entities/permission.ts'
import { templateNameSchema } from '../entities/template.ts'
import { accountIdSchema, membershipIdSchema, templateIdSchema } from '../ids.ts'

const account = z.object({ accountId: accountIdSchema })
const accountMembership = account.extend({ membershipId: membershipIdSchema })
const accountTemplate = account.extend({ templateId: templateIdSchema })

/** What a membership may do. With the role `custom` the permissions are named; every other role brings its own. */
export const editMembershipBodySchema = z.object({
  role: invitableRoleSchema,
  permissions: permissionsSchema.optional(),
  baseVersion: versionSchema,
})
export type EditMembership = z.output<typeof editMembershipBodySchema>

/** A version may be named where what is asked for means the same whatever else was changed meanwhile. */
export const membershipStateBodySchema = z.object({ baseVersion: versionSchema.optional() })

/** When the membership ends by itself; null lets it last. */
export const membershipEndBodySchema = z.object({
  endsAt: timeSchema.nullable(),
  baseVersion: versionSchema,
})
export type MembershipEnd = z.output<typeof membershipEndBodySchema>

export const transferOwnershipBodySchema = z.object({
  /** Who becomes the owner: an active user of the account. */
  membershipId: membershipIdSchema,
  /** What the owner until now becomes. */
  previousOwnerRole: invitableRoleSchema.default('admin'),
  /** With `previousOwnerRole` `custom`. */
  previousOwnerPermissions: permissionsSchema.optional(),
  /** The version of the new owner's membership that it was decided on. Left out: whatever it is now. */
  baseVersion: versionSchema.optional(),
})
export type TransferOwnership = z.output<typeof transferOwnershipBodySchema>

const templatePermissions = permissionsSchema.min(1, 'Choose at least one permission')

export const createTemplateBodySchema = z.object({
  /** Made by whoever writes the template, so that one written offline has its id from the start. */
  templateId: templateIdSchema,
  name: templateNameSchema,
  permissions: templatePermissions,
})
export type CreateTemplate = z.output<typeof createTemplateBodySchema>

export const editTemplateBodySchema = z.object({
  name: templateNameSchema,
  permissions: templatePermissions,
  baseVersion: versionSchema,
})
export type EditTemplate = z.output<typeof editTemplateBodySchema>

export const setPermissionsSchema = accountMembership.extend(editMembershipBodySchema.shape)
export const setEndSchema = accountMembership.extend(membershipEndBodySchema.shape)
export const membershipStateSchema = accountMembership.extend(membershipStateBodySchema.shape)
export const removeMembershipSchema = accountMembership
export const transferOwnershipSchema = account.extend(transferOwnershipBodySchema.shape)
export const createTemplateSchema = account.extend(createTemplateBodySchema.shape)
export const editTemplateSchema = accountTemplate.extend(editTemplateBodySchema.shape)
export const deleteTemplateSchema = accountTemplate
