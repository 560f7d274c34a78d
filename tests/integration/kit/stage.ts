import type {
  ApplicationId,
  Intent,
  InvitationId,
  MutationId,
  ServiceId,
  TemplateId,
} from '@gatehouse/contract'
import { expect } from 'vitest'
import { recordChanges } from '../../../server/src/services/record.ts'
import type { Member, Person } from '../../../server/src/testing/world.ts'
import type { Sql } from '../../../src/replica/database.ts'
import {
  services as serviceRows,
  templates as templateRows,
} from '../../../src/replica/repositories/account-rows.ts'
import { readEntry } from '../../../src/replica/repositories/accounts.ts'
import { invitations } from '../../../src/replica/repositories/invitations.ts'
import { memberships } from '../../../src/replica/repositories/memberships.ts'
import { type Client, type Login, startClient } from './client.ts'
import { expectSameAsApi, expectSameAsBootstrap, withFile } from './compare.ts'
import { anything, isWrite, type Seen } from './faulty-proxy.ts'
import { changesIn, login, type Office } from './office.ts'
import type { Scene } from './scene.ts'
import type { Decision, Place, Step } from './schedule.ts'

/**
 * The people, machines and accounts that schedules are played on. Machines outlive a schedule, as signing in and
 * starting costs more than most schedules do; accounts are new each time.
 */
export interface Cast {
  scene: Scene
  people: Person[]
  /** Whose machine each is, by number. */
  machines: number[]
  logins: Login[]
  clients: (Client | null)[]
  apps: readonly [ApplicationId, ApplicationId, ApplicationId]
  viewer: Person
  /** Owns every account, and signs in nowhere. */
  boss: Person
}

export async function createCast(scene: Scene, persons: number, machines: number[]): Promise<Cast> {
  const { world } = scene
  const people = await Promise.all(Array.from({ length: persons }, () => world.user()))
  // Somebody signs in on each machine for itself: refresh tokens are never shared.
  const logins: Login[] = []
  for (const who of machines) logins.push(await login(scene, { ...(people[who] as Person) } as Member))
  return {
    scene,
    people,
    machines,
    logins,
    clients: machines.map(() => null),
    apps: [await world.application(), await world.application(), await world.application()],
    viewer: await world.user(),
    boss: await world.user(),
  }
}

export async function closeCast(cast: Cast): Promise<void> {
  await Promise.all(cast.clients.map((client) => client?.dispose()))
  cast.clients.fill(null)
}

interface StageOffice extends Office {
  owner: Member
  members: Member[]
  invitations: InvitationId[]
  templates: TemplateId[]
  services: ServiceId[]
}

/** How a change ended for its user, when it wasn't agreed to. */
export type Fate = 'undone' | 'refused'

export interface Stage {
  cast: Cast
  offices: StageOffice[]
  clients: Client[]
  queued: Map<MutationId, string>
  fates: Map<MutationId, Fate>
}

/** Everybody's machines, up to date in so many new accounts. `fresh`: machines that begin with nothing. */
export async function openStage(cast: Cast, accounts: number, fresh: readonly boolean[]): Promise<Stage> {
  const offices: StageOffice[] = []
  for (let n = 0; n < accounts; n += 1) offices.push(await openOffice(cast))
  const clients = await Promise.all(
    cast.machines.map(async (_who, machine) => {
      const known = cast.clients[machine]
      if (known && !fresh[machine]) {
        // Its clock stood still since the last schedule.
        await known.time.advance(Math.max(Date.now() - known.time.clock.now().getTime(), 0))
        await known.settled()
        return known
      }
      const login = pick(cast.logins, machine)
      // The one it signed in with is spent: each is good for one renewal.
      if (known) login.tokens.refreshToken = known.workspace().tokens.refreshToken()
      await known?.dispose()
      const client = await startClient(cast.scene, login, {
        device: `Machine ${machine}`,
        inThread: false,
      })
      cast.clients[machine] = client
      await client.settled()
      return client
    }),
  )
  return { cast, offices, clients, queued: new Map(), fates: new Map() }
}

