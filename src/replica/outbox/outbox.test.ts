import { problem } from '@gatehouse/contract'
import { describe, expect, test } from 'vitest'
import { openDatabase } from '../database.ts'
import * as i from '../testing/intents.ts'
import { type FedEngine, openEngine, openWorld, read } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

const guest = w.uuid<typeof w.pendingInvitation>(5, 50)

/** Queues a change that has to be possible. */
function queue(engine: FedEngine, n: number, intent: Parameters<FedEngine['enqueue']>[1], at = w.now) {
  const result = engine.enqueue(w.mutationId(n), intent, at)
  if (!result.ok) throw new Error(result.error.code)
  return result.value
}

function send(engine: FedEngine, n: number, transaction: string): void {
  engine.moveOutbox(w.mutationId(n), { to: 'sending' })
  engine.moveOutbox(w.mutationId(n), { to: 'sent', transaction })
}

function refuse(engine: FedEngine, n: number): void {
  engine.moveOutbox(w.mutationId(n), { to: 'sending' })
  engine.moveOutbox(w.mutationId(n), { to: 'refused', problem: problem('forbidden') })
}

function assigned(engine: FedEngine, applicationId: string) {
  for (const type of ['application', 'agent'] as const) {
    const list = read(engine, 'applications.list', { accountId: w.acme, type })
    const found = list.find(({ id }) => id === applicationId)
    if (found) return { waiting: found.waiting, level: found.level, version: found.version }
  }
  return null
}

function lineOf(engine: FedEngine, membershipId: string, applicationId: string) {
  const { access } = read(engine, 'users.get', { accountId: w.acme, membershipId })
  const line = access.find((line) => line.applicationId === applicationId)
  return line && { sources: line.sources, waiting: line.waiting }
}

function invitationTo(engine: FedEngine, email: string) {
  const list = read(engine, 'invitations.list', { accountId: w.acme })
  const found = list.find((invitation) => invitation.email === email)
  return found && { status: found.status, waiting: found.waiting }
}

function states(engine: FedEngine): string[] {
  return read(engine, 'outbox.list', {}).map(({ state }) => state)
}

describe('a change made here', () => {
  test('shows at once as waiting: assignment, auto-assignment, grant, invitation', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.assign(w.portal, w.bot))
    queue(engine, 2, i.autoAssign(w.payroll, true))
    queue(engine, 3, i.grant(w.olga, w.portal))
    queue(engine, 4, i.invite(guest, 'new@guest.example', w.portal))
    expect(assigned(engine, w.portal)).toEqual({ waiting: true, level: 'manual', version: 1 })
    expect(assigned(engine, w.bot)?.waiting).toBe(true)
    expect(assigned(engine, w.payroll)).toEqual({ waiting: true, level: 'account', version: 2 })
    expect(assigned(engine, w.wiki)?.waiting).toBe(false)
    expect(lineOf(engine, w.olga, w.portal)).toEqual({ sources: ['grant'], waiting: true })
    expect(invitationTo(engine, 'new@guest.example')).toEqual({ status: 'pending', waiting: true })
    const users = read(engine, 'users.list', { accountId: w.acme })
    expect(users.filter(({ waiting }) => waiting).map(({ name }) => name)).toEqual(['Olga Owner'])
    expect(read(engine, 'accounts.get', { accountId: w.acme }).waiting).toBe(4)
    expect(engine.state()).toMatchObject({ waiting: 4, attention: 0 })
  })

  test('says what it touched', () => {
    const { engine } = openWorld()
    const first = queue(engine, 1, i.grant(w.olga, w.payroll))
    expect(first).toMatchObject({ tables: ['grant', 'outbox'], accountIds: [w.acme] })
    expect(queue(engine, 2, i.assign(w.portal)).revision).toBeGreaterThan(first.revision)
  })

  test('is refused where the server surely would, and is not queued', () => {
    const { engine } = openWorld()
    const refused = engine.enqueue(w.mutationId(1), i.grant(w.olga, w.portal), w.now)
    expect(refused).toMatchObject({ ok: false, error: { code: 'not_on_account' } })
    const member = engine.enqueue(w.mutationId(2), i.invite(guest, ' ben@ACME.example '), w.now)
    expect(member).toMatchObject({ ok: false, error: { code: 'already_member' } })
    const invited = engine.enqueue(w.mutationId(3), i.invite(guest, 'INA@guest.example'), w.now)
    expect(invited).toMatchObject({ ok: false, error: { code: 'already_invited' } })
    expect(states(engine)).toEqual([])
  })

  test('counts once however often it is queued', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.assign(w.portal))
    queue(engine, 1, i.assign(w.portal))
    expect(states(engine)).toEqual(['waiting'])
  })

  test('is told in the names of what it is about', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.grant(w.olga, w.payroll))
    queue(engine, 2, i.invite(guest, 'new@guest.example', w.payroll))
    engine.label(w.acme, { alias: '', colour: 'teal', tags: [] })
    const [granted, invited] = read(engine, 'outbox.list', {})
    expect(granted).toMatchObject({
      accountName: 'Acme Logistics',
      accountColour: 'teal',
      createdAt: w.now.toISOString(),
      attempts: 0,
    })
    expect(granted?.names).toMatchObject({ [w.olga]: 'Olga Owner', [w.payroll]: 'Payroll' })
    expect(invited?.names).toMatchObject({ [guest]: 'new@guest.example' })
  })
})

