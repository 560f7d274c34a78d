import {
  type Account,
  type AccountId,
  changedFields,
  type DeletedWithAccount,
  type DirectoryEntry,
  type Environment,
  problem,
  type Result,
  refuseStale,
  refuseToAdminister,
} from '@gatehouse/contract'
import { sql } from 'kysely'
import { allowLongStatements } from '../../db/long-statements.ts'
import { toAccount } from '../../repositories/rows.ts'
import { applicationsOfNewAccount } from '../applications/new-account.ts'
import type { WriteContext } from '../context.ts'
import { hintsToInvited } from '../invitations/invitation-record.ts'
import { type ChangeInput, record, recordChanges, recordInEnvironment } from '../record.ts'

const referenceTaken = problem('name_taken', {
  detail: 'Another account of the environment has this reference.',
  fields: [{ path: 'reference', message: 'Another account has it' }],
})

/**
 * Makes an account in an environment. It has the default application and what the environment assigns to all, and
 * nobody in it yet.
 */
export async function createAccount(
  write: WriteContext,
  environment: Environment,
  wanted: Pick<Account, 'name' | 'reference' | 'plan'> & { accountId: AccountId },
): Promise<Result<Account>> {
  const { tx, now } = write
  const { name, reference, plan } = wanted
  const row = await tx
    .insertInto('account')
    .values({
      id: wanted.accountId,
      environment_id: environment.id,
      name,
      reference,
      plan,
      created_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
  if (!row) return { ok: false, error: await whyNotMade(write, environment, reference) }
  const account = toAccount(row)
  const { id: accountId } = account
  await recordInEnvironment(
    write,
    environment.id,
    [{ entity: 'environmentAccount', environmentId: environment.id, key: { id: accountId }, op: 'put' }],
    [{ accountId, ...activityOf('account.created', account), after: { name, reference, plan } }],
  )
  await record(
    write,
    accountId,
    [{ entity: 'account', accountId }],
    [{ ...activityOf('account.created', account), after: { name, reference, plan } }],
  )
  await applicationsOfNewAccount(write, account)
  return { ok: true, value: account }
}

async function whyNotMade({ tx }: WriteContext, environment: Environment, reference: string) {
  const taken = await tx
    .selectFrom('account')
    .where('environment_id', '=', environment.id)
    .where('reference', '=', reference)
    .select('id')
    .executeTakeFirst()
  if (taken) return referenceTaken
  const message = 'This id belongs to another account. Make a new one'
  return problem('validation', { fields: [{ path: 'accountId', message }] })
}

export interface AccountEdit {
  name?: string | undefined
  reference?: string | undefined
  plan?: string | undefined
  baseVersion: number
}

/** Changes what an account is called; its reference and plan are the vendor's, so administrators alone change them. */
export async function editAccount(
  write: WriteContext,
  { account, access }: DirectoryEntry,
  { baseVersion, ...wanted }: AccountEdit,
): Promise<Result<Account>> {
  const { tx, principal } = write
  const { name, reference, plan } = account
  const changed = changedFields({ name, reference, plan }, wanted)
  const isVendors = changed?.after.reference !== undefined || changed?.after.plan !== undefined
  const refused =
    (isVendors ? refuseToAdminister(principal, account.environmentId, access.permissions) : null) ??
    refuseStale(account, baseVersion)
  if (refused) return { ok: false, error: refused }
  if (!changed) return { ok: true, value: account }

  const update = () =>
    tx
      .updateTable('account')
      .set((eb) => ({ ...changed.after, version: eb('version', '+', 1) }))
      .where('id', '=', account.id)
      .returningAll()
      .executeTakeFirstOrThrow()
  const row = await update().catch((error: unknown) => {
    // Two accounts may be given one reference at the same moment; only the index sees both.
    if ((error as { constraint?: unknown }).constraint === 'account_environment_id_reference_key') return null
    throw error
  })
  if (!row) return { ok: false, error: referenceTaken }
  const saved = toAccount(row)
  await recordAccountChange(write, saved, { ...activityOf('account.edited', saved), ...changed })
  if (changed.after.name !== undefined) {
    await recordChanges(tx, write.now, await hintsToInvited(write, { accountId: saved.id }))
  }
  return { ok: true, value: saved }
}

type AccountActivity = Parameters<typeof record>[3] extends (infer A)[] | undefined ? A : never

/** Told to everybody in the account, and kept with the environment too where an administrator did it. */
export async function recordAccountChange(
  write: WriteContext,
  { id: accountId, environmentId }: Account,
  activity: AccountActivity,
): Promise<void> {
  await record(write, accountId, [{ entity: 'account', accountId }], [activity])
  if (write.principal.administers.includes(environmentId)) {
    await recordInEnvironment(write, environmentId, [], [{ ...activity, accountId }])
  }
}

export function activityOf<A extends string>(action: A, { id, name }: Pick<Account, 'id' | 'name'>) {
  return { action, targetKind: 'account', targetId: id, targetName: name } as const
}

/**
 * Deletes a closed account and everything in it. Whoever asks names its reference, as a safeguard against a slip.
 * What went is counted in the environment's activity, which alone outlives the account.
 */
export async function deleteAccount(
  write: WriteContext,
  { account }: DirectoryEntry,
  { reference }: { reference: string },
): Promise<Result<{ counts: DeletedWithAccount }>> {
  const { tx } = write
  const { id: accountId, environmentId, name, plan, status } = account
  if (status !== 'closed') {
    const detail = `The account is ${status}. Close it first; then it can be deleted.`
    return { ok: false, error: problem('account_not_closed', { detail }) }
  }
  if (reference !== account.reference) {
    const fields = [{ path: 'reference', message: `This is not the reference of "${name}"` }]
    return { ok: false, error: problem('validation', { fields }) }
  }
  await allowLongStatements(tx)
  const counts = await countContents(write, accountId)
  const told = await whoHears(write, account)
  await tx.deleteFrom('account').where('id', '=', accountId).execute()
  await recordInEnvironment(write, environmentId, told, [
    {
      accountId,
      ...activityOf('account.deleted', account),
      before: { name, reference, plan, status, ...counts },
    },
  ])
  return { ok: true, value: { counts } }
}

async function countContents({ tx }: WriteContext, accountId: AccountId): Promise<DeletedWithAccount> {
  const { rows } = await sql<DeletedWithAccount>`select
    (select count(*)::int from membership where account_id = ${accountId}) as memberships,
    (select count(*)::int from account_application where account_id = ${accountId}) as applications,
    (select count(*)::int from application_grant where account_id = ${accountId}) as grants,
    (select count(*)::int from invitation where account_id = ${accountId}) as invitations,
    (select count(*)::int from service where account_id = ${accountId}) as services,
    (select count(*)::int from permission_template where account_id = ${accountId}) as templates`.execute(tx)
  return rows[0] as DeletedWithAccount
}

/** Administrators, every member, and whoever was invited and has a login. */
async function whoHears(
  { tx }: WriteContext,
  { id: accountId, environmentId }: Account,
): Promise<ChangeInput[]> {
  const members = await tx
    .selectFrom('membership')
    .where('account_id', '=', accountId)
    .select('user_id')
    .execute()
  return [
    { entity: 'environmentAccount', environmentId, key: { id: accountId }, op: 'delete' },
    ...members.map(({ user_id }) => ({ entity: 'access', accountId, userId: user_id }) as const),
    ...(await hintsToInvited({ tx }, { accountId })),
  ]
}
