import { resolveLogin } from '../../services/applications/login-resolution.ts'
import { ok } from '../answers.ts'
import type { HandlersOf } from '../handler.ts'

export const loginHandlers: HandlersOf<'login'> = {
  'login.resolve': async ({ db, principal, query, now }) =>
    ok(await resolveLogin(db, principal, { applicationId: query.appId, accountId: query.accountId }, now)),
}
