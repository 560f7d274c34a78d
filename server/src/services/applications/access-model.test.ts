import { randomInt } from 'node:crypto'
import type { AccountId, ApplicationId, EnvironmentId, MembershipId, RouteName } from '@gatehouse/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Step, steps } from '../../testing/access-history.ts'
import * as rules from '../../testing/access-model.ts'
import type { TestClient } from '../../testing/client.ts'
import { createWorld, inviteBody, type Person, type World } from '../../testing/world.ts'

/**
 * Random histories of everything that decides who can open what, done by the routes and by a model of the rules in
 * plain words: after each step the server says of everybody what the model says. `GATEHOUSE_SEED` repeats a run,
 * `GATEHOUSE_ACCESS_RUNS` makes a longer one.
 */

const seed = Number(process.env.GATEHOUSE_SEED ?? randomInt(2 ** 31))
const numRuns = Number(process.env.GATEHOUSE_ACCESS_RUNS ?? 25)
const dayMs = 86_400_000

let world: World
beforeAll(async () => {
  console.log(`access model: seed ${seed}, ${numRuns} histories`)
  world = await createWorld()
})
afterAll(() => world.close())

/** A small environment: two applications, two accounts, three users in each. */
interface Stage {
  environmentId: EnvironmentId
  administrator: Person
  model: rules.Model
}

async function createStage(): Promise<Stage> {
  const environmentId = await world.environment()
  const administrator = await world.administrator(environmentId)
  const model: rules.Model = { now: world.clock.now().getTime(), applications: new Map(), accounts: [] }
  for (let n = 0; n < 2; n += 1) model.applications.set(await world.application({ environmentId }), false)
  for (let n = 0; n < 2; n += 1) {
    const id = await world.account({ environmentId })
    const account: rules.ModelAccount = {
      id,
      isActive: true,
      assigned: new Map(),
      users: [],
      grants: new Set(),
    }
    for (let user = 0; user < 3; user += 1) {
      const { membershipId } = await world.member(id, user === 0 ? 'admin' : 'viewer')
      account.users.push({ id: membershipId, isSuspended: false, endsAt: null })
    }
    model.accounts.push(account)
  }
  return { environmentId, administrator, model }
}

type AnyCall = (name: RouteName, parts: object) => ReturnType<TestClient['call']>

/** What a call answers, as the model says it: null where it is done, else the code it is refused with. */
async function outcomeOf({ administrator }: Stage, name: RouteName, parts: object): Promise<string | null> {
  const { status, body } = await (administrator.client.call as unknown as AnyCall)(name, parts)
  return status === 200 ? null : (body as { code: string }).code
}

async function take(stage: Stage, step: Step): Promise<void> {
  const { model, environmentId } = stage
  const account = model.accounts[step.account] as rules.ModelAccount
  const application = [...model.applications.keys()][step.application] as string
  const user = account.users[step.user % Math.max(1, account.users.length)]
  const params = { accountId: account.id, applicationId: application }
  const userParams = { ...params, membershipId: user?.id ?? world.id() }
  const by = (name: RouteName, parts: object) => outcomeOf(stage, name, parts)
  const onDisable = step.keep ? 'keep' : 'drop'
  switch (step.kind) {
    case 'assign': {
      const body = { applicationIds: [application], autoAssign: step.on }
      const said = await by('applications.assign', { params, body })
      expect(said).toBe(rules.assign(account, application, step.on))
      return
    }
    case 'unassign': {
      const previewed = await preview(stage, 'applications.impact', { params, query: { change: 'unassign' } })
      await expectChange(stage, { application, accounts: [account], previewed }, async () => {
        const said = await by('applications.unassign', { params })
        expect(said).toBe(rules.unassign(model, account, application))
        return said
      })
      return
    }
    case 'autoAssign': {
      const change = step.on ? 'enable_auto_assign' : (`disable_auto_assign_${onDisable}` as const)
      const previewed = await preview(stage, 'applications.impact', { params, query: { change } })
      await expectChange(stage, { application, accounts: [account], previewed }, async () => {
        const said = await by('applications.setAutoAssign', {
          params,
          body: { autoAssign: step.on, onDisable },
        })
        expect(said).toBe(rules.autoAssign(model, account, application, step))
        return said
      })
      return
    }
    case 'environmentAutoAssign': {
      const at = { environmentId, applicationId: application }
      const change = step.on ? 'enable_auto_assign' : (`disable_auto_assign_${onDisable}` as const)
      const previewed = await preview(stage, 'environmentApplications.impact', {
        params: at,
        query: { change },
      })
      const baseVersion = await versionOf('application', application)
      await expectChange(stage, { application, accounts: model.accounts, previewed }, async () => {
        const body = { autoAssign: step.on, onDisable, baseVersion }
        const said = await by('environmentApplications.setAutoAssign', { params: at, body })
        expect(said).toBe(rules.environmentAutoAssign(model, application, step))
        return said
      })
      return
    }
    case 'grant':
      if (!user) return
      expect(await by('grants.add', { params: userParams })).toBe(
        rules.grant(model, account, user, application),
      )
      return
    case 'revoke':
      if (!user) return
      expect(await by('grants.remove', { params: userParams })).toBe(
        rules.revoke(model, account, user, application),
      )
      return
    case 'suspendUser':
    case 'resumeUser': {
      if (!user || hasEnded(model, user)) return
      const isSuspended = step.kind === 'suspendUser'
      const route = isSuspended ? 'memberships.suspend' : 'memberships.resume'
      const said = await by(route, { params: userParams, body: {} })
      expect(said).toBe(rules.suspendUser(account, user, isSuspended))
      return
    }
    case 'removeUser':
      if (!user || hasEnded(model, user)) return
      expect(await by('memberships.remove', { params: userParams })).toBe(rules.removeUser(account, user))
      return
    case 'userJoins':
      if (account.isActive) await join(stage, account)
      return
    case 'endUser': {
      if (!user || hasEnded(model, user) || !account.isActive) return
      const endsAt = model.now + dayMs
      const body = {
        endsAt: new Date(endsAt).toISOString(),
        baseVersion: await versionOf('membership', user.id),
      }
      expect(await by('memberships.setEnd', { params: userParams, body })).toBe(null)
      user.endsAt = endsAt
      return
    }
    case 'timePasses':
      world.clock.advance(dayMs / 2)
      model.now = world.clock.now().getTime()
      return
    case 'suspendAccount':
    case 'resumeAccount': {
      const isSuspending = step.kind === 'suspendAccount'
      const route = isSuspending ? 'accounts.suspend' : 'accounts.resume'
      const said = await by(route, { params: { accountId: account.id }, body: {} })
      expect(said).toBe(null)
      account.isActive = !isSuspending
      return
    }
  }
}

