import {
  type AccountApplication,
  type Activity,
  type Application,
  activitySchema,
  applicationIdSchema,
  type Environment,
  environmentIdSchema,
  type Grant,
  type Invitation,
  type Membership,
  normalizeAddress,
  type Principal,
  type Service,
  type Template,
} from '@gatehouse/contract'
import { z } from 'zod'
import { bool, defineTable, int, json, permissionSet, text } from './table.ts'

export const principals = defineTable<Principal>({
  name: 'principal',
  key: ['userId'],
  columns: {
    userId: text(),
    name: text(),
    email: text(),
    emailVerified: bool(),
    administers: json(z.array(environmentIdSchema)),
  },
})

export const environments = defineTable<Environment>({
  name: 'environment',
  key: ['id'],
  columns: {
    id: text(),
    key: text(),
    name: text(),
    kind: text(),
    defaultApplicationId: text(),
    version: int(),
  },
})

export const applications = defineTable<Application>({
  name: 'application',
  key: ['id'],
  columns: {
    id: text(),
    environmentId: text(),
    key: text(),
    name: text(),
    description: text(),
    type: text(),
    status: text(),
    applicationUrl: text(),
    loginUrl: text(),
    logoUrl: text(),
    isDefault: bool(),
    autoAssign: bool(),
    version: int(),
  },
})

export const accountApplications = defineTable<AccountApplication>({
  name: 'account_application',
  key: ['accountId', 'applicationId'],
  columns: {
    accountId: text(),
    applicationId: text(),
    autoAssign: bool(),
    assignedAt: text(),
    version: int(),
  },
})

export const memberships = defineTable<Membership>({
  name: 'membership',
  key: ['accountId', 'id'],
  columns: {
    id: text(),
    accountId: text(),
    userId: text(),
    name: text(),
    email: text(),
    role: text(),
    isOwner: bool(),
    status: text(),
    permissions: permissionSet(),
    isLegacy: bool(),
    lastActiveAt: text(),
    endsAt: text(),
    createdAt: text(),
    version: int(),
  },
  derived: { email_normal: ({ email }) => normalizeAddress(email) },
})

export const grants = defineTable<Grant>({
  name: 'grant_',
  key: ['accountId', 'membershipId', 'applicationId'],
  columns: { accountId: text(), membershipId: text(), applicationId: text(), grantedAt: text() },
})

export const invitations = defineTable<Invitation>({
  name: 'invitation',
  key: ['accountId', 'id'],
  columns: {
    id: text(),
    accountId: text(),
    email: text(),
    role: text(),
    permissions: permissionSet(),
    applicationIds: json(z.array(applicationIdSchema)),
    message: text(),
    anyAddress: bool(),
    status: text(),
    invitedByName: text(),
    createdAt: text(),
    expiresAt: text(),
    version: int(),
  },
  derived: { email_normal: ({ email }) => normalizeAddress(email) },
})

export const services = defineTable<Service>({
  name: 'service',
  key: ['accountId', 'id'],
  columns: {
    id: text(),
    accountId: text(),
    productName: text(),
    label: text(),
    status: text(),
    renewsAt: text(),
    permission: text(),
    version: int(),
  },
})

export const templates = defineTable<Template>({
  name: 'template',
  key: ['accountId', 'id'],
  columns: { id: text(), accountId: text(), name: text(), permissions: permissionSet(), version: int() },
})

export const activities = defineTable<Activity>({
  name: 'activity',
  key: ['accountId', 'id'],
  columns: {
    id: text(),
    accountId: text(),
    actorId: text(),
    actorName: text(),
    action: text(),
    targetKind: text(),
    targetId: text(),
    targetName: text(),
    before: json(activitySchema.shape.before),
    after: json(activitySchema.shape.after),
    at: text(),
    device: text(),
    mutationId: text(),
  },
})
