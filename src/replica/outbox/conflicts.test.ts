import { type Membership, problem, rolePermissions } from '@gatehouse/contract'
import { describe, expect, test } from 'vitest'
import * as i from '../testing/intents.ts'
import { type FedEngine, openEngine, openWorld, read } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

function queue(engine: FedEngine, n: number, intent: Parameters<FedEngine['enqueue']>[1]) {
  const result = engine.enqueue(w.mutationId(n), intent, w.now)
  if (!result.ok) throw new Error(result.error.code)
}

const items = (engine: FedEngine) => read(engine, 'outbox.list', {})
const states = (engine: FedEngine) => items(engine).map(({ state }) => state)
const roleOf = (engine: FedEngine, membershipId = w.ben) => {
  const { role, waiting } = read(engine, 'users.get', { accountId: w.acme, membershipId })
  return { role, waiting }
}
const next = (engine: FedEngine) => engine.outgoing().map(({ intent }) => intent)

/** Ben as somebody else made him, in the next page. */
function changed(engine: FedEngine, xid: number, extras: Parameters<typeof w.membership>[3]) {
  const row = w.membership(w.ben, w.acme, 'Ben Adu', { lastActiveAt: w.daysAgo(120), ...extras })
  engine.applyPage(w.page(xid, [w.put({ entity: 'membership', rows: [row] })]), w.now)
}
const technician: Partial<Membership> = { role: 'technician', permissions: [...rolePermissions.technician] }

describe('an edit of what somebody else changed meanwhile', () => {
  test('is put onto it where they changed something else', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.setRole(w.ben, 'billing', 1))
    changed(engine, 101, { endsAt: w.daysAgo(-9), version: 2 })
    expect(states(engine)).toEqual(['waiting'])
    expect(roleOf(engine)).toEqual({ role: 'billing', waiting: true })
    expect(next(engine)).toEqual([i.setRole(w.ben, 'billing', 2)])
  })

  test('is a conflict where they changed the same: what it was, what each made of it, and who it was', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.setRole(w.ben, 'billing', 1))
    const activity = w.activityOn(w.ben, 'Olga Owner')
    engine.applyPage(w.page(101, [w.put({ entity: 'activity', rows: [activity] })]), w.now)
    changed(engine, 102, { ...technician, version: 2 })
    expect(roleOf(engine)).toMatchObject({ role: 'technician' })
    expect(items(engine)).toMatchObject([
      {
        state: 'refused',
        problem: { code: 'stale_version' },
        canUndo: false,
        ownerName: 'Olga Owner',
        conflict: {
          entity: 'membership',
          id: w.ben,
          fields: [
            { field: 'role', base: 'viewer', mine: 'billing', theirs: 'technician' },
            { field: 'permissions' },
          ],
          changedBy: { name: 'Olga Owner', at: activity.at },
        },
      },
    ])
    expect(next(engine)).toEqual([])
  })

  test('is none where both made the same of it', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.setRole(w.ben, 'technician', 1))
    changed(engine, 101, { ...technician, version: 2 })
    expect(states(engine)).toEqual(['waiting'])
    expect(next(engine)).toEqual([i.setRole(w.ben, 'technician', 2)])
  })

  test('takes along what they made of the fields that it leaves alone', () => {
    const { engine } = openWorld()
    const [first] = w.services
    if (!first) throw new Error('the world has no service')
    queue(engine, 1, i.editService(first, { label: 'mine' }))
    const theirs = { ...first, status: 'cancelled' as const, version: 2 }
    engine.applyPage(w.page(101, [w.put({ entity: 'service', rows: [theirs] })]), w.now)
    expect(next(engine)).toEqual([i.editService(theirs, { label: 'mine' })])
  })

  test('is found out by the answer too, where no pull has told it yet', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.setRole(w.ben, 'billing', 1))
    engine.moveOutbox(w.mutationId(1), { to: 'sending' })
    const row = w.membership(w.ben, w.acme, 'Ben Adu', { ...technician, version: 4 })
    engine.moveOutbox(w.mutationId(1), {
      to: 'refused',
      problem: problem('stale_version', { current: row, detail: 'somebody was faster' }),
    })
    expect(items(engine)).toMatchObject([
      { state: 'refused', problem: { detail: 'somebody was faster' }, conflict: { theirs: { version: 4 } } },
    ])
    expect(roleOf(engine)).toEqual({ role: 'technician', waiting: false })
  })

  test('goes on by itself where the answer tells of another field', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.setRole(w.ben, 'billing', 1))
    engine.moveOutbox(w.mutationId(1), { to: 'sending' })
    const row = w.membership(w.ben, w.acme, 'Ben Adu', { endsAt: w.daysAgo(-9), version: 4 })
    engine.moveOutbox(w.mutationId(1), { to: 'refused', problem: problem('stale_version', { current: row }) })
    expect(states(engine)).toEqual(['waiting'])
    expect(next(engine)).toEqual([i.setRole(w.ben, 'billing', 4)])
  })

  test('that is refused as stale though nothing differs stays refused instead of going round', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.setRole(w.ben, 'billing', 1))
    engine.moveOutbox(w.mutationId(1), { to: 'sending' })
    const row = w.membership(w.ben, w.acme, 'Ben Adu')
    engine.moveOutbox(w.mutationId(1), { to: 'refused', problem: problem('stale_version', { current: row }) })
    expect(items(engine)).toMatchObject([{ state: 'refused', conflict: null }])
  })
})