const hasEnded = (model: rules.Model, user: rules.ModelUser) =>
  user.endsAt !== null && user.endsAt <= model.now

async function versionOf(table: 'application' | 'membership', id: string): Promise<number> {
  const row = await world.db
    .selectFrom(table)
    .select('version')
    .where('id', '=', id as never)
    .executeTakeFirst()
  return row?.version ?? 1
}

/** Somebody is invited and accepts: from then on they have what everybody has. */
async function join({ administrator, model }: Stage, account: rules.ModelAccount): Promise<void> {
  const person = await world.user()
  const accountId = account.id as AccountId
  const body = inviteBody(world, { email: person.email })
  await administrator.client.get('invitations.create', { params: { accountId }, body })
  // Invited is not yet in.
  await expectAlike({ administrator, model } as Stage)
  const { value } = await person.client.get('me.invitations.accept', {
    params: { invitationId: body.invitationId },
    body: {},
  })
  account.users.push({ id: value.membershipId, isSuspended: false, endsAt: null })
}

interface Preview {
  gain: number
  lose: number
}

async function preview({ administrator }: Stage, name: RouteName, parts: object): Promise<Preview> {
  return (await (administrator.client.get as unknown as AnyCall)(name, parts)) as unknown as Preview
}

/** How many of `these` aren't among `those`. */
const without = (these: Set<string>, those: Set<string>) => [...these].filter((one) => !those.has(one)).length

/** That as many gain and lose access by a change as was said before it, where it is done. */
async function expectChange(
  { model }: Stage,
  of: { application: string; accounts: rules.ModelAccount[]; previewed: Preview },
  change: () => Promise<string | null>,
): Promise<void> {
  const before = rules.openers(model, of.application, of.accounts)
  const refused = await change()
  if (refused !== null) return
  const after = rules.openers(model, of.application, of.accounts)
  const { gain, lose } = of.previewed
  expect({ gain, lose }).toEqual({ gain: without(after, before), lose: without(before, after) })
}

/** That the server says of everybody and everything what the model says. */
async function expectAlike({ administrator, model }: Stage): Promise<void> {
  const { client } = administrator
  for (const account of model.accounts) {
    const accountId = account.id as AccountId
    const { items } = await client.get('applications.list', { params: { accountId } })
    const on = [...model.applications.keys()].filter((id) => rules.isOn(model, account, id))
    expect(items.map(({ application }) => application.id as string).toSorted()).toEqual(on.toSorted())
    for (const { application, accountApplication } of items) {
      expect(application.autoAssign).toBe(model.applications.get(application.id))
      expect(accountApplication?.autoAssign).toBe(account.assigned.get(application.id))
    }
    for (const user of account.users) {
      const params = { accountId, membershipId: user.id as MembershipId }
      const { status, body } = await client.call('memberships.access', { params })
      const said =
        status === 200 ? (body as { items: { applicationId: ApplicationId; sources: string[] }[] }).items : []
      const had = Object.fromEntries(said.map(({ applicationId, sources }) => [applicationId, sources]))
      const should = [...model.applications.keys()].flatMap((id) => {
        const sources = rules.sourcesOf(model, account, user, id)
        return sources.length > 0 ? [[id, sources] as const] : []
      })
      expect(had, `${user.id} ${JSON.stringify(user)}`).toEqual(Object.fromEntries(should))
    }
  }
}

test('the server and the plain rules agree on who can open what, whatever happens', {
  timeout: 300_000,
}, async () => {
  const run = async (history: Step[]) => {
    const stage = await createStage()
    for (const [n, step] of history.entries()) {
      try {
        await take(stage, step)
        await expectAlike(stage)
      } catch (error) {
        throw new Error(`step ${n} of ${JSON.stringify(history)}`, { cause: error })
      }
    }
  }
  await fc.assert(fc.asyncProperty(steps, run), { numRuns, seed, interruptAfterTimeLimit: 240_000 })
})
