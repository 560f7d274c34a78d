import {
  type AccessSource,
  type AccountId,
  accessLetter,
  type ReviewId,
  type ReviewSnapshot,
} from '@gatehouse/contract'
import type { Database } from '../db/database.ts'
import { selectMemberships, toMembership } from '../repositories/rows.ts'

/** What a device would freeze of an account as it is now: all of its users and applications. */
export async function freezeAccess(
  db: Database,
  accountId: AccountId,
  reviewId: ReviewId,
  asOf: Date,
): Promise<ReviewSnapshot> {
  const account = await db
    .selectFrom('account as a')
    .innerJoin('environment as e', 'e.id', 'a.environment_id')
    .select(['a.id', 'a.name', 'a.reference', 'e.name as environmentName'])
    .where('a.id', '=', accountId)
    .executeTakeFirstOrThrow()
  const applications = await db
    .selectFrom('account_application as x')
    .innerJoin('application as a', 'a.id', 'x.application_id')
    .select([
      'a.id',
      'a.name',
      'a.type',
      'a.status',
      'a.auto_assign as ofEnvironment',
      'x.auto_assign as ofAccount',
    ])
    .where('x.account_id', '=', accountId)
    .orderBy('a.name')
    .execute()
  const members = (
    await selectMemberships(db).where('m.account_id', '=', accountId).orderBy('u.name').execute()
  ).map(toMembership)
  const grants = await db
    .selectFrom('application_grant')
    .select(['membership_id', 'application_id'])
    .where('account_id', '=', accountId)
    .execute()
  const granted = new Set(grants.map((row) => `${row.membership_id} ${row.application_id}`))
  const level = (row: (typeof applications)[number]) =>
    row.ofEnvironment ? 'environment' : row.ofAccount ? 'account' : 'manual'
  const access = (membershipId: string) =>
    applications
      .map((row) => {
        const sources: AccessSource[] = []
        if (row.ofEnvironment) sources.push('environment')
        if (row.ofAccount) sources.push('account')
        if (granted.has(`${membershipId} ${row.id}`)) sources.push('grant')
        return accessLetter(sources)
      })
      .join('')
  return {
    format: 'gatehouse.review.snapshot/1',
    reviewId,
    account: {
      id: accountId,
      name: account.name,
      reference: account.reference,
      environmentName: account.environmentName,
    },
    scope: { applicationIds: null, roles: null, unusedDays: null },
    asOf: asOf.toISOString(),
    cursor: null,
    waiting: 0,
    applications: applications.map((row) => ({
      id: row.id,
      name: row.name,
      type: row.type,
      status: row.status,
      level: level(row),
    })),
    people: members.map(({ id, accountId: _, version: __, ...rest }) => ({
      membershipId: id,
      ...rest,
      access: access(id),
    })),
    administrators: null,
  }
}
