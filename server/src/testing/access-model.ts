/**
 * The rules of access in plain words, for tests to compare the server with. Written apart from the server and the
 * contract on purpose: nothing of theirs is used here.
 *
 * An application is *on* an account when it was assigned there, or while its environment auto-assigns it. A user opens
 * it who is in the account, neither suspended nor past their end, while the account is active, and
 * - the environment auto-assigns it, or
 * - the account auto-assigns it, or
 * - it was granted to them and is on the account.
 */

export interface ModelUser {
  id: string
  isSuspended: boolean
  /** Milliseconds; a user whose end has come is in the account no more. */
  endsAt: number | null
}

export interface ModelAccount {
  id: string
  isActive: boolean
  /** Assigned applications, and whether the account auto-assigns them. */
  assigned: Map<string, boolean>
  users: ModelUser[]
  /** `user application` */
  grants: Set<string>
}

export interface Model {
  now: number
  /** Applications of the environment, and whether it auto-assigns them. */
  applications: Map<string, boolean>
  accounts: ModelAccount[]
}

const grantOf = (user: ModelUser, application: string) => `${user.id} ${application}`

export function isOn(model: Model, account: ModelAccount, application: string): boolean {
  return model.applications.get(application) === true || account.assigned.has(application)
}

const isIn = (model: Model, user: ModelUser) => user.endsAt === null || user.endsAt > model.now

/** Why a user has an application, as words in the order environment, account, grant. */
export function sourcesOf(
  model: Model,
  account: ModelAccount,
  user: ModelUser,
  application: string,
): string[] {
  if (!account.isActive || user.isSuspended || !isIn(model, user)) return []
  const sources: string[] = []
  if (model.applications.get(application)) sources.push('environment')
  if (account.assigned.get(application)) sources.push('account')
  if (account.grants.has(grantOf(user, application)) && isOn(model, account, application))
    sources.push('grant')
  return sources
}

/** Everybody who can open the application, as `account user`. */
export function openers(model: Model, application: string, accounts = model.accounts): Set<string> {
  const all = accounts.flatMap((account) =>
    account.users
      .filter((user) => sourcesOf(model, account, user, application).length > 0)
      .map((user) => `${account.id} ${user.id}`),
  )
  return new Set(all)
}

/** What a change answers: null where it is done, or the code that it is refused with. */
type Outcome = string | null
const readOnly = 'account_read_only'

export function assign(account: ModelAccount, application: string, auto: boolean): Outcome {
  if (!account.isActive) return readOnly
  // What is assigned already stays as it is.
  if (!account.assigned.has(application)) account.assigned.set(application, auto)
  return null
}

export function unassign(model: Model, account: ModelAccount, application: string): Outcome {
  if (!account.isActive) return readOnly
  if (model.applications.get(application)) return 'auto_assigned'
  if (!account.assigned.has(application)) return 'not_on_account'
  account.assigned.delete(application)
  for (const user of account.users) account.grants.delete(grantOf(user, application))
  return null
}

export function autoAssign(
  model: Model,
  account: ModelAccount,
  application: string,
  { on, keep }: { on: boolean; keep: boolean },
): Outcome {
  if (!account.isActive) return readOnly
  if (!isOn(model, account, application)) return 'not_on_account'
  if (!on && keep) {
    for (const user of account.users) {
      const hasIt = sourcesOf(model, account, user, application).includes('account')
      if (hasIt) account.grants.add(grantOf(user, application))
    }
  }
  if (on || account.assigned.has(application)) account.assigned.set(application, on)
  return null
}

export function grant(model: Model, account: ModelAccount, user: ModelUser, application: string): Outcome {
  if (!account.isActive) return readOnly
  if (!isIn(model, user)) return 'not_found'
  if (!isOn(model, account, application)) return 'not_on_account'
  account.grants.add(grantOf(user, application))
  return null
}

export function revoke(model: Model, account: ModelAccount, user: ModelUser, application: string): Outcome {
  if (!account.isActive) return readOnly
  if (account.grants.delete(grantOf(user, application))) return null
  if (model.applications.get(application) || account.assigned.get(application)) return 'auto_assigned'
  return null
}

/** Ending it, a grant that is left where nothing was assigned keeps the application on the account. */
export function environmentAutoAssign(
  model: Model,
  application: string,
  { on, keep }: { on: boolean; keep: boolean },
): Outcome {
  const wasOn = model.applications.get(application) === true
  if (wasOn && !on) {
    for (const account of model.accounts) {
      for (const user of account.users) {
        const hasIt = sourcesOf(model, account, user, application).includes('environment')
        if (keep && hasIt) account.grants.add(grantOf(user, application))
        const isGranted = account.grants.has(grantOf(user, application))
        if (isGranted && !account.assigned.has(application)) account.assigned.set(application, false)
      }
    }
  }
  model.applications.set(application, on)
  return null
}

export function suspendUser(account: ModelAccount, user: ModelUser, isSuspended: boolean): Outcome {
  if (!account.isActive) return readOnly
  user.isSuspended = isSuspended
  return null
}

export function removeUser(account: ModelAccount, user: ModelUser): Outcome {
  if (!account.isActive) return readOnly
  account.users = account.users.filter(({ id }) => id !== user.id)
  for (const key of account.grants) if (key.startsWith(`${user.id} `)) account.grants.delete(key)
  return null
}
