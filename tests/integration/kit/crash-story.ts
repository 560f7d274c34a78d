import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import { type Intent, type InvitationId, type MutationId, ok } from '@gatehouse/contract'
import { expect } from 'vitest'
import { type Keychain, silentLogger, systemClock } from '../../../src/main/ports.ts'
import { createReplicaFiles } from '../../../src/main/session/replica-files.ts'
import { createVault } from '../../../src/main/session/vault.ts'
import { openDatabase } from '../../../src/replica/database.ts'
import { type Client, type Login, startClient } from './client.ts'
import { expectConsistent, expectIntact, expectSameAsApi } from './compare.ts'
import type { CrashOrders } from './crash-child.ts'
import { anything, type FaultyProxy, isWrite, type Seen, startFaultyProxy } from './faulty-proxy.ts'
import { drawFrom } from './long.ts'
import { changesIn, createOffice, login, type Office } from './office.ts'
import type { Scene } from './scene.ts'
import { type Fate, pick, settle } from './stage.ts'

const child = new URL('./crash-child.ts', import.meta.url).pathname

const plain: Keychain = {
  protection: async () => 'protected',
  wrap: async (text) => ok(Buffer.from(text)),
  unwrap: async (wrapped) => ok({ text: wrapped.toString(), rewrap: false }),
}

/** What the children of one story said, all together. */
interface Said {
  queued: Map<MutationId, string>
  undoing: Set<MutationId>
  fates: Map<MutationId, Fate>
  lines: number
}

interface Story {
  scene: Scene
  offices: Office[]
  who: Login
  folder: string
  network: FaultyProxy
  said: Said
  draw(below: number): number
}

/** Somebody's machine that is killed so many times while they work, and what must be true of it then. */
export async function tell(scene: Scene, seed: number, kills: number): Promise<Said> {
  const first = await createOffice(scene.world)
  const offices = [first, await createOffice(scene.world, first)]
  const who = await login(scene, first.admin)
  const story: Story = {
    scene,
    offices,
    who,
    folder: await mkdtemp(join(tmpdir(), 'gatehouse-crash-')),
    network: await startFaultyProxy(scene.server.address),
    said: { queued: new Map(), undoing: new Set(), fates: new Map(), lines: 0 },
    draw: drawFrom(seed),
  }
  try {
    await signIn(story)
    for (let kill = 1; kill <= kills; kill += 1) {
      const { isSignedOut } = await killOnce(story)
      if (isSignedOut) {
        story.who = await login(scene, first.admin)
        await signIn(story)
      }
      // Mostly the next start finds everything as the kill left it.
      if (kill % 4 === 0) await expectWhole(story, kill % 12 === 0)
    }
    await expectGoodEnd(story)
    return story.said
  } finally {
    await story.network.close()
    await rm(story.folder, { recursive: true, force: true })
  }
}

/** As the person would at the screen that asks for it. */
async function signIn({ folder, scene, who }: Story): Promise<void> {
  const vault = createVault(join(folder, 'vault'), scene.server.address, plain)
  await vault.save({ principal: who.principal, refreshToken: who.tokens.refreshToken })
}

/** When the child is killed: so many milliseconds after it said so much, or once such a request is on its way. */
type Moment =
  | { after: 'opening' | 'open' | 'closing'; milliseconds: number }
  | { after: 'queued'; count: number; milliseconds: number }
  | { at: (request: Seen) => boolean; milliseconds: number }

function momentOf(draw: Story['draw']): Moment {
  const milliseconds = draw(30)
  switch (draw(8)) {
    case 0:
      return { after: 'opening', milliseconds: draw(60) }
    case 1:
      return { after: 'open', milliseconds: draw(60) }
    case 2:
      return { after: 'closing', milliseconds: draw(15) }
    case 3:
      return { at: isWrite, milliseconds }
    case 4:
      return { at: ({ path }) => path.startsWith('/v1/sync/changes'), milliseconds }
    case 5:
      return { at: ({ path }) => path.includes('/snapshot') || path.includes('/bootstrap'), milliseconds }
    default:
      return { after: 'queued', count: 1 + draw(9), milliseconds: draw(12) }
  }
}

