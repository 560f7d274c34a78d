import type * as c from '@gatehouse/contract'
import { expect, test } from 'vitest'
import type { Engine } from '../engine.ts'
import * as i from '../testing/intents.ts'
import { openEngine, openWorld, read } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

const later = (hours: number) => new Date(w.now.getTime() + hours * 3_600_000)

function facts(engine: Pick<Engine, 'read'>) {
  return read(engine, 'notifications.list', {}).map(({ fact }) => fact)
}

function invitationTo(name: string, n: number, days = 5): c.InvitationPreview {
  return {
    invitationId: w.uuid(5, n),
    accountId: w.uuid(2, n),
    accountName: name,
    environmentId: w.production,
    environmentName: 'Production',
    email: w.principal.email,
    invitedByName: 'Olga Owner',
    role: 'admin',
    applicationNames: [],
    message: '',
    anyAddress: false,
    membershipEndsAt: null,
    status: 'pending',
    expiresAt: w.daysAgo(-days),
    hasLogin: true,
  }
}

const newAccount = w.uuid<c.AccountId>(2, 50)

test('a first sync tells nothing of what there is', () => {
  expect(facts(openWorld().engine)).toEqual([])
})

test('an account that is given is told of, with the role', () => {
  const { engine } = openWorld()
  engine.applySnapshot(newAccount, w.snapshot(w.entry(newAccount, 'Nimbus', 'technician'), []), w.now)
  expect(facts(engine)).toEqual([
    { kind: 'access-given', accountId: newAccount, accountName: 'Nimbus', role: 'technician' },
  ])
})

test('an account that one was invited to and accepted needs no telling', () => {
  const { engine } = openWorld()
  engine.setMyInvitations([{ ...invitationTo('Nimbus', 50), accountId: newAccount }], w.now)
  engine.applySnapshot(newAccount, w.snapshot(w.entry(newAccount, 'Nimbus', 'admin'), []), w.now)
  engine.setMyInvitations([], w.now)
  expect(facts(engine)).toEqual([])
})

test('another role is told with the one before, and with how many permissions it makes', () => {
  const { engine } = openWorld()
  engine.applySnapshot(w.acme, w.snapshot(w.entry(w.acme, 'Acme Logistics', 'viewer'), [...w.rows]), w.now)
  const [fact] = facts(engine)
  expect(fact).toMatchObject({ kind: 'access-changed', before: 'admin', role: 'viewer', given: 0 })
  expect(fact?.kind === 'access-changed' && fact.taken).toBeGreaterThan(0)
})

test('the same snapshot again tells nothing', () => {
  const { engine } = openWorld()
  engine.applySnapshot(w.acme, w.snapshot(w.entry(w.acme, 'Acme Logistics', 'admin'), [...w.rows]), w.now)
  expect(facts(engine)).toEqual([])
})

test('access that ended is told by its name alone, and what was told of the account goes with it', () => {
  const { engine } = openWorld()
  engine.applySnapshot(w.acme, w.snapshot(w.entry(w.acme, 'Acme Logistics', 'viewer'), [...w.rows]), w.now)
  const page = engine.applyPage(w.page(102, [{ type: 'purge', accountId: w.acme }]), w.now)
  expect(page.accessEnded).toEqual(['Acme Logistics'])
  expect(facts(engine)).toEqual([])
})

function grantTo(membershipId: c.MembershipId): c.Change {
  const row = { accountId: w.acme, membershipId, applicationId: w.payroll, grantedAt: w.daysAgo(0) }
  return w.put({ entity: 'grant', rows: [row] })
}