/** One transaction, told in the feed as the routes tell it. */
async function openOffice({ scene, people, viewer, boss, apps }: Cast): Promise<StageOffice> {
  const { world } = scene
  const accountId = await world.account()
  const members = await Promise.all(people.map((person) => world.member(accountId, 'admin', { person })))
  const member = await world.member(accountId, 'viewer', { person: viewer })
  const owner = await world.member(accountId, 'owner', { person: boss })
  await world.db.transaction().execute((tx) =>
    recordChanges(
      tx,
      new Date(),
      people.map(({ id }) => ({ entity: 'access', accountId, userId: id }) as const),
    ),
  )
  const [admin, colleague = admin] = members
  if (!admin || !colleague) throw new Error('an office needs somebody in it')
  const three = <T extends string>() => [0, 1, 2].map(() => world.id<T>())
  return {
    accountId,
    admin,
    colleague,
    member,
    owner,
    apps,
    members,
    invitations: three<InvitationId>(),
    templates: three<TemplateId>(),
    services: three<ServiceId>(),
  }
}

/** Its people are in none of the later accounts’ way; their machines hear of it when they pull next. */
export async function closeStage({ cast, offices }: Stage): Promise<void> {
  const accountIds = offices.map(({ accountId }) => accountId)
  await cast.scene.world.db.transaction().execute(async (tx) => {
    await tx
      .updateTable('membership')
      .set({ ends_at: new Date(0) })
      .where('account_id', 'in', accountIds)
      .execute()
    await recordChanges(
      tx,
      new Date(),
      accountIds.flatMap((accountId) =>
        cast.people.map(({ id }) => ({ entity: 'access', accountId, userId: id }) as const),
      ),
    )
  })
}

const matches: Record<Place, (request: Seen) => boolean> = {
  write: isWrite,
  changes: ({ path }) => path.startsWith('/v1/sync/changes'),
  whole: ({ path }) => path.startsWith('/v1/sync/bootstrap') || path.endsWith('/snapshot'),
  token: ({ path }) => path.includes('/token'),
  any: anything,
}

export async function take(stage: Stage, step: Step): Promise<void> {
  const { cast, offices } = stage
  const { scene } = cast
  switch (step.do) {
    case 'role':
      return changeMember(stage, step, { role: step.role })
    case 'access':
      return setAccess(stage, pick(offices, step.on), step.person, step.has)
    case 'suspend':
      return changeMember(stage, step, { status: step.has ? 'active' : 'suspended' })
    case 'epoch':
      return scene.newEpoch()
    case 'server':
      await scene.stopServer()
      return scene.startServer()
    case 'change':
      return change(stage, step.machine, await intentOf(stage, step, pick(offices, step.on)))
    default:
      return onMachine(stage, step.machine, step)
  }
}

async function changeMember(
  { cast, offices }: Stage,
  { on, person }: { on: number; person: number },
  change: Parameters<Scene['changeMember']>[1],
): Promise<void> {
  const member = pick(pick(offices, on).members, person)
  const { id } = member
  const isThere = await cast.scene.world.db
    .selectFrom('membership')
    .where('id', '=', member.membershipId)
    .select('id')
    .executeTakeFirst()
  if (isThere) await cast.scene.changeMember({ id, membershipId: member.membershipId }, change)
}

/** Removed by the owner, or made a user again: with another membership, though the same person. */
async function setAccess({ cast }: Stage, office: StageOffice, person: number, has: boolean): Promise<void> {
  const { accountId, members, owner } = office
  const { world } = cast.scene
  const member = pick(members, person)
  const { membershipId } = member
  const removed = await owner.client.call('memberships.remove', { params: { accountId, membershipId } })
  if (!has || removed.status !== 200) return
  const again = await world.member(accountId, 'admin', { person: member })
  members[members.indexOf(member)] = again
  await world.db.transaction().execute((tx) =>
    recordChanges(tx, new Date(), [
      { entity: 'access', accountId, userId: member.id },
      { entity: 'membership', accountId, key: { id: again.membershipId }, op: 'put' },
    ]),
  )
}

type MachineStep = Extract<Step, { machine: number }>

async function onMachine(stage: Stage, machine: number, step: MachineStep): Promise<void> {
  const client = pick(stage.clients, machine)
  switch (step.do) {
    case 'change':
      return
    case 'fault':
      client.network.fault(matches[step.place], step.fault, step.times)
      return
    case 'repeat':
      // The server may be away, and then nothing is repeated.
      return client.network.repeat().catch(() => {})
    case 'offline':
      return client.network.down()
    case 'online':
      return client.network.up()
    case 'sync':
      await client.workspace().engine.now()
      return
    case 'nudge':
      // A crash that follows ends it as it would end with the process.
      client
        .workspace()
        .engine.now()
        .catch(() => {})
      return
    case 'time':
      return client.time.advance(step.seconds * 1000)
    case 'crash':
      await client.crash()
      return client.reopen({ fresh: null })
    case 'restart':
      await client.close()
      return client.reopen({ fresh: null })
    case 'decide':
      return decide(stage, client, step.how, step.which)
  }
}