async function killOnce(story: Story): Promise<{ isSignedOut: boolean }> {
  const { draw, network } = story
  await disturb(story)
  const moment = momentOf(draw)
  network.heal()
  if (draw(3) > 0) {
    const faults = [
      { do: 'cut after' },
      { do: 'send twice' },
      { do: 'half', bytes: draw(600) },
      { do: 'late', milliseconds: 40 },
      { do: 'trickle' },
      { do: 'answer', status: 503 },
    ] as const
    network.fault(draw(2) === 0 ? isWrite : anything, pick(faults, draw(99)), 1 + draw(2))
  }
  const orders: CrashOrders = {
    folder: story.folder,
    server: {
      ...story.scene.server,
      discovery: { ...story.scene.server.discovery, api: network.url },
    },
    intents: story.offices.flatMap((office) => intentsOf(story, office)),
    seed: draw(2 ** 31),
  }
  const worker = spawn(process.execPath, [child], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      CRASH_ORDERS: JSON.stringify(orders),
      // Types are stripped once, and not at every start.
      NODE_COMPILE_CACHE: join(tmpdir(), 'gatehouse-crash-cache'),
    },
  })
  return killAt(story, worker, moment)
}

/** Lets it work until its moment has come, kills it, and notes all that it said. */
async function killAt(
  { said, network }: Story,
  worker: ChildProcess,
  moment: Moment,
): Promise<{ isSignedOut: boolean }> {
  const ended = once(worker, 'exit')
  let complaints = ''
  worker.stderr?.on('data', (chunk: Buffer) => {
    complaints += chunk.toString()
  })
  const over = new AbortController()
  const killIn = (milliseconds: number) => {
    setTimeout(milliseconds, null, { signal: over.signal }).then(
      () => worker.kill('SIGKILL'),
      () => {},
    )
  }
  // What it waits for may never come, as chance decides what the child does.
  let patience = 12
  let queued = 0
  let isSignedOut = false
  const stopWatching =
    'at' in moment ? network.watch((request) => moment.at(request) && killIn(moment.milliseconds)) : null
  for await (const line of createInterface({ input: worker.stdout as Readable })) {
    const [word = '', id = '', name = ''] = line.split(' ')
    said.lines += 1
    note(said, word, id as MutationId, name)
    if (word === 'queued') {
      queued += 1
      patience -= 1
    }
    const isIt =
      'after' in moment && word === moment.after && (moment.after !== 'queued' || queued === moment.count)
    if (isIt) killIn(moment.milliseconds)
    isSignedOut ||= word === 'signed-out'
    if (patience === 0 || isSignedOut) worker.kill('SIGKILL')
  }
  stopWatching?.()
  over.abort()
  const [code, signal] = await ended
  expect({ code, signal, complaints }).toEqual({ code: null, signal: 'SIGKILL', complaints: '' })
  return { isSignedOut }
}

function note({ queued, undoing, fates }: Said, word: string, id: MutationId, name: string): void {
  if (word === 'queued') queued.set(id, name)
  if (word === 'undoing') undoing.add(id)
  if (word === 'undone') fates.set(id, 'undone')
  if (word === 'refused') fates.set(id, 'refused')
  expect(word, 'a thread of the replica died by itself').not.toBe('crashed')
}

function intentsOf({ scene, draw }: Story, office: Office): Intent[] {
  const make = changesIn(office, scene.world)
  const { accountId, member } = office
  const invitationId = scene.world.id<InvitationId>()
  return [
    ...office.apps.flatMap((app) => [
      make.assign(app),
      make.unassign(app),
      make.grant(app),
      make.revoke(app),
      make.autoAssign(app, draw(2) === 0, draw(2) === 0 ? 'keep' : 'drop'),
    ]),
    make.invite(`guest${draw(1000)}@example.com`, invitationId),
    make.revokeInvitation(invitationId),
    { name: 'memberships.suspend', args: { accountId, membershipId: member.membershipId } },
    { name: 'memberships.resume', args: { accountId, membershipId: member.membershipId } },
  ]
}