test('an application that somebody gives or takes is told to the one whose it is, once', () => {
  const { engine } = openWorld()
  engine.applyPage(w.page(101, [grantTo(w.olga)]), w.now)
  expect(facts(engine)).toEqual([])
  engine.applyPage(w.page(102, [grantTo(w.cassie)]), w.now)
  engine.applyPage(w.page(103, [grantTo(w.cassie)]), later(1))
  expect(facts(engine)).toMatchObject([{ kind: 'application-given', applicationName: 'Payroll' }])
  const key = { membershipId: w.cassie, applicationId: w.payroll }
  const gone: c.Change = { type: 'delete', accountId: w.acme, target: { entity: 'grant', key } }
  engine.applyPage(w.page(104, [gone]), later(2))
  expect(facts(engine).map(({ kind }) => kind)).toEqual(['application-taken', 'application-given'])
})

test('what was done on this computer is not told to whoever did it', () => {
  const { engine } = openWorld()
  engine.enqueue(w.mutationId(1), i.grant(w.cassie, w.payroll), w.now)
  engine.moveOutbox(w.mutationId(1), { to: 'sending' })
  engine.applyPage(w.page(101, [grantTo(w.cassie)]), w.now)
  expect(facts(engine)).toEqual([])
})

test('an invitation is told once, and forgotten when it is over', () => {
  const { engine } = openWorld()
  engine.setMyInvitations([invitationTo('Nimbus', 60)], w.now)
  engine.setMyInvitations([invitationTo('Nimbus', 60)], later(1))
  expect(facts(engine)).toMatchObject([{ kind: 'invitation', accountName: 'Nimbus', role: 'admin' }])
  engine.setMyInvitations([], later(2))
  expect(facts(engine)).toEqual([])
})

test('an own membership that ends within a week and an invitation that lapses within two days are told', () => {
  const { engine } = openWorld()
  engine.setMyInvitations([invitationTo('Soon', 61, 1), invitationTo('Later', 62, 6)], w.now)
  const mine = w.membership(w.cassie, w.acme, 'Cassie Moreau', { userId: w.cassieUser, role: 'admin' })
  const row = { ...mine, endsAt: w.daysAgo(-3), version: 2 }
  engine.applyPage(w.page(101, [w.put({ entity: 'membership', rows: [row] })]), w.now)
  engine.applyPage(w.page(102), later(2))
  const ending = facts(engine).filter(({ kind }) => kind.endsWith('-ends'))
  expect(ending).toMatchObject([
    { kind: 'invitation-ends', accountName: 'Soon' },
    { kind: 'membership-ends', accountName: 'Acme Logistics', endsAt: row.endsAt },
  ])
})

test('what was read stays read, over a restart too', () => {
  const opened = openWorld()
  opened.engine.setMyInvitations([invitationTo('A', 63), invitationTo('B', 64)], w.now)
  const [newest] = read(opened.engine, 'notifications.list', {})
  opened.engine.markRead([newest?.id ?? ''])
  opened.engine.close()
  const again = openEngine(opened)
  expect(read(again.engine, 'notifications.list', {}).map(({ isRead }) => isRead)).toEqual([true, false])
  again.engine.markRead(null)
  expect(read(again.engine, 'notifications.list', {}).every(({ isRead }) => isRead)).toBe(true)
})

test('the oldest go when there are more than are kept', () => {
  const { engine } = openWorld()
  const many = Array.from({ length: 230 }, (_, n) => invitationTo(`Account ${n}`, 100 + n))
  engine.setMyInvitations(many, w.now)
  const kept = facts(engine)
  expect(kept).toHaveLength(200)
  expect(kept[0]).toMatchObject({ accountName: 'Account 229' })
})

test('what was told of an account goes where everything is fetched anew without it', () => {
  const { engine } = openWorld()
  engine.applySnapshot(w.acme, w.snapshot(w.entry(w.acme, 'Acme Logistics', 'viewer'), [...w.rows]), w.now)
  expect(facts(engine)).toHaveLength(1)
  const without = w
    .bootstrap(w.cursor(700))
    .filter((line) => !('accountId' in line) && line.type !== 'directory')
  engine.applyBootstrap(without, w.now)
  expect(facts(engine)).toEqual([])
})
