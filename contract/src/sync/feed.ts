import { z } from 'zod'
import {
  administratorSchema,
  directoryEntrySchema,
  environmentSchema,
  timeSchema,
} from '../entities/account.ts'
import { activitySchema } from '../entities/activity.ts'
import { accountApplicationSchema, applicationSchema, grantSchema } from '../entities/application.ts'
import { invitationSchema } from '../entities/invitation.ts'
import { membershipSchema, principalSchema } from '../entities/membership.ts'
import { reviewSchema } from '../entities/review.ts'
import { serviceSchema } from '../entities/service.ts'
import { templateSchema } from '../entities/template.ts'
import { accountIdSchema, applicationIdSchema, environmentIdSchema, membershipIdSchema } from '../ids.ts'

/**
 * What a feed may hold: 1 the first set, 2 also reviews and who administers an environment. Clients name theirs with
 * each request (`protocolHeader`), and an older one is sent what it knows; a newer one takes what an older server has.
 * Raised with what an older replica couldn't read. A replica that was filled by an older one lacks the rest of it, so
 * it reads everything anew.
 */
export const syncProtocol = 2
/** Older ones are no longer fed. */
export const oldestSyncProtocol = 1

/**
 * `epoch.xid.seq`: a place in one server's change feed. Opaque to clients. A server that doesn't know the epoch, or
 * no longer keeps changes that old, answers 410 and the client bootstraps again with its outbox kept.
 */
export const cursorSchema = z.string().regex(/^[0-9a-f-]{36}\.\d{1,20}\.\d{1,20}$/, 'This is not a cursor')
export type Cursor = z.infer<typeof cursorSchema>

const key = {
  accountApplication: z.object({ applicationId: applicationIdSchema }),
  grant: z.object({ membershipId: membershipIdSchema, applicationId: applicationIdSchema }),
  byId: z.object({ id: z.uuid() }),
}

/** Rows that belong to one account, by entity. */
export const accountRowsSchema = z.discriminatedUnion('entity', [
  z.object({ entity: z.literal('accountApplication'), rows: z.array(accountApplicationSchema) }),
  z.object({ entity: z.literal('membership'), rows: z.array(membershipSchema) }),
  z.object({ entity: z.literal('grant'), rows: z.array(grantSchema) }),
  z.object({ entity: z.literal('invitation'), rows: z.array(invitationSchema) }),
  z.object({ entity: z.literal('review'), rows: z.array(reviewSchema) }),
  z.object({ entity: z.literal('service'), rows: z.array(serviceSchema) }),
  z.object({ entity: z.literal('template'), rows: z.array(templateSchema) }),
  z.object({ entity: z.literal('activity'), rows: z.array(activitySchema) }),
])
export type AccountRows = z.infer<typeof accountRowsSchema>
export type AccountEntity = AccountRows['entity']

/**
 * A bootstrap, line by line: `start`, `principal`, environments, applications, administrators, the directory, `usable` (accounts
 * can be listed and switched), then for each account its `rows` in batches and `account`, and `end`.
 * A snapshot of one account is `start`, `directory`, `rows` ..., `account`, `end`.
 *
 * Each account is read at one moment, but not all at the same: what changed since `start` is in the rows already or in
 * the first pull from its cursor, and applying both does no harm. An account whose entry changed on the way has a
 * `directory` line of its own before its rows; one that went has neither rows nor `account`.
 */
export const bootstrapLineSchema = z
  .discriminatedUnion('type', [
    z.object({
      type: z.literal('start'),
      protocol: z.int(),
      /** Where the first pull begins once `end` has come; where a bootstrap that was cut off goes on. */
      cursor: cursorSchema,
      at: timeSchema,
      /** How many accounts and how many of their rows are about to come, as of now. */
      accounts: z.int(),
      rows: z.int(),
      /** It goes on with an earlier one: keep the rows of complete accounts, the directory comes anew. */
      resumed: z.literal(true).optional(),
    }),
    z.object({ type: z.literal('principal'), row: principalSchema }),
    z.object({ type: z.literal('environments'), rows: z.array(environmentSchema) }),
    z.object({ type: z.literal('applications'), rows: z.array(applicationSchema) }),
    /** Of an environment in an account of which the principal may see users: who may do everything there. */
    z.object({
      type: z.literal('administrators'),
      environmentId: environmentIdSchema,
      rows: z.array(administratorSchema),
    }),
    z.object({ type: z.literal('directory'), rows: z.array(directoryEntrySchema) }),
    z.object({ type: z.literal('usable') }),
    z.object({ type: z.literal('rows'), accountId: accountIdSchema, batch: accountRowsSchema }),
    z.object({ type: z.literal('account'), accountId: accountIdSchema }),
    z.object({ type: z.literal('end') }),
  ])
  .meta({ id: 'BootstrapLine' })
export type BootstrapLine = z.infer<typeof bootstrapLineSchema>

/** One change, with the row as it is now rather than as it was then: applying a page twice does no harm. */
export const changeSchema = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('put'), accountId: accountIdSchema, batch: accountRowsSchema }),
    z.object({
      type: z.literal('delete'),
      accountId: accountIdSchema,
      target: z.discriminatedUnion('entity', [
        z.object({ entity: z.literal('accountApplication'), key: key.accountApplication }),
        z.object({ entity: z.literal('grant'), key: key.grant }),
        z.object({ entity: z.literal('membership'), key: key.byId }),
        z.object({ entity: z.literal('invitation'), key: key.byId }),
        z.object({ entity: z.literal('review'), key: key.byId }),
        z.object({ entity: z.literal('service'), key: key.byId }),
        z.object({ entity: z.literal('template'), key: key.byId }),
        z.object({ entity: z.literal('activity'), key: key.byId }),
      ]),
    }),
    /** The account's own row or the principal's access to it changed without a change of what may be read. */
    z.object({ type: z.literal('directory'), row: directoryEntrySchema }),
    /** The account came to the principal, or their permissions in it changed: fetch its snapshot. */
    z.object({ type: z.literal('snapshot'), accountId: accountIdSchema }),
    /** The principal may no longer see the account: remove all of it. */
    z.object({ type: z.literal('purge'), accountId: accountIdSchema }),
    z.object({ type: z.literal('environment'), row: environmentSchema }),
    z.object({ type: z.literal('application'), row: applicationSchema }),
    z.object({
      type: z.literal('applicationDeleted'),
      environmentId: environmentIdSchema,
      applicationId: applicationIdSchema,
    }),
    /** All who administer the environment as of now; null: the principal may no longer know who they are. */
    z.object({
      type: z.literal('administrators'),
      environmentId: environmentIdSchema,
      rows: z.array(administratorSchema).nullable(),
    }),
    z.object({ type: z.literal('principal'), row: principalSchema }),
    /** Invitations to the principal changed: ask `me.invitations` again. */
    z.object({ type: z.literal('myInvitations') }),
  ])
  .meta({ id: 'Change' })
export type Change = z.infer<typeof changeSchema>

export const changesPageSchema = z
  .object({
    changes: z.array(changeSchema),
    cursor: cursorSchema,
    /** Every write whose transaction is smaller is in this page or an earlier one. */
    coversBelow: z.string().regex(/^\d+$/),
    more: z.boolean(),
    at: timeSchema,
  })
  .meta({ id: 'ChangesPage' })
export type ChangesPage = z.infer<typeof changesPageSchema>

/** Says only that there is something to pull. */
export const pokeSchema = z.object({ at: timeSchema }).meta({ id: 'Poke' })
