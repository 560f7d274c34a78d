import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BootstrapLine, ok, problemCodes, type Result } from '@gatehouse/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commands, queries } from '../../ipc/contract.ts'
import { channels } from '../../ipc/define.ts'
import * as world from '../../replica/testing/world.ts'
import { createOpenExternal } from '../electron/external-links.ts'
import { createLinkInbox } from '../links/link-inbox.ts'
import { lineOf } from '../log.ts'
import type { Fetch, LogFacts, Logger } from '../ports.ts'
import { newMutationId } from '../session/workspace.ts'
import { engineReplica } from '../testing/engine-replica.ts'
import { address, fakeWorld, people } from '../testing/fake-world.ts'
import { canary, hostileValue, inputOf, spoiled } from '../testing/hostile-input.ts'
import { computer, install } from '../testing/installation.ts'
import { createHandlers, type HandlersDeps } from './handlers.ts'
import { registerRouter, type SenderEvent } from './router.ts'

// Every call of the contract through the router, to the handlers that the program has, on a replica as it has it. A call
// that is added is fuzzed without a line here.

const runs = 24
const seed = 20_260_310
const contract = { ...queries, ...commands }
const names = Object.keys(contract) as (keyof typeof contract)[]

/** The account's name is a way out of a folder: it is part of what files are called. */
const hostileName = `../../../${canary.replace('canary', 'way')}/..\\CON:*?"<>|\0\u202e.exe`
const rows = JSON.parse(
  JSON.stringify(world.bootstrap())
    .replaceAll(world.cassieUser, people.cassie)
    .replaceAll('"administers":[]', `"administers":["${world.staging}"]`)
    .replaceAll('"Acme', `"${JSON.stringify(hostileName).slice(1, -1)}Acme`),
) as BootstrapLine[]
/** What exists, by the field that names it; made anew where the copy was. */
const known: Record<string, string[]> = {
  account: [
    world.acme,
    world.acme,
    world.acme,
    world.borealis,
    world.cumulus,
    world.delta,
    world.unknownAccount,
  ],
  environment: [world.production, world.staging],
  application: [world.portal, world.payroll, world.wiki, world.directory, world.bot, world.sandbox],
  membership: [world.olga, world.cassie, world.ben, world.sue],
  invitation: [world.pendingInvitation, world.lapsedInvitation, world.revokedInvitation],
  user: [people.cassie, people.jonas],
}
const strange = [
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  world.unknownAccount,
]
function idsOf(field: string): string[] {
  const kind = field.replace(/Ids?$/, '').replace(/.*(?:reviewer|owner|heir)$/i, 'user')
  return known[kind] ?? strange
}

const me = { userId: people.cassie, name: 'Cassie', email: 'cassie@example.com', emailVerified: true }
const pageId = '00000000-0000-4000-8000-00000000000a'
const ours: SenderEvent = { senderFrame: { url: 'app://gatehouse/', parent: null } }

async function program(folder: string) {
  const lines: string[] = []
  const write = (message: string, facts?: LogFacts) =>
    void lines.push(`${message} ${JSON.stringify(facts ?? {})} ${lineOf(message, facts)}`)
  const log: Logger = { info: write, warn: write, error: write }
  const network = fakeWorld()
  /** Of other servers. */
  const asked: Request[] = []
  const fetch: Fetch = async (input, init) => {
    const request = new Request(input, init)
    const { origin, pathname } = new URL(request.url)
    if (origin !== address) asked.push(request)
    if (pathname === '/v1/me') return Response.json({ ...me, administers: [world.staging] })
    if (pathname === '/v1/sync/changes') return Response.json(world.page(100))
    return network.fetch(request)
  }
  const machine = computer(folder)
  const { session, settings, time } = install(
    machine,
    { fetch, openBrowser: network.openBrowser },
    { suggestion: address, log, startReplica: () => engineReplica(rows, () => world.now) },
  )
  const saved: string[] = []
  const opened: string[] = []
  const links = createLinkInbox({
    newKey: () => newMutationId(time.clock.now()),
    clock: time.clock,
    hasWindow: () => true,
    on: { arrived: () => {}, refused: () => {} },
  })
  /** What the system does for the program; it is asked, and nothing comes of it. */
  const quiet = new Proxy({}, { get: () => async () => ok({}) })
  const deps = {
    ...{ session, settings, links, clock: time.clock, timers: time.timers, fetch, log },
    notifications: { withEnded: (list: unknown) => list, markEndedRead: () => {} },
    app: { version: '0.0.0', platform: 'linux', protection: async () => 'protected' },
    openExternal: createOpenExternal(async (url) => void opened.push(url)),
    writeClipboard: () => {},
    async saveFile(suggested: string) {
      saved.push(suggested)
      return ok(join(folder, 'saved.csv'))
    },
    paper: () => 'A4',
    print: async () => new Uint8Array(),
    setTheme: () => {},
    pageReady: () => {},
    pageDrawn: () => {},
    preferencesChanged: () => {},
    showFiles: () => {},
    restart: () => {},
    updates: quiet,
    diagnostics: quiet,
  } as unknown as HandlersDeps
  const listeners = new Map<string, (...args: unknown[]) => unknown>()
  registerRouter(
    { handle: (channel, listener) => void listeners.set(channel, listener as never) },
    { allowedOrigin: 'app://gatehouse', ...createHandlers(deps), log },
  )
  async function send(name: string, input: unknown): Promise<Result<unknown>> {
    const channel = name in queries ? channels.query : channels.command
    return (await listeners.get(channel)?.(ours, name, input, pageId)) as Result<unknown>
  }
  await session.start()
  let prepared: unknown = null
  /** Some calls end the session, or open another copy; the next one has to find what it is about. */
  async function atWork(): Promise<void> {
    if (session.state().state === 'locked') await session.unlock('keychain')
    if (session.state().state === 'locked') await session.unlock('sign-in')
    if (!session.server()) await session.connect(address)
    if (!session.workspace().ok) await session.signIn({ anotherLogin: false, invitation: null })
    const workspace = session.workspace()
    if (!workspace.ok) throw new Error('nobody is signed in')
    if (workspace.value !== prepared) await prepare()
    prepared = workspace.value
  }
  /** A review, a change, a batch and a link, so that the calls about them find some. */
  async function prepare(): Promise<void> {
    const accountId = world.acme
    const unassign = { name: 'applications.unassign', args: { accountId, applicationId: world.payroll } }
    const assign = {
      name: 'applications.assign',
      args: { accountId, applicationIds: [world.bot], autoAssign: false },
    }
    await noteIds('mutation', 'mutate', { intent: assign, hold: true })
    await noteIds('batch', 'bulk.apply', { intents: [unassign] })
    await noteIds('link', 'links.paste', { text: 'A'.repeat(43) })
    await noteIds('review', 'reviews.open', { accountIds: [accountId], title: 'By hand' })
    known.login = [JSON.stringify(await send('logins.list', {})).match(/[0-9a-f]{32}/)?.[0] ?? '']
  }
  async function noteIds(kind: string, name: string, input: object): Promise<void> {
    const found = [
      ...JSON.stringify(await send(name, input)).matchAll(new RegExp(`"${kind}Id":"([^"]+)"`, 'g')),
    ]
    known[kind] = [...found.map(([, id]) => id ?? ''), ...(known[kind] ?? [])].slice(0, 3)
  }
  return { send, atWork, lines, saved, opened, asked, stop: session.stop }
}