describe('a conflict', () => {
  function collided() {
    const world = openWorld()
    queue(world.engine, 1, i.setRole(w.ben, 'billing', 1))
    changed(world.engine, 101, { ...technician, version: 2 })
    return world
  }

  test('is decided for mine: sent on top of theirs under a new id', () => {
    const { engine } = collided()
    engine.resolve(w.mutationId(1), w.mutationId(9), 'mine', w.now)
    expect(roleOf(engine)).toEqual({ role: 'billing', waiting: true })
    expect(engine.outgoing()).toEqual([
      { mutationId: w.mutationId(9), intent: i.setRole(w.ben, 'billing', 2), attempts: 0 },
    ])
    expect(items(engine)).toMatchObject([{ conflict: null, problem: null }])
  })

  test('that was decided collides again with what wasn’t shown when it was', () => {
    const { engine } = collided()
    changed(engine, 102, { ...technician, role: 'custom', permissions: ['account.view'], version: 3 })
    engine.resolve(w.mutationId(1), w.mutationId(9), 'mine', w.now)
    expect(items(engine)).toMatchObject([
      { state: 'refused', conflict: { fields: [{ base: 'technician', theirs: 'custom' }, {}] } },
    ])
  })

  test('is decided for theirs: forgotten', () => {
    const { engine } = collided()
    engine.resolve(w.mutationId(1), w.mutationId(9), 'theirs', w.now)
    expect(states(engine)).toEqual([])
    expect(roleOf(engine)).toEqual({ role: 'technician', waiting: false })
  })

  test('is decided by another change in its place', () => {
    const { engine } = collided()
    const edited = engine.editQueued(
      w.mutationId(1),
      w.mutationId(9),
      i.setEnd(w.ben, w.daysAgo(3), 2),
      w.now,
    )
    expect(edited).toMatchObject({ ok: false, error: { code: 'validation' } })
    expect(items(engine)).toMatchObject([{ mutationId: w.mutationId(1), conflict: { id: w.ben } }])
    const again = engine.editQueued(w.mutationId(1), w.mutationId(9), i.setRole(w.ben, 'viewer', 2), w.now)
    expect(again.ok).toBe(true)
    expect(roleOf(engine)).toEqual({ role: 'viewer', waiting: true })
  })

  test('outlives the end of the program', () => {
    const { engine, file, key } = collided()
    const before = items(engine)
    engine.close()
    expect(items(openEngine({ file, key }).engine)).toEqual(before)
  })
})

