import { createAccount } from '../../services/accounts/accounts.ts'
import {
  addAdministrator,
  listAdministrators,
  removeAdministrator,
} from '../../services/accounts/administrators.ts'
import {
  editEnvironment,
  findEnvironmentEntry,
  listEnvironments,
} from '../../services/accounts/environments.ts'
import { listEnvironmentActivity } from '../../services/activity/activity.ts'
import { ok, okOr, unknownEnvironment } from '../answers.ts'
import type { HandlersOf } from '../handler.ts'

export const environmentHandlers: HandlersOf<'environments'> = {
  'environments.list': async ({ db, principal, now }) =>
    ok({ items: await listEnvironments(db, principal, now) }),
  'environments.get': async ({ db, principal, now, params }) =>
    okOr(await findEnvironmentEntry(db, principal, params.environmentId, now), unknownEnvironment),
  'environments.edit': ({ write, environment, body }) => editEnvironment(write, environment, body),
  'environments.activity': ({ db, environment, query }) => listEnvironmentActivity(db, environment, query),
  'environments.accounts.create': ({ write, environment, body }) => createAccount(write, environment, body),
  'environments.administrators.list': async ({ db, environment }) =>
    ok({ items: await listAdministrators(db, environment) }),
  'environments.administrators.add': ({ write, environment, body }) =>
    addAdministrator(write, environment, body.email),
  'environments.administrators.remove': ({ write, environment, params }) =>
    removeAdministrator(write, environment, params.userId),
}
