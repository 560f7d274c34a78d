import type { AccountEntity, AccountRows } from '@gatehouse/contract'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import {
  selectInvitations,
  selectMemberships,
  toAccountApplication,
  toActivity,
  toGrant,
  toInvitation,
  toMembership,
  toReview,
  toService,
  toTemplate,
} from '../repositories/rows.ts'
import type { Scope } from './sight.ts'

export type RowOf<E extends AccountEntity> = Extract<AccountRows, { entity: E }>['rows'][number]
export type AnyRow = RowOf<AccountEntity>

/** How much activity travels with a whole account; more is asked of the server page by page. */
export const activityDays = 90
export const activityRows = 500

/** In this order rows travel, so that what is pointed at comes first. */
export const accountEntities = [
  'accountApplication',
  'membership',
  'grant',
  'invitation',
  'service',
  'template',
  'review',
  'activity',
] as const satisfies readonly AccountEntity[]

/** All rows of one kind in a scope, those of an account together. */
export async function loadRows(tx: Tx, entity: AccountEntity, scope: Scope, now: Date): Promise<AnyRow[]> {
  const { accountIds, membershipIds } = scope
  if (accountIds.length === 0 && membershipIds.length === 0) return []
  const inScope = (accountColumn: string, membershipColumn: string) =>
    sql<boolean>`(${sql.ref(accountColumn)} = any(${accountIds}::uuid[])
      or ${sql.ref(membershipColumn)} = any(${membershipIds}::uuid[]))`
  switch (entity) {
    case 'accountApplication':
      return (
        await tx
          .selectFrom('account_application')
          .selectAll()
          .where(sql<boolean>`account_id = any(${accountIds}::uuid[])`)
          .orderBy('account_id')
          .execute()
      ).map(toAccountApplication)
    case 'membership':
      return (
        await selectMemberships(tx)
          .where(inScope('m.account_id', 'm.id'))
          .orderBy('m.account_id')
          .orderBy('m.id')
          .execute()
      ).map(toMembership)
    case 'grant':
      return (
        await tx
          .selectFrom('application_grant')
          .selectAll()
          .where(inScope('account_id', 'membership_id'))
          .orderBy('account_id')
          .orderBy('membership_id')
          .execute()
      ).map(toGrant)
    case 'invitation':
      return (
        await selectInvitations(tx)
          .where(sql<boolean>`i.account_id = any(${accountIds}::uuid[])`)
          .orderBy('i.account_id')
          .orderBy('i.id')
          .execute()
      ).map(toInvitation)
    case 'service':
      return (
        await tx
          .selectFrom('service')
          .selectAll()
          .where(sql<boolean>`account_id = any(${accountIds}::uuid[])`)
          .orderBy('account_id')
          .orderBy('id')
          .execute()
      ).map(toService)
    case 'template':
      return (
        await tx
          .selectFrom('permission_template')
          .selectAll()
          .where(sql<boolean>`account_id = any(${accountIds}::uuid[])`)
          .orderBy('account_id')
          .orderBy('id')
          .execute()
      ).map(toTemplate)
    case 'review':
      return (
        await tx
          .selectFrom('review')
          .selectAll()
          .where(sql<boolean>`account_id = any(${accountIds}::uuid[])`)
          .orderBy('account_id')
          .orderBy('id')
          .execute()
      ).map(toReview)
    case 'activity':
      return (await selectRecentActivity(tx, scope, now).execute()).map(toActivity)
  }
}

function selectRecentActivity(tx: Tx, { accountIds, held }: Scope, now: Date) {
  const since = activitySince(now)
  return tx
    .selectFrom(
      sql<{ wanted_id: string }>`unnest(${accountIds}::uuid[], ${held}::text[])`.as<'w'>(
        sql`w(wanted_id, held)`,
      ),
    )
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('activity')
          .selectAll()
          .where(sql<boolean>`account_id = w.wanted_id`)
          .where(sql<boolean>`(permissions = '{}' or permissions <@ w.held::text[])`)
          .where('at', '>', since)
          .orderBy('at', 'desc')
          .orderBy('id', 'desc')
          .limit(activityRows)
          .as('x'),
      (join) => join.onTrue(),
    )
    .selectAll('x')
    .orderBy('x.account_id')
}

export function activitySince(now: Date): Date {
  return new Date(now.getTime() - activityDays * 86_400_000)
}

/** A row's place in its account, as a change names it. */
export type RowKey = { accountId: string } & Record<string, string>

/** Those of the named rows that there are now; of activity, those that the scope has in sight. */
export async function findRows(
  db: Database,
  entity: AccountEntity,
  keys: RowKey[],
  { accountIds: inSight, held }: Scope,
): Promise<AnyRow[]> {
  if (keys.length === 0) return []
  const column = (name: string) => keys.map((key) => key[name] ?? null)
  const ids = column('id')
  const accountIds = column('accountId')
  switch (entity) {
    case 'accountApplication':
      return (
        await db
          .selectFrom('account_application')
          .selectAll()
          .where(
            sql<boolean>`(account_id, application_id) in
              (select * from unnest(${accountIds}::uuid[], ${column('applicationId')}::uuid[]))`,
          )
          .execute()
      ).map(toAccountApplication)
    case 'membership':
      return (await selectMemberships(db).where(sql<boolean>`m.id = any(${ids}::uuid[])`).execute()).map(
        toMembership,
      )
    case 'grant':
      return (
        await db
          .selectFrom('application_grant')
          .selectAll()
          .where(
            sql<boolean>`(account_id, membership_id, application_id) in
              (select * from unnest(${accountIds}::uuid[], ${column('membershipId')}::uuid[], ${column('applicationId')}::uuid[]))`,
          )
          .execute()
      ).map(toGrant)
    case 'invitation':
      return (await selectInvitations(db).where(sql<boolean>`i.id = any(${ids}::uuid[])`).execute()).map(
        toInvitation,
      )
    case 'service':
      return (
        await db.selectFrom('service').selectAll().where(sql<boolean>`id = any(${ids}::uuid[])`).execute()
      ).map(toService)
    case 'template':
      return (
        await db
          .selectFrom('permission_template')
          .selectAll()
          .where(sql<boolean>`id = any(${ids}::uuid[])`)
          .execute()
      ).map(toTemplate)
    case 'review':
      return (
        await db.selectFrom('review').selectAll().where(sql<boolean>`id = any(${ids}::uuid[])`).execute()
      ).map(toReview)
    case 'activity':
      return (
        await db
          .selectFrom('activity as x')
          .selectAll('x')
          .where(sql<boolean>`x.id = any(${ids}::uuid[])`)
          .where(
            sql<boolean>`exists (select from unnest(${inSight}::uuid[], ${held}::text[]) as w (account_id, held)
              where w.account_id = x.account_id and x.permissions <@ w.held::text[])`,
          )
          .execute()
      ).map(toActivity)
  }
}