describe('edits of one row one after the other', () => {
  test('are sent one a pull, each with the version that the one before brought', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.setRole(w.ben, 'billing', 1))
    queue(engine, 2, i.setEnd(w.ben, w.daysAgo(-30), 2))
    expect(next(engine)).toEqual([i.setRole(w.ben, 'billing', 1)])
    engine.moveOutbox(w.mutationId(1), { to: 'sending' })
    engine.moveOutbox(w.mutationId(1), { to: 'sent', transaction: '150' })
    expect(next(engine), 'the pull brings the version').toEqual([])
    const billing: Partial<Membership> = { role: 'billing', permissions: [...rolePermissions.billing] }
    changed(engine, 151, { ...billing, version: 6 })
    expect(next(engine)).toEqual([i.setEnd(w.ben, w.daysAgo(-30), 6)])
  })

  test('of the same field are no conflict of mine with myself', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.setRole(w.ben, 'billing', 1))
    queue(engine, 2, i.setRole(w.ben, 'technician', 2))
    engine.moveOutbox(w.mutationId(1), { to: 'sending' })
    engine.moveOutbox(w.mutationId(1), { to: 'sent', transaction: '150' })
    changed(engine, 151, { role: 'billing', permissions: [...rolePermissions.billing], version: 2 })
    expect(states(engine)).toEqual(['waiting'])
    expect(roleOf(engine)).toEqual({ role: 'technician', waiting: true })
  })

  test('each go on without one before that was taken back', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.setRole(w.ben, 'billing', 1))
    queue(engine, 2, i.setEnd(w.ben, w.daysAgo(-30), 2))
    expect(engine.undo(w.mutationId(1))).toMatchObject({ undone: true, also: 0 })
    expect(next(engine)).toEqual([i.setEnd(w.ben, w.daysAgo(-30), 1)])
    expect(roleOf(engine).role).toBe('viewer')
  })

  test('leave what may have arrived exactly as it was sent', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.setRole(w.ben, 'billing', 1))
    engine.moveOutbox(w.mutationId(1), { to: 'sending' })
    engine.moveOutbox(w.mutationId(1), { to: 'waiting' })
    changed(engine, 101, { ...technician, version: 2 })
    expect(next(engine)).toEqual([i.setRole(w.ben, 'billing', 1)])
    expect(states(engine)).toEqual(['waiting'])
  })

  test('do not take for known what an own change hid', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.setRole(w.ben, 'billing', 1))
    engine.moveOutbox(w.mutationId(1), { to: 'sending' })
    engine.moveOutbox(w.mutationId(1), { to: 'waiting' })
    // It may have arrived, so it stays on the screen, and theirs under it isn't seen.
    changed(engine, 101, { ...technician, version: 2 })
    queue(engine, 2, i.setRole(w.ben, 'viewer', 3))
    engine.moveOutbox(w.mutationId(1), { to: 'sending' })
    const row = w.membership(w.ben, w.acme, 'Ben Adu', { ...technician, version: 2 })
    engine.moveOutbox(w.mutationId(1), { to: 'refused', problem: problem('stale_version', { current: row }) })
    expect(items(engine)[0]).toMatchObject({ conflict: { fields: [{ theirs: 'technician' }, {}] } })
    expect(next(engine), 'nothing overwrites it').toEqual([])
  })

  test('are not sent as they were looked up once a pull has put them onto another row', () => {
    const { engine } = openWorld()
    queue(engine, 1, i.setRole(w.ben, 'billing', 1))
    const [taken] = engine.outgoing()
    changed(engine, 101, { endsAt: w.daysAgo(-9), version: 2 })
    if (!taken) throw new Error('nothing to send')
    expect(engine.moveOutbox(taken.mutationId, { to: 'sending', intent: taken.intent }).tables).toEqual([])
    expect(states(engine)).toEqual(['waiting'])
  })
})

describe('what depends on another change', () => {
  const template = w.uuid<Parameters<typeof i.createTemplate>[0]>(10, 7)

  function built() {
    const world = openWorld()
    queue(world.engine, 1, i.createTemplate(template, 'Readers', 'account.view'))
    queue(world.engine, 2, i.editTemplate(template, 1, 'Callers', 'account.view'))
    queue(world.engine, 3, i.setRole(w.ben, 'billing', 1))
    return world
  }

  test('is taken back with it', () => {
    const { engine } = built()
    expect(items(engine)[0]).toMatchObject({ canUndo: true, dependents: [w.mutationId(2)] })
    expect(engine.undo(w.mutationId(1))).toMatchObject({ undone: true, also: 1 })
    expect(items(engine).map(({ mutationId }) => mutationId)).toEqual([w.mutationId(3)])
  })

  function refused() {
    const world = built()
    world.engine.moveOutbox(w.mutationId(1), { to: 'sending' })
    world.engine.moveOutbox(w.mutationId(1), { to: 'refused', problem: problem('name_taken') })
    return world
  }

  test('is held while that is refused, names it, and holds up nothing else', () => {
    const { engine } = refused()
    expect(states(engine)).toEqual(['refused', 'held', 'waiting'])
    expect(items(engine)[0]?.dependents).toEqual([w.mutationId(2)])
    expect(items(engine)[1]?.heldBy).toBe(w.mutationId(1))
    expect(next(engine)).toEqual([i.setRole(w.ben, 'billing', 1)])
  })

  test('is sent after it once that was edited', () => {
    const { engine } = refused()
    const other = i.createTemplate(template, 'Guests', 'account.view')
    expect(engine.editQueued(w.mutationId(1), w.mutationId(9), other, w.now).ok).toBe(true)
    expect(states(engine)).toEqual(['waiting', 'waiting', 'waiting'])
    expect(next(engine)).toEqual([other])
  })

  test('is discarded with it, or released to be tried on its own', () => {
    const { engine } = refused()
    engine.discard(w.mutationId(1), 'release')
    expect(states(engine)).toEqual(['waiting', 'waiting'])
    const { engine: other } = refused()
    other.discard(w.mutationId(1), 'discard')
    expect(items(other).map(({ mutationId }) => mutationId)).toEqual([w.mutationId(3)])
  })
})

test('a user who is removed and brought back by undo has their grants again', () => {
  const { engine } = openWorld()
  queue(engine, 1, i.remove(w.ben))
  expect(engine.read('users.get', { accountId: w.acme, membershipId: w.ben }, w.now).ok).toBe(false)
  engine.undo(w.mutationId(1))
  const { access } = read(engine, 'users.get', { accountId: w.acme, membershipId: w.ben })
  expect(access.find(({ applicationId }) => applicationId === w.payroll)?.hasGrant).toBe(true)
})