describe('an agreed change', () => {
  test('stays on screen between the answer and the pull, and never flashes back', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.assign(w.portal))
    send(engine, 1, '150')
    expect(assigned(engine, w.portal)).toEqual({ waiting: true, level: 'manual', version: 1 })
    engine.applyPage(w.page(150), w.now)
    expect(assigned(engine, w.portal)).toEqual({ waiting: true, level: 'manual', version: 1 })
    const confirmed = w.accountApplication(w.portal, { assignedAt: w.daysAgo(0), version: 1 })
    engine.applyPage(w.page(151, [w.put({ entity: 'accountApplication', rows: [confirmed] })]), w.now)
    expect(assigned(engine, w.portal)).toEqual({ waiting: false, level: 'manual', version: 1 })
    expect(states(engine)).toEqual([])
  })

  test('is done at once when the pull was faster than the answer', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.grant(w.olga, w.payroll))
    engine.moveOutbox(w.mutationId(1), { to: 'sending' })
    const row = { accountId: w.acme, membershipId: w.olga, applicationId: w.payroll, grantedAt: w.daysAgo(0) }
    engine.applyPage(w.page(200, [w.put({ entity: 'grant', rows: [row] })]), w.now)
    expect(lineOf(engine, w.olga, w.payroll)).toEqual({ sources: ['grant'], waiting: false })
    engine.moveOutbox(w.mutationId(1), { to: 'sent', transaction: '199' })
    expect(states(engine)).toEqual([])
    expect(lineOf(engine, w.olga, w.payroll)).toEqual({ sources: ['grant'], waiting: false })
  })

  test('is compared by number, though transactions outgrow a double', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.assign(w.portal))
    send(engine, 1, '9007199254740993')
    engine.applyPage({ ...w.page(101), coversBelow: '9007199254740993' }, w.now)
    expect(states(engine)).toEqual(['sent'])
    engine.applyPage({ ...w.page(102), coversBelow: '9007199254740994' }, w.now)
    expect(states(engine)).toEqual([])
  })
})

