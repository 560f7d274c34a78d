import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Fetch } from '../ports.ts'
import type { Session } from '../session/session.ts'
import { newMutationId } from '../session/workspace.ts'
import { address, fakeWorld, fakeWorlds } from '../testing/fake-world.ts'
import { type Computer, computer, install } from '../testing/installation.ts'
import { createInvitations } from './invitations.ts'
import { createLinkInbox } from './link-inbox.ts'

const elsewhere = 'https://elsewhere.example.com'
const token = 'c'.repeat(43)

let machine: Computer
let folder: string
let running: Session[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-links-'))
  machine = computer(folder)
})
afterEach(async () => {
  for (const session of running) await session.stop()
  running = []
  await rm(folder, { recursive: true })
})

function program(suggestion: string | null) {
  const worlds = fakeWorlds({ [address]: fakeWorld(), [elsewhere]: fakeWorld(elsewhere) })
  const asked: string[] = []
  const fetch: Fetch = (input, init) => {
    asked.push(new URL(typeof input === 'string' ? input : input.url).origin)
    return worlds.fetch(input, init)
  }
  const { session, time } = install(machine, { ...worlds, fetch }, { suggestion })
  running.push(session)
  const links = createLinkInbox({
    newKey: () => newMutationId(time.clock.now()),
    clock: time.clock,
    hasWindow: () => true,
    on: { arrived: () => {}, refused: () => {} },
  })
  const invitations = createInvitations({ session, links, clock: time.clock, fetch })
  function linkTo(server: string): string {
    const added = links.add(`gatehouse://invite/${token}?server=${encodeURIComponent(server)}`)
    if (!added.ok) throw new Error('not added')
    return added.value.linkId
  }
  return { session, links, invitations, asked, linkTo }
}

test('a server that no login of this computer uses is asked nothing before somebody agreed', async () => {
  const { session, links, invitations, asked, linkTo } = program(address)
  await session.start()
  const linkId = linkTo(elsewhere)
  expect(await invitations.preview(linkId)).toEqual({ ok: true, value: { linkId, stranger: elsewhere } })
  expect(await invitations.forSignIn(linkId)).toMatchObject({ ok: false, error: { code: 'validation' } })
  expect(await invitations.accept(linkId)).toMatchObject({ ok: false })
  expect(await invitations.decline(linkId)).toMatchObject({ ok: false })
  expect(asked).not.toContain(elsewhere)

  links.agree(linkId)
  await invitations.preview(linkId)
  expect(asked).toContain(elsewhere)
  expect(await invitations.forSignIn(linkId)).toMatchObject({ ok: true })
})

test('signed in it is the same: neither the link nor the sign-in goes to a server of another name', async () => {
  const { session, invitations, asked, linkTo } = program(address)
  await session.start()
  await session.signIn({ anotherLogin: false, invitation: null })
  const linkId = linkTo(elsewhere)
  expect(await invitations.preview(linkId)).toEqual({ ok: true, value: { linkId, stranger: elsewhere } })
  expect(await invitations.accept(linkId)).toMatchObject({ ok: false })
  expect(asked).not.toContain(elsewhere)
})

test('a server in use and one of another login are asked at once', async () => {
  const { session, invitations, asked, linkTo } = program(address)
  await session.start()
  await session.signIn({ anotherLogin: false, invitation: null })
  const before = asked.length
  await invitations.preview(linkTo(address))
  expect(asked.length, 'the one in use').toBeGreaterThan(before)

  await session.addLogin(elsewhere)
  expect(session.server()?.address).toBe(elsewhere)
  const atHome = asked.filter((origin) => origin === address).length
  await invitations.preview(linkTo(address))
  expect(asked.filter((origin) => origin === address).length, 'of the other login').toBeGreaterThan(atHome)
})

test('locked, not even its own server is asked', async () => {
  const { session, invitations, asked, linkTo } = program(address)
  await session.start()
  await session.signIn({ anotherLogin: false, invitation: null })
  session.lock('by-hand')
  const before = asked.length
  expect(await invitations.preview(linkTo(address))).toMatchObject({ ok: false, error: { code: 'locked' } })
  expect(await invitations.preview(linkTo(elsewhere))).toMatchObject({ ok: false, error: { code: 'locked' } })
  expect(asked).toHaveLength(before)
})
