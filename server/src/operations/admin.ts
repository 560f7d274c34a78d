// `npm run server:admin`: what has to be done before anybody can sign in and do it in Gatehouse.
import {
  type EnvironmentId,
  emailSchema,
  environmentSchema,
  type Problem,
  type Result,
} from '@gatehouse/contract'
import { z } from 'zod'
import { systemRandomness } from '../clock.ts'
import type { ServerConfig } from '../config.ts'
import type { Tx } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import { makeResetLink, resetMinutes } from '../identity/security/reset-routes.ts'
import { turnOffTwoFactor } from '../identity/security/two-factor.ts'
import { endBrowserSessionsOf, endSessionsOf } from '../identity/sessions/sessions.ts'
import { hashPassword, passwordProblem } from '../identity/sign-in/passwords.ts'
import { createLogin, findLoginByEmail } from '../identity/users.ts'
import { enqueueMail } from '../mail/outbox.ts'
import { addAdministrator } from '../services/accounts/administrators.ts'
import { createEnvironment, readEnvironment } from '../services/accounts/environments.ts'
import { byItself, type Recorder } from '../services/record.ts'
import { sealPublicKey } from '../services/reviews/sealing.ts'
import {
  type Command,
  type ExitCode,
  type OpenDatabase,
  openDatabase,
  readCommandLine,
  runAsProgram,
  type Surroundings,
  urlOf,
  wrongUsage,
} from './command.ts'

const usage = `Sets up what nobody can do in Gatehouse yet: the first users, environments and administrators.

  npm run server:admin -- user create --email EMAIL --name NAME [--link]
  npm run server:admin -- user reset-two-factor --email EMAIL
  npm run server:admin -- environment create --key KEY --name NAME --kind KIND --administrator EMAIL
  npm run server:admin -- administrator add --environment KEY --email EMAIL
  npm run server:admin -- seal-key show

  user create           reads the password from the standard input, so that it stands in no list of processes and no
                        history: printf '%s' "$PASSWORD" | npm run -s server:admin -- user create ...
                        With --link it prints a link instead, by which they choose one, once and within half an hour.
                        With an issuer of your own (OIDC_ISSUER) there is no password. The address counts as verified.
  user reset-two-factor turns two-factor off for somebody who has lost both their device and their recovery codes, ends
                        all their sign-ins, and tells them by mail. Make sure first that it is they who ask.
  environment create    KIND is development, qa, staging or production. KEY is short and unique on this server.
  administrator add     of users that exist. An administrator may do everything in every account of the environment.
  seal-key show         the public key of this server's seal on access reviews, to be published or handed to whoever
                        verifies them: gatehouse verify FILE --key KEY`

const options = {
  email: { type: 'string' },
  name: { type: 'string' },
  key: { type: 'string' },
  kind: { type: 'string' },
  administrator: { type: 'string' },
  environment: { type: 'string' },
  link: { type: 'boolean' },
} as const
type TextOption = Exclude<keyof typeof options, 'link'>
type Given = Partial<Record<TextOption, string>> & { link?: boolean }

/** What was done, in words, or why it was not. */
type Outcome = Result<string, string>
interface Task {
  needs: TextOption[]
  run(database: OpenDatabase, given: Given, surroundings: Surroundings): Promise<Outcome>
}

const tasks: Record<string, Task> = {
  'user create': { needs: ['email', 'name'], run: createUser },
  'user reset-two-factor': { needs: ['email'], run: resetTwoFactor },
  'environment create': { needs: ['key', 'name', 'kind', 'administrator'], run: makeEnvironment },
  'administrator add': { needs: ['environment', 'email'], run: addToEnvironment },
  'seal-key show': { needs: [], run: showSealKey },
}

export const admin: Command = async (argv, surroundings) => {
  const { say } = surroundings
  const read = readCommandLine(argv, options, usage, say)
  if ('exit' in read) return read.exit
  const given: Given = read.values
  const name = read.positionals.join(' ')
  const task = Object.hasOwn(tasks, name) ? tasks[name] : undefined
  if (!task) return wrongUsage(name ? `There is no "${name}".` : 'Say what to do.', usage, say).exit
  const missing = task.needs.filter((option) => !given[option])
  if (missing.length > 0) {
    return wrongUsage(`${name} needs ${missing.map((option) => `--${option}`).join(', ')}.`, usage, say).exit
  }
  const opened = await openDatabase(surroundings, 'migrate')
  if (!opened.ok) return answer(opened, say)
  try {
    return answer(await task.run(opened.value, given, surroundings), say)
  } finally {
    await opened.value.close()
  }
}

function answer(outcome: Result<unknown, string>, say: Surroundings['say']): ExitCode {
  say(outcome.ok ? String(outcome.value) : `gatehouse: ${outcome.error}`)
  return outcome.ok ? 0 : 1
}

const nameSchema = z.string().trim().min(1, 'A name is needed').max(100, 'A name has at most 100 characters')

