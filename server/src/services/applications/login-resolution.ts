import {
  type AccountId,
  type Application,
  type ApplicationId,
  accountIdSchema,
  applicationIdSchema,
  decideLogin,
  type LoginCandidate,
  type LoginFacts,
  type LoginOption,
  type LoginResolution,
  loginUrlOf,
  type Principal,
} from '@gatehouse/contract'
import { sql } from 'kysely'
import type { Database } from '../../db/database.ts'
import { inSnapshot } from '../../db/transaction.ts'
import { findEntry, selectDirectory, toEntry } from '../../repositories/access.ts'
import { toApplication } from '../../repositories/rows.ts'
import { touchMembership } from '../memberships/last-active.ts'

/** How many accounts are offered where several could be meant. */
const optionsAtMost = 200

export interface LoginAsked {
  /** As it came in the address. What isn't an id names an application that doesn't exist; nothing, none. */
  applicationId?: string | undefined
  accountId?: string | undefined
}

/**
 * What a login opens for a signed-in user, and where it is; or why nothing is opened. Where an application is opened
 * the membership's last activity is noted.
 */
export async function resolveLogin(
  db: Database,
  principal: Principal,
  asked: LoginAsked,
  now: Date,
): Promise<LoginResolution> {
  const decision = decideLogin(await inSnapshot(db, (tx) => factsOf(tx, principal, asked, now)))
  switch (decision.outcome) {
    case 'error':
      return decision
    case 'choose': {
      const options = decision.candidates.slice(0, optionsAtMost).map(optionOf)
      return { outcome: 'choose', options, total: decision.candidates.length }
    }
    case 'open': {
      const { account, membershipId } = decision.candidate
      if (membershipId) await touchMembership(db, now, { accountId: account.id, membershipId })
      return { outcome: 'open', ...optionOf(decision.candidate) }
    }
  }
}

const optionOf = ({ application, account }: LoginCandidate): LoginOption => ({
  application,
  account,
  url: loginUrlOf(application, account.id),
})

async function factsOf(
  db: Database,
  principal: Principal,
  asked: LoginAsked,
  now: Date,
): Promise<LoginFacts> {
  const isNamed = Boolean(asked.applicationId)
  const applicationId = applicationIdSchema.safeParse(asked.applicationId).data
  const accountId = accountIdSchema.safeParse(asked.accountId).data
  const entry = accountId ? await findEntry(db, principal, accountId, now) : null
  const applications = isNamed
    ? await namedApplication(db, applicationId)
    : await defaultApplications(db, principal, entry?.account.environmentId ?? null, now)
  const candidates = await findCandidates(db, principal, applications, entry?.account.id ?? null, now)
  return {
    isNamed,
    accountId: asked.accountId ? (entry?.account.id ?? 'unknown') : null,
    applications,
    knowsApplication:
      applications.some(({ environmentId }) => principal.administers.includes(environmentId)) ||
      (entry !== null && (await isOnTheirAccounts(db, principal, applications, now))),
    candidates,
  }
}

/** Whether an account that the principal is a member of has one of the applications. */
async function isOnTheirAccounts(
  db: Database,
  principal: Principal,
  applications: Application[],
  now: Date,
): Promise<boolean> {
  if (applications.length === 0) return false
  const found = await selectCandidates(db, principal, applications, now)
    .where('m.id', 'is not', null)
    .where((eb) => eb.or([eb('p.auto_assign', '=', true), eb('aa.account_id', 'is not', null)]))
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

async function namedApplication(db: Database, id: ApplicationId | undefined) {
  if (!id) return []
  const rows = await db.selectFrom('application').selectAll().where('id', '=', id).execute()
  return rows.map(toApplication)
}

/** That of one environment, or those of every environment that the principal has an account in or administers. */
async function defaultApplications(
  db: Database,
  principal: Principal,
  environmentId: string | null,
  now: Date,
) {
  let query = db.selectFrom('application as p').selectAll('p').where('p.is_default', '=', true)
  if (environmentId) query = query.where(sql<boolean>`p.environment_id = ${environmentId}::uuid`)
  else {
    query = query.where((eb) =>
      eb.or([
        sql<boolean>`p.environment_id = any(${principal.administers}::uuid[])`,
        eb.exists(
          eb
            .selectFrom('membership as m')
            .innerJoin('account as a', 'a.id', 'm.account_id')
            .select('m.id')
            .where('m.user_id', '=', principal.userId)
            .where((or) => or.or([or('m.ends_at', 'is', null), or('m.ends_at', '>', now)]))
            .whereRef('a.environment_id', '=', 'p.environment_id'),
        ),
      ]),
    )
  }
  return (await query.orderBy('p.name').orderBy('p.id').execute()).map(toApplication)
}

/**
 * The applications in the account that was named, or in all that the principal is a member of, by the account's name.
 * An administrator without a membership has to say which account they mean.
 */
async function findCandidates(
  db: Database,
  principal: Principal,
  applications: Application[],
  accountId: AccountId | null,
  now: Date,
): Promise<LoginCandidate[]> {
  if (applications.length === 0) return []
  const byId = new Map(applications.map((application) => [application.id, application]))
  const rows = await selectCandidates(db, principal, applications, now)
    .where((eb) => (accountId ? eb('a.id', '=', accountId) : eb('m.id', 'is not', null)))
    .orderBy(sql`lower(a.name)`)
    .orderBy('a.id')
    .execute()
  return rows.flatMap((row) => {
    const application = byId.get(row.application_id)
    if (!application) return []
    const { account, access } = toEntry(row, principal)
    return {
      application,
      account,
      membershipId: access.membershipId,
      membershipStatus: access.membershipStatus,
      isAdministrator: access.via === 'environment',
      permissions: access.permissions,
      accountAuto: row.account_auto,
      hasGrant: row.granted !== null,
    }
  })
}

/** The applications in every account that the principal may see of their environments. */
function selectCandidates(db: Database, principal: Principal, applications: Application[], now: Date) {
  return selectDirectory(db, principal, now)
    .innerJoin('application as p', 'p.environment_id', 'a.environment_id')
    .leftJoin('account_application as aa', (join) =>
      join.onRef('aa.account_id', '=', 'a.id').onRef('aa.application_id', '=', 'p.id'),
    )
    .leftJoin('application_grant as g', (join) =>
      join
        .onRef('g.account_id', '=', 'a.id')
        .onRef('g.membership_id', '=', 'm.id')
        .onRef('g.application_id', '=', 'p.id'),
    )
    .where(
      'p.id',
      'in',
      applications.map(({ id }) => id),
    )
    .select(['p.id as application_id', 'aa.auto_assign as account_auto', 'g.membership_id as granted'])
}