let outside: string
let running: Awaited<ReturnType<typeof program>>
beforeAll(async () => {
  outside = await mkdtemp(join(tmpdir(), 'gatehouse-hostile-'))
  running = await program(await mkdtemp(join(outside, 'user-data-')))
  await running.atWork()
})
afterAll(async () => {
  await running.stop()
  await rm(outside, { recursive: true })
})

const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Map.prototype]
const keysBefore = prototypes.map((prototype) => Reflect.ownKeys(prototype).length)

/** What has to hold whatever was sent. */
async function call(name: keyof typeof contract, input: unknown): Promise<Result<unknown>> {
  await running.atWork()
  const answer = await running.send(name, input)
  expect(typeof answer.ok).toBe('boolean')
  if (answer.ok) {
    const read = contract[name].output.safeParse(answer.value)
    expect(read.success ? [] : read.error.issues, `the answer of ${name}`).toEqual([])
  } else {
    expect(Object.keys(problemCodes)).toContain(answer.error.code)
    expect(answer.error.code, running.lines.at(-1)).not.toBe('internal')
  }
  expect(prototypes.map((prototype) => Reflect.ownKeys(prototype).length)).toEqual(keysBefore)
  return answer
}

/** Calls of the machine's own parts, which are stood in for here. */
const stoodInFor = /^(diagnostics|updates)\./

describe.each(names.filter((name) => !stoodInFor.test(name)))('%s', (name) => {
  const valid = inputOf(contract[name].input, idsOf)

  test('answers a Result, never a failure, to whatever fits its shape and to whatever does not', async () => {
    const input = fc.oneof(
      { arbitrary: valid, weight: 3 },
      { arbitrary: spoiled(valid), weight: 2 },
      hostileValue,
    )
    await fc.assert(
      fc.asyncProperty(input, async (given) => {
        await call(name, given)
      }),
      { numRuns: runs, seed, endOnFailure: true },
    )
  }, 60_000)
})

describe('after all of that', () => {
  test('the log has none of what was sent, and no token', () => {
    const text = running.lines.join('\n')
    expect(running.lines.length).toBeGreaterThan(100)
    expect(text).not.toContain(canary)
    expect(text).not.toMatch(/access-cassie|refresh-cassie|drop table|polluted/)
  })

  test('files were offered by a name alone, and nothing was written beside the folder', async () => {
    expect(running.saved.length).toBeGreaterThan(5)
    for (const name of running.saved) {
      expect(name, JSON.stringify(name)).toMatch(
        /^[^\s./\\:*?"<>|\p{C}][^/\\:*?"<>|\p{C}]*\.(csv|json|pdf|gatehouse-[a-z]+|txt)$/u,
      )
      expect(name.length).toBeLessThan(200)
    }
    expect(await readdir(outside)).toHaveLength(1)
  })

  test('the browser was given safe web addresses alone, and no foreign server was told who asks', () => {
    for (const url of running.opened) expect(new URL(url).protocol).toBe('https:')
    expect(running.asked.length, 'addresses that were typed, or are to be checked').toBeGreaterThan(0)
    for (const { url, headers } of running.asked) {
      expect(new URL(url).protocol).toMatch(/^https?:$/)
      expect([...headers.keys()].filter((name) => /authorization|cookie|idempotency/.test(name))).toEqual([])
    }
  })

  test('everything still works', async () => {
    expect(await call('accounts.list', {})).toMatchObject({ ok: true })
    expect(await call('session.get', {})).toMatchObject({ ok: true, value: { state: 'signed-in' } })
  })
})