async function createUser(
  { db, config }: OpenDatabase,
  given: Given,
  surroundings: Surroundings,
): Promise<Outcome> {
  const parsed = z.object({ email: emailSchema, name: nameSchema }).safeParse(given)
  if (!parsed.success) return refuse(parsed.error)
  const { email, name } = parsed.data
  const password = await readPassword(given, config, surroundings)
  if (!password.ok) return password
  const passwordHash = password.value === null ? null : await hashPassword(password.value)
  const deps = { clock: { now: () => surroundings.now }, random: systemRandomness, publicUrl: urlOf(config) }
  return inTransaction<string, string>(db, async (tx) => {
    const id = await createLogin(tx, deps, { email, name, passwordHash, isVerified: true })
    if (!id)
      return { ok: false, error: `There is a user with the address ${email} already. Nothing was changed.` }
    if (!given.link) return { ok: true, value: `Created the user ${email}.` }
    const link = await makeResetLink(tx, deps, id)
    const value = `Created the user ${email}. They choose a password within ${resetMinutes} minutes at\n${link}`
    return { ok: true, value }
  })
}

function showSealKey({ db }: OpenDatabase): Promise<Outcome> {
  return inTransaction<string, string>(db, async (tx) => ({
    ok: true,
    value: await sealPublicKey(tx, systemRandomness),
  }))
}

async function resetTwoFactor(
  { db, config }: OpenDatabase,
  { email = '' }: Given,
  { now }: Surroundings,
): Promise<Outcome> {
  const login = await findLoginByEmail(db, email)
  if (!login) return { ok: false, error: noUser(email) }
  return inTransaction<string, string>(db, async (tx) => {
    if (!(await turnOffTwoFactor(tx, login.id)))
      return { ok: false, error: `Two-factor is not on for ${login.email}. Nothing was changed.` }
    // Whoever has the lost device may be signed in with it.
    await endSessionsOf(tx, login.id)
    await endBrowserSessionsOf(tx, login.id)
    const data = {
      what: 'two_factor_off',
      detail: '',
      at: now.toISOString(),
      serverName: config.name,
      recoveryCodesLeft: 0,
      resetUrl: `${urlOf(config)}/reset`,
    } as const
    const deps = { clock: { now: () => now }, random: systemRandomness }
    await enqueueMail(tx, deps, { recipient: login.email, template: 'security_notice', data })
    return { ok: true, value: `Two-factor is off for ${login.email}, who is signed out everywhere.` }
  })
}

/** Null where the user is to have none yet. */
async function readPassword(
  { link }: Given,
  { issuer }: ServerConfig,
  { input }: Surroundings,
): Promise<Result<string | null, string>> {
  if (issuer !== null) {
    if (!link) return { ok: true, value: null }
    return {
      ok: false,
      error: 'With OIDC_ISSUER there are no passwords here, so there is no --link to set one.',
    }
  }
  if (link) return { ok: true, value: null }
  // The line end of an `echo` is no part of it.
  const password = (await input()).replace(/\r?\n$/, '')
  const wrong = passwordProblem(password)
  if (wrong !== null) return { ok: false, error: `${wrong} for the password, on the standard input.` }
  return { ok: true, value: password }
}

async function makeEnvironment({ db }: OpenDatabase, given: Given, { now }: Surroundings): Promise<Outcome> {
  const parsed = z
    .object({
      key: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'A key has small letters, digits and hyphens'),
      name: nameSchema,
      kind: environmentSchema.shape.kind,
      administrator: emailSchema,
    })
    .safeParse(given)
  if (!parsed.success) return refuse(parsed.error)
  const { key, name, kind, administrator } = parsed.data
  const login = await findLoginByEmail(db, administrator)
  if (!login) return { ok: false, error: noUser(administrator) }
  const made = await inTransaction(db, (tx) =>
    createEnvironment(recorder(tx, now), { key, name, kind, administratorId: login.id }),
  )
  if (!made.ok) return { ok: false, error: wordsOf(made.error) }
  return { ok: true, value: `Created the environment ${key}, administered by ${login.email}.` }
}

async function addToEnvironment({ db }: OpenDatabase, given: Given, { now }: Surroundings): Promise<Outcome> {
  const { environment: key = '', email = '' } = given
  const row = await db.selectFrom('environment').where('key', '=', key).select('id').executeTakeFirst()
  if (!row) return { ok: false, error: `There is no environment with the key ${key}.` }
  const environmentId: EnvironmentId = row.id
  if (!(await findLoginByEmail(db, email))) return { ok: false, error: noUser(email) }
  const added = await inTransaction(db, async (tx) =>
    addAdministrator(recorder(tx, now), await readEnvironment(tx, environmentId), email),
  )
  if (!added.ok) return { ok: false, error: wordsOf(added.error) }
  return { ok: true, value: `${added.value.email} administers the environment ${key}.` }
}

/** Nobody who is signed in does it, so it is recorded as the server's own doing. */
function recorder(tx: Tx, now: Date): Recorder {
  return { ...byItself({ tx, now, random: systemRandomness }), device: 'server:admin' }
}

const noUser = (email: string) =>
  `There is no user with the address ${email}. Make one with: npm run server:admin -- user create`

const wordsOf = ({ detail, title }: Problem) => detail ?? title

function refuse(error: z.ZodError): Outcome {
  return {
    ok: false,
    error: error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}.`).join('\n'),
  }
}

if (import.meta.main) await runAsProgram(admin)