describe('a refused change', () => {
  test('rolls back, keeps its reason, and lets later changes stay', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.assign(w.portal))
    queue(engine, 2, i.grant(w.olga, w.payroll))
    refuse(engine, 1)
    expect(assigned(engine, w.portal)).toBeNull()
    expect(lineOf(engine, w.olga, w.payroll)).toEqual({ sources: ['grant'], waiting: true })
    expect(read(engine, 'outbox.list', {})[0]).toMatchObject({
      state: 'refused',
      attempts: 1,
      problem: { code: 'forbidden' },
    })
    expect(engine.state()).toMatchObject({ waiting: 1, attention: 1 })
    expect(engine.outgoing().map(({ mutationId }) => mutationId)).toEqual([w.mutationId(2)])
  })

  test('holds what was built on it until it is decided', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.assign(w.portal))
    queue(engine, 2, i.grant(w.olga, w.portal))
    queue(engine, 3, i.grant(w.olga, w.payroll))
    refuse(engine, 1)
    expect(states(engine)).toEqual(['refused', 'held', 'waiting'])
    expect(engine.outgoing().map(({ mutationId }) => mutationId)).toEqual([w.mutationId(3)])
    engine.discard(w.mutationId(1))
    expect(states(engine)).toEqual(['waiting', 'waiting'])
  })

  test('is retried under its own id where the answer could not be read, as it may have been applied', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.assign(w.portal))
    engine.moveOutbox(w.mutationId(1), { to: 'sending' })
    engine.moveOutbox(w.mutationId(1), { to: 'refused', problem: problem('not_gatehouse') })
    engine.retry(w.mutationId(1), w.mutationId(9), w.now)
    expect(engine.outgoing().map(({ mutationId }) => mutationId)).toEqual([w.mutationId(1)])
    expect(engine.undo(w.mutationId(1)).undone).toBe(false)
  })

  test('is sent again under a new id, at its old place', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.assign(w.portal))
    queue(engine, 2, i.grant(w.olga, w.portal))
    refuse(engine, 1)
    engine.retry(w.mutationId(1), w.mutationId(9), w.now)
    expect(assigned(engine, w.portal)?.waiting).toBe(true)
    expect(lineOf(engine, w.olga, w.portal)).toEqual({ sources: ['grant'], waiting: true })
    expect(engine.outgoing()).toMatchObject([{ mutationId: w.mutationId(9), attempts: 0 }])
    expect(read(engine, 'outbox.list', {}).map(({ problem }) => problem)).toEqual([null, null])
  })
})

describe('undo', () => {
  test('brings the confirmed row back', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.revokeGrant(w.ben, w.payroll))
    expect(lineOf(engine, w.ben, w.payroll)).toEqual({ sources: [], waiting: true })
    expect(engine.undo(w.mutationId(1))).toMatchObject({ undone: true, touched: { accountIds: [w.acme] } })
    expect(lineOf(engine, w.ben, w.payroll)).toEqual({ sources: ['grant'], waiting: false })
    expect(states(engine)).toEqual([])
  })

  test('is too late for what was sent or may have been', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.assign(w.portal))
    engine.moveOutbox(w.mutationId(1), { to: 'sending' })
    expect(engine.undo(w.mutationId(1)).undone).toBe(false)
    engine.moveOutbox(w.mutationId(1), { to: 'waiting' })
    expect(engine.undo(w.mutationId(1)).undone).toBe(false)
    engine.moveOutbox(w.mutationId(1), { to: 'sending' })
    engine.moveOutbox(w.mutationId(1), { to: 'waiting', notSent: true })
    expect(engine.undo(w.mutationId(1)).undone, 'an earlier try may have arrived').toBe(false)
    expect(assigned(engine, w.portal)?.waiting).toBe(true)
  })

  test('is too late for what a server agreed to, though its feed began anew', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.assign(w.portal))
    send(engine, 1, '150')
    const [start] = w.snapshot(w.entry(w.acme, 'Acme Logistics', 'owner'), [])
    if (start?.type !== 'start') throw new Error('no start')
    engine.applyBootstrap([{ ...start, cursor: start.cursor.replace(/^[^.]+/, w.uuid(9, 9)) }], w.now)
    expect(states(engine)).toEqual(['waiting'])
    expect(engine.undo(w.mutationId(1)).undone).toBe(false)
  })

  test('still works where the connection was never made', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.assign(w.portal))
    for (let attempt = 0; attempt < 3; attempt += 1) {
      engine.moveOutbox(w.mutationId(1), { to: 'sending' })
      engine.moveOutbox(w.mutationId(1), { to: 'waiting', notSent: true })
    }
    expect(engine.undo(w.mutationId(1)).undone).toBe(true)
    expect(assigned(engine, w.portal)).toBeNull()
  })

  test('of the first of two changes on one row keeps the second where it still makes sense', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.autoAssign(w.payroll, true))
    queue(engine, 2, i.unassign(w.payroll))
    expect(assigned(engine, w.payroll)).toBeNull()
    engine.undo(w.mutationId(2))
    expect(assigned(engine, w.payroll)).toEqual({ waiting: true, level: 'account', version: 2 })
    engine.undo(w.mutationId(1))
    expect(assigned(engine, w.payroll)).toEqual({ waiting: false, level: 'manual', version: 1 })
  })
})