async function change(stage: Stage, machine: number, intent: Intent): Promise<void> {
  // The replica may refuse what the server surely would; then nothing was queued.
  const queued = await pick(stage.clients, machine).workspace().mutate(intent)
  if (queued.ok) stage.queued.set(queued.value.mutationId, intent.name)
}

/** What a user does with what stands in the outbox. */
async function decide({ queued, fates }: Stage, client: Client, how: Decision, which: number): Promise<void> {
  const before = await client.outbox()
  const ready = before.filter(({ state, conflict, canUndo }) => {
    if (how === 'undo') return canUndo
    if (how === 'edit') return canUndo || state === 'refused'
    return state === 'refused' && (how === 'retry' || how === 'discard' || conflict !== null)
  })
  if (ready.length === 0) return
  const { mutationId, intent, state, dependents } = pick(ready, which)
  const workspace = client.workspace()
  const refused = () => fates.set(mutationId, 'refused')
  switch (how) {
    case 'undo': {
      const undone = await workspace.undo(mutationId)
      if (!undone.ok || !undone.value.undone) return
      // What made no sense without it is taken back with it.
      const left = new Set((await client.outbox()).map((item) => item.mutationId))
      for (const id of [mutationId, ...dependents]) if (!left.has(id)) fates.set(id, 'undone')
      return
    }
    case 'discard':
      refused()
      await workspace.discard(mutationId)
      return
    case 'theirs':
      refused()
      await workspace.resolve(mutationId, 'theirs')
      return
    case 'retry':
      refused()
      await workspace.retry(mutationId)
      break
    case 'mine':
      refused()
      await workspace.resolve(mutationId, 'mine')
      break
    case 'edit': {
      if (intent === null) return
      const edited = await workspace.edit(mutationId, intent)
      if (!edited.ok) return
      fates.set(mutationId, state === 'refused' ? 'refused' : 'undone')
    }
  }
  // It goes on under a new id.
  const known = new Set(before.map((item) => item.mutationId))
  for (const item of await client.outbox()) {
    if (!known.has(item.mutationId)) queued.set(item.mutationId, intent?.name ?? 'unreadable')
  }
}

/** The network is back for good, and each refusal is read and put away. */
export async function settle(fates: Map<MutationId, Fate>, client: Client): Promise<void> {
  client.network.heal()
  await client.network.up()
  await client.network.repeat()
  for (let round = 0; round < 60; round += 1) {
    await client.workspace().engine.now()
    const outbox = await client.outbox()
    if (outbox.length === 0) return
    const refused = outbox.filter(({ state }) => state === 'refused')
    for (const { mutationId, problem } of refused) {
      expect(problem, 'a refusal has its reason').not.toBeNull()
      fates.set(mutationId, 'refused')
      await client.workspace().discard(mutationId)
    }
    // The server asked for patience, or the machine takes a break of its own.
    if (refused.length === 0) await client.time.advance(5_000)
  }
  throw new Error(`the outbox never emptied: ${JSON.stringify(await client.outbox())}`)
}

/**
 * All end equal to the API, and each change ended once: agreed by the server, refused to its user, or taken back.
 * `closely`: by every list and every user's access, which takes longer than most schedules.
 */
export async function expectConvergence(stage: Stage, closely: boolean): Promise<void> {
  for (const client of stage.clients) await settle(stage.fates, client)
  await expectEachEndedOnce(stage)
  for (const [machine, client] of stage.clients.entries()) {
    await client.settled()
    if (closely) await expectSameAsApi(stage.cast.scene, client)
    else await expectSameAsBootstrap(client, await ownerOf(stage.cast, machine).client.bootstrap())
  }
}

async function expectEachEndedOnce({ cast, queued, fates }: Stage): Promise<void> {
  if (queued.size === 0) return
  const ids = [...queued.keys()]
  const { db } = cast.scene.world
  const agreed = await db.selectFrom('idempotency_key').where('key', 'in', ids).select('key').execute()
  const ended = [...agreed.map(({ key }) => key), ...fates.keys()]
  const named = (list: string[]) => list.map((id) => `${id} ${queued.get(id as MutationId)}`).sort()
  expect(named(ended)).toEqual(named(ids))
  const activity = await db
    .selectFrom('activity')
    .where('mutation_id', 'in', ids)
    .select(['mutation_id', 'action', 'target_id'])
    .execute()
  const effects = activity.map(
    ({ mutation_id, action, target_id }) => `${mutation_id} ${action} ${target_id}`,
  )
  expect(new Set(effects).size, 'nothing took effect twice').toBe(effects.length)
}

