import type { Intent, InvitationId, MutationId, Role } from '@gatehouse/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, type Login, startClient } from './kit/client.ts'
import { expectSameAsApi } from './kit/compare.ts'
import { type Fault, isWrite } from './kit/faulty-proxy.ts'
import { changesIn, createOffice, login, type Office } from './kit/office.ts'
import { createScene, type Scene } from './kit/scene.ts'

/** More by CONVERGENCE_RUNS, and the same again by CONVERGENCE_SEED. */
const runs = Number(process.env.CONVERGENCE_RUNS ?? 40)
/** A machine that is busy with other things is no failure; one run takes less than half a second on one that isn't. */
const limitMs = 60_000 + runs * 6_000
const seed = process.env.CONVERGENCE_SEED ? { seed: Number(process.env.CONVERGENCE_SEED) } : {}

let scene: Scene
let people: Office
let logins: readonly [Login, Login]
beforeAll(async () => {
  scene = await createScene()
  people = await createOffice(scene.world)
  logins = [await login(scene, people.admin), await login(scene, people.colleague)]
  await forgetOffice(people)
})
afterAll(() => scene.close())

type Step =
  | { do: 'change'; who: 0 | 1; what: number; on: number }
  | { do: 'fault'; who: 0 | 1; fault: Fault }
  | { do: 'offline' | 'online' | 'crash' | 'restart' | 'sync'; who: 0 | 1 }
  | { do: 'role'; role: Role }
  | { do: 'epoch' }

const who = fc.constantFrom(0 as const, 1 as const)
const faults: Fault[] = [
  { do: 'cut before' },
  { do: 'cut after' },
  { do: 'send twice' },
  { do: 'half', bytes: 30 },
  { do: 'answer', status: 503 },
]
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({ do: fc.constant('change' as const), who, what: fc.nat(7), on: fc.nat(2) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('fault' as const), who, fault: fc.constantFrom(...faults) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('offline', 'online', 'sync', 'crash', 'restart'),
      who,
    }) as fc.Arbitrary<Step>,
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('role' as const),
      role: fc.constantFrom<Role>('admin', 'viewer', 'billing', 'technician'),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'epoch' }) },
)

/** Two people of one new account, each with a client of their own, and every change that was queued. */
async function createStage() {
  const office = await createOffice(scene.world, people)
  const clients = [
    await startClient(scene, logins[0], { device: 'First', inThread: false }),
    await startClient(scene, logins[1], { device: 'Second', inThread: false }),
  ] as const
  await Promise.all(clients.map((client) => client.settled()))
  return {
    office,
    clients,
    make: changesIn(office, scene.world),
    invitations: [0, 1, 2].map(() => scene.world.id<InvitationId>()),
    queued: new Map<MutationId, string>(),
  }
}
type Stage = Awaited<ReturnType<typeof createStage>>

function intentOf({ office, make, invitations }: Stage, what: number, on: number): Intent {
  const app = office.apps[on] ?? office.apps[0]
  const invitationId = invitations[on] ?? scene.world.id()
  const intents = [
    make.assign(app),
    make.unassign(app),
    make.autoAssign(app, true, 'drop'),
    make.autoAssign(app, false, 'keep'),
    make.grant(app),
    make.revoke(app),
    make.invite(`guest${on}@example.com`, invitationId),
    make.revokeInvitation(invitationId),
  ]
  return intents[what] ?? make.assign(app)
}

async function take(stage: Stage, step: Step): Promise<void> {
  if (step.do === 'role') return scene.changeMember(stage.office.colleague, { role: step.role })
  if (step.do === 'epoch') return scene.newEpoch()
  const client = stage.clients[step.who]
  switch (step.do) {
    case 'change': {
      const intent = intentOf(stage, step.what, step.on)
      // The replica may refuse what the server surely would; then nothing was queued.
      const queued = await client.workspace().mutate(intent)
      if (queued.ok) stage.queued.set(queued.value.mutationId, intent.name)
      return
    }
    case 'fault':
      client.network.fault(isWrite, step.fault, 1)
      return
    case 'offline':
      return client.network.down()
    case 'online':
      await client.network.up()
      return
    case 'sync':
      await client.workspace().engine.now()
      return
    case 'crash':
      await client.crash()
      return client.reopen()
    case 'restart':
      await client.close()
      return client.reopen()
  }
}

/** The network is back for good, and each refusal is read and put away. Answers what was refused. */
async function settle(client: Client): Promise<Set<MutationId>> {
  const refused = new Set<MutationId>()
  client.network.heal()
  await client.network.up()
  for (let round = 0; round < 60; round += 1) {
    await client.workspace().engine.now()
    const outbox = await client.outbox()
    if (outbox.length === 0) return refused
    for (const { mutationId, state, problem } of outbox) {
      if (state !== 'refused') continue
      expect(problem, 'a refusal has its reason').not.toBeNull()
      refused.add(mutationId)
      await client.workspace().discard(mutationId)
    }
  }
  throw new Error(`the outbox never emptied: ${JSON.stringify(await client.outbox())}`)
}

/** Agreed by the server or refused, never both, never neither; and what was agreed took effect once. */
async function expectEachEndedOnce({ queued }: Stage, refused: ReadonlySet<MutationId>): Promise<void> {
  if (queued.size === 0) return
  const ids = [...queued.keys()]
  const { db } = scene.world
  const agreed = await db.selectFrom('idempotency_key').where('key', 'in', ids).select('key').execute()
  const ended = [...agreed.map(({ key }) => key), ...refused]
  expect(ended.sort()).toEqual(ids.sort())
  const activity = await db
    .selectFrom('activity')
    .where('mutation_id', 'in', ids)
    .select(['mutation_id', 'action', 'target_id'])
    .execute()
  const effects = activity.map(
    ({ mutation_id, action, target_id }) => `${mutation_id} ${action} ${target_id}`,
  )
  expect(new Set(effects).size).toBe(effects.length)
}

/** Its people are in none of the later accounts’ way: replicas start small in every run. */
async function forgetOffice({ accountId }: Pick<Office, 'accountId'>): Promise<void> {
  await scene.world.db
    .updateTable('membership')
    .set({ ends_at: new Date(0) })
    .where('account_id', '=', accountId)
    .execute()
}

test('whatever happens on the way, two clients end up with what the API says, and every change ended once', {
  timeout: limitMs + 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 24 }), async (steps) => {
      const stage = await createStage()
      try {
        for (const step of steps) await take(stage, step)
        const refused = new Set<MutationId>()
        for (const client of stage.clients) for (const id of await settle(client)) refused.add(id)
        await expectEachEndedOnce(stage, refused)
        for (const client of stage.clients) {
          await client.settled()
          await expectSameAsApi(scene, client)
        }
      } finally {
        await Promise.all(stage.clients.map((client) => client.dispose()))
        await forgetOffice(stage.office)
      }
    }),
    { numRuns: runs, ...seed, interruptAfterTimeLimit: limitMs, markInterruptAsFailure: true },
  )
})