/** Others work on, now and then the whole feed begins anew, and roles change: pages, bootstraps, snapshots. */
async function disturb({ scene, offices, draw }: Story): Promise<void> {
  const office = pick(offices, draw(9))
  const params = { accountId: office.accountId }
  for (let n = draw(4); n > 0; n -= 1) {
    const body = { applicationIds: [pick(office.apps, draw(9))], autoAssign: draw(2) === 0 }
    await office.colleague.client.call('applications.assign', { params, body })
  }
  if (draw(7) === 0) await scene.newEpoch()
  if (draw(7) === 0) await scene.changeMember(office.admin, { role: pick(['admin', 'technician'], draw(2)) })
}

/** A killed machine's file: whole, in agreement with itself, and with everything that was said to be safe. */
async function expectWhole({ scene, who, folder, said }: Story, thoroughly: boolean): Promise<void> {
  const files = createReplicaFiles(
    { folder: join(folder, 'replica'), keychain: plain, clock: systemClock, log: silentLogger },
    scene.server.address,
    who.principal.userId,
  )
  const names = existsSync(join(folder, 'replica')) ? await readdir(join(folder, 'replica')) : []
  expect(
    names.filter((name) => name.includes('aside')),
    'nothing was set aside',
  ).toEqual([])
  if (!names.some((name) => name.endsWith('.db'))) {
    expect(said.queued.size, 'nothing was queued without a file').toBe(0)
    return
  }
  const known = await files.open()
  if (!known.ok) throw new Error(known.error.detail)
  const opened = openDatabase(known.value.file, known.value.key)
  if (!opened.ok) throw new Error(opened.error.detail)
  const sql = opened.value
  try {
    expectConsistent(sql)
    if (thoroughly) expectIntact(sql)
    const here = sql.all<{ mutation_id: MutationId }>('select mutation_id from outbox')
    const elsewhere = await agreedOf(scene, [...said.queued.keys()])
    const found = new Set([...here.map((row) => row.mutation_id), ...elsewhere, ...said.fates.keys()])
    const gone = [...said.queued.keys()].filter((id) => !found.has(id) && !said.undoing.has(id))
    expect(gone, 'nothing that was safe is gone').toEqual([])
  } finally {
    sql.close()
  }
}

/** The same machine, started once more and left in peace: all is sent or refused, once, and it holds what the API says. */
async function expectGoodEnd({ scene, offices, who, folder, network, said }: Story): Promise<void> {
  network.heal()
  const client: Client = await startClient(scene, who, { takeOver: { folder, network }, inThread: false })
  try {
    await settle(said.fates, client)
    await client.settled()
    await expectSameAsApi(scene, client)
  } finally {
    await client.close()
  }
  const ids = [...said.queued.keys()]
  const agreed = await agreedOf(scene, ids)
  const ends = ids.map((id) => {
    const fate = said.fates.get(id)
    const times = Number(agreed.has(id)) + Number(fate !== undefined)
    // Killed while it took a change back: whether it did, it can't have said.
    const isOpen = said.undoing.has(id) && fate === undefined
    return times === 1 || (isOpen && times === 0)
      ? 'once'
      : `${id} ${said.queued.get(id)}: ${times} times, ${fate}`
  })
  expect(new Set(ends)).toEqual(new Set(ids.length > 0 ? ['once'] : []))
  const activity = await scene.world.db
    .selectFrom('activity')
    .where(
      'account_id',
      'in',
      offices.map(({ accountId }) => accountId),
    )
    .select(['mutation_id', 'action', 'target_id'])
    .execute()
  const effects = activity.map((row) => `${row.mutation_id} ${row.action} ${row.target_id}`)
  expect(new Set(effects).size, 'nothing took effect twice').toBe(effects.length)
}

async function agreedOf({ world }: Scene, ids: MutationId[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await world.db.selectFrom('idempotency_key').where('key', 'in', ids).select('key').execute()
  return new Set(rows.map(({ key }) => key))
}