describe('a pull under a waiting change', () => {
  test('keeps the change on top of the row as it is now', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.autoAssign(w.payroll, true))
    const newer = w.accountApplication(w.payroll, { assignedAt: w.daysAgo(3), version: 7 })
    engine.applyPage(w.page(101, [w.put({ entity: 'accountApplication', rows: [newer] })]), w.now)
    expect(assigned(engine, w.payroll)).toEqual({ waiting: true, level: 'account', version: 8 })
    engine.undo(w.mutationId(1))
    expect(assigned(engine, w.payroll)).toEqual({ waiting: false, level: 'manual', version: 7 })
  })

  test('leaves a change queued, without rows, that makes no sense any more', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.grant(w.olga, w.payroll))
    const target = { entity: 'accountApplication', key: { applicationId: w.payroll } } as const
    engine.applyPage(w.page(101, [{ type: 'delete', accountId: w.acme, target }]), w.now)
    expect(lineOf(engine, w.olga, w.payroll)).toBeUndefined()
    expect(states(engine)).toEqual(['waiting'])
    expect(engine.outgoing()).toHaveLength(1)
  })

  test('does not move what the change says of its time', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.resend(w.lapsedInvitation))
    const before = read(engine, 'invitations.list', { accountId: w.acme })
    engine.applyPage(w.page(101), new Date(Date.parse(w.daysAgo(-3))))
    expect(read(engine, 'invitations.list', { accountId: w.acme })).toEqual(before)
  })
})

describe('sending', () => {
  test('takes one change per account, oldest first, and none of an account that has one on its way', () => {
    const { engine } = openWorld()
    const second = w.entry(w.unknownAccount, 'Echo', 'admin')
    engine.applySnapshot(w.unknownAccount, w.snapshot(second, []), w.now)
    queue(engine, 1, i.assign(w.portal))
    queue(engine, 2, i.assign(w.bot))
    queue(engine, 3, {
      name: 'applications.assign',
      args: { accountId: w.unknownAccount, applicationIds: [w.portal], autoAssign: false },
    })
    expect(engine.outgoing().map(({ mutationId }) => mutationId)).toEqual([w.mutationId(1), w.mutationId(3)])
    engine.moveOutbox(w.mutationId(1), { to: 'sending' })
    expect(engine.outgoing().map(({ mutationId }) => mutationId)).toEqual([w.mutationId(3)])
    engine.moveOutbox(w.mutationId(1), { to: 'sent', transaction: '150' })
    expect(engine.outgoing().map(({ mutationId }) => mutationId)).toEqual([w.mutationId(2), w.mutationId(3)])
  })

  test('takes up nothing that was undone or refused since it was looked for', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.assign(w.portal))
    queue(engine, 2, i.assign(w.bot))
    engine.undo(w.mutationId(1))
    refuse(engine, 2)
    expect(engine.moveOutbox(w.mutationId(1), { to: 'sending' }).tables).toEqual([])
    expect(engine.moveOutbox(w.mutationId(2), { to: 'sending' }).tables).toEqual([])
    expect(states(engine)).toEqual(['refused'])
  })

  test('starts over under the same id after the program ended in the middle', () => {
    const { engine, file, key } = openWorld()
    queue(engine, 1, i.assign(w.portal))
    engine.moveOutbox(w.mutationId(1), { to: 'sending' })
    engine.close()
    const again = openEngine({ file, key }).engine
    expect(again.outgoing()).toMatchObject([{ mutationId: w.mutationId(1), attempts: 1 }])
    expect(again.undo(w.mutationId(1)).undone).toBe(false)
    expect(assigned(again, w.portal)?.waiting).toBe(true)
  })
})

test('a change that this version can not read asks for a decision instead of being lost', () => {
  const { engine, file, key } = openWorld()
  queue(engine, 1, i.assign(w.portal))
  engine.close()
  const opened = openDatabase(file, key)
  if (!opened.ok) throw new Error(opened.error.detail)
  opened.value.run(`update outbox set intent = '{"name":"accounts.paint","args":{}}'`)
  opened.value.close()
  const again = openEngine({ file, key }).engine
  expect(read(again, 'outbox.list', {})).toMatchObject([
    { state: 'refused', intent: null, accountName: 'Acme Logistics', problem: { code: 'validation' } },
  ])
  again.retry(w.mutationId(1), w.mutationId(2), w.now)
  expect(states(again), 'there is nothing to send').toEqual(['refused'])
  again.discard(w.mutationId(1))
  expect(states(again)).toEqual([])
})