/** Changes of every kind. Edits are based on the version that stands on that machine's screen. */
async function intentOf(
  { cast, clients }: Stage,
  { machine, what, which }: Extract<Step, { do: 'change' }>,
  office: StageOffice,
): Promise<Intent> {
  const make = changesIn(office, cast.scene.world)
  const { accountId, templates, services } = office
  const app = pick(office.apps, which)
  const invitationId = pick(office.invitations, which)
  const member = pick([office.member, ...office.members], which)
  const templateId = pick(templates, which)
  const serviceId = pick(services, which)
  const name = `Name ${what}`
  const service = {
    productName: 'Hosting',
    status: 'active',
    renewsAt: null,
    permission: 'services.view',
  } as const
  const { membershipId } = member
  const versionOf = async (read: (sql: Sql) => { version: number } | null | undefined) =>
    (await withFile(pick(clients, machine), read))?.version ?? 1
  const versionOfMember = () => versionOf((sql) => memberships.get(sql, accountId, membershipId))
  return pick<() => Intent | Promise<Intent>>(
    [
      () => make.assign(app),
      () => make.unassign(app),
      () => make.autoAssign(app, true, 'drop'),
      () => make.autoAssign(app, false, 'keep'),
      () => make.grant(app),
      () => make.revoke(app),
      () => make.grant(app, membershipId),
      () => make.invite(`guest${which}@example.com`, invitationId),
      () => make.revokeInvitation(invitationId),
      () => ({ name: 'invitations.resend', args: { accountId, invitationId } }),
      async () => ({
        name: 'invitations.edit',
        args: {
          accountId,
          invitationId,
          role: pick<'viewer' | 'billing'>(['viewer', 'billing'], what),
          applicationIds: [],
          message: name,
          baseVersion: await versionOf((sql) => invitations.get(sql, accountId, invitationId)),
        },
      }),
      async () => ({
        name: 'memberships.setPermissions',
        args: {
          accountId,
          membershipId,
          role: pick<'viewer' | 'admin' | 'technician'>(['viewer', 'admin', 'technician'], what),
          baseVersion: await versionOfMember(),
        },
      }),
      async () => ({
        name: 'memberships.setEnd',
        args: {
          accountId,
          membershipId,
          endsAt: pick([null, '2040-01-01T00:00:00.000Z', '2041-01-01T00:00:00.000Z'], what),
          baseVersion: await versionOfMember(),
        },
      }),
      () => ({ name: 'memberships.suspend', args: { accountId, membershipId } }),
      () => ({ name: 'memberships.resume', args: { accountId, membershipId } }),
      () => ({ name: 'memberships.remove', args: { accountId, membershipId } }),
      () => ({
        name: 'templates.create',
        args: { accountId, templateId, name, permissions: ['account.view', 'users.view'] },
      }),
      async () => ({
        name: 'templates.edit',
        args: {
          accountId,
          templateId,
          name,
          permissions: ['account.view'],
          baseVersion: await versionOf((sql) => templateRows.get(sql, accountId, templateId)),
        },
      }),
      () => ({ name: 'templates.delete', args: { accountId, templateId } }),
      async () => ({
        name: 'accounts.edit',
        args: {
          accountId,
          ...pick([{ name }, { reference: name }, { name, reference: name }], which),
          baseVersion: await versionOf((sql) => readEntry(sql, accountId)?.account),
        },
      }),
      () => ({
        name: 'services.add',
        args: { accountId, serviceId, ...service, label: name },
      }),
      async () => ({
        name: 'services.edit',
        args: {
          accountId,
          serviceId,
          ...service,
          label: name,
          baseVersion: await versionOf((sql) => serviceRows.get(sql, accountId, serviceId)),
        },
      }),
      () => ({ name: 'services.remove', args: { accountId, serviceId } }),
    ],
    what,
  )()
}

function ownerOf({ people, machines }: Cast, machine: number): Person {
  return pick(people, pick(machines, machine))
}

/** By number, round and round: schedules are made before it is known how many there are. */
export function pick<T>(list: readonly T[], n: number): T {
  if (list.length === 0) throw new Error('there is nothing to pick from')
  return list[n % list.length] as T
}
