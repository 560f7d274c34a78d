import { type Intent, type MembershipId, type MutationId, problem } from '@gatehouse/contract'
import { describe, expect, test, vi } from 'vitest'
import * as i from '../testing/intents.ts'
import { done, type FedEngine, openWorld, read } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

const batchId = w.uuid<string>(9, 1)
const reversalId = w.uuid<string>(9, 2)

interface Change {
  intent: Intent
  inverse?: Intent
}

/** Applies changes together, under ids from 1 on. */
function apply(engine: FedEngine, changes: readonly Change[], confirmed = false) {
  const lines = changes.map(({ intent, inverse }, n) => ({
    mutationId: w.mutationId(n + 1),
    intent,
    inverse: inverse ?? null,
  }))
  return done(engine.applyBatch({ batchId, confirmed, changes: lines }, w.now)).results
}

const receipt = (engine: FedEngine, id = batchId) => read(engine, 'bulk.receipt', { batchId: id })
const states = (engine: FedEngine, id = batchId) => receipt(engine, id).lines.map(({ state }) => state)
const outbox = (engine: FedEngine) => read(engine, 'outbox.list', {})
const ids = (count: number) => Array.from({ length: count }, (_, n) => w.mutationId(100 + n))

function send(engine: FedEngine, mutationId: MutationId, transaction = '500'): void {
  engine.moveOutbox(mutationId, { to: 'sending' })
  engine.moveOutbox(mutationId, { to: 'sent', transaction })
}

function refuse(engine: FedEngine, mutationId: MutationId): void {
  engine.moveOutbox(mutationId, { to: 'sending' })
  engine.moveOutbox(mutationId, { to: 'refused', problem: problem('forbidden') })
}

describe('changes that are made together', () => {
  test('are queued in their order, each shown at once, and later ones may need earlier ones', () => {
    const { engine } = openWorld()
    const results = apply(engine, [
      { intent: i.unassign(w.payroll) },
      { intent: i.assign(w.payroll) },
      { intent: i.grant(w.ben, w.payroll) },
    ])
    expect(results).toEqual([null, null, null])
    expect(outbox(engine).map(({ intent }) => intent?.name)).toEqual([
      'applications.unassign',
      'applications.assign',
      'grants.add',
    ])
    expect(states(engine)).toEqual(['waiting', 'waiting', 'waiting'])
  })

  test('one that is not possible is refused on its line, with the reason, and the others are made', () => {
    const { engine } = openWorld()
    const results = apply(engine, [
      { intent: i.unassign(w.directory) },
      { intent: i.assign(w.bot) },
      { intent: i.unassign(w.unknownAccount as never) },
    ])
    expect(results.map((result) => result?.code ?? null)).toEqual(['auto_assigned', null, 'not_on_account'])
    expect(states(engine)).toEqual(['refused', 'waiting', 'refused'])
    expect(receipt(engine).lines[0]?.problem?.code).toBe('auto_assigned')
    expect(outbox(engine)).toHaveLength(1)
  })

  test('a batch that can not be written as a whole leaves nothing behind', () => {
    const { engine } = openWorld()
    const twice = { mutationId: w.mutationId(1), intent: i.assign(w.bot), inverse: null }
    const broken = { ...twice, mutationId: w.mutationId(2), intent: { name: 'nothing' } as never }
    expect(() => engine.applyBatch({ batchId, confirmed: false, changes: [twice, broken] }, w.now)).toThrow()
    expect(outbox(engine)).toEqual([])
    expect(engine.read('bulk.receipt', { batchId }, w.now)).toMatchObject({ ok: false })
  })

  test('more can be added to a batch, behind what is there', () => {
    const { engine } = openWorld()
    apply(engine, [{ intent: i.assign(w.bot) }])
    const more = { mutationId: w.mutationId(50), intent: i.assign(w.portal), inverse: null }
    done(engine.applyBatch({ batchId, confirmed: false, changes: [more] }, w.now))
    expect(receipt(engine).lines.map(({ position }) => position)).toEqual([0, 1])
  })
})

describe('what became of each', () => {
  test('is told as each is agreed to, refused, and long after it left the outbox', () => {
    const { engine } = openWorld()
    apply(engine, [{ intent: i.assign(w.bot) }, { intent: i.assign(w.portal) }])
    send(engine, w.mutationId(1))
    expect(states(engine), 'agreed, not pulled yet').toEqual(['done', 'waiting'])
    refuse(engine, w.mutationId(2))
    engine.applyPage(w.page(501), w.now)
    expect(outbox(engine).map(({ state }) => state)).toEqual(['refused'])
    expect(states(engine)).toEqual(['done', 'refused'])
    engine.discard(w.mutationId(2))
    expect(states(engine)).toEqual(['done', 'discarded'])
  })

  test('what failed is tried again on its line, whether it had got into the outbox or not', () => {
    const { engine } = openWorld()
    apply(engine, [{ intent: i.grant(w.ben, w.bot) }, { intent: i.assign(w.portal) }])
    refuse(engine, w.mutationId(2))
    expect(states(engine)).toEqual(['refused', 'refused'])
    engine.enqueue(w.mutationId(60), i.assign(w.bot), w.now)
    expect(engine.retryBatch(batchId, ids(2), w.now).retried).toBe(2)
    expect(states(engine)).toEqual(['waiting', 'waiting'])
    const sent = outbox(engine).flatMap(({ mutationId, batchId: of }) => (of ? [mutationId] : []))
    for (const id of sent) send(engine, id)
    expect(states(engine)).toEqual(['done', 'done'])
  })

  test('the outbox tells which changes were made together', () => {
    const { engine } = openWorld()
    apply(engine, [{ intent: i.assign(w.bot) }, { intent: i.assign(w.portal) }])
    engine.enqueue(w.mutationId(60), i.assign(w.wiki), w.now)
    expect(outbox(engine).map((item) => item.batchId)).toEqual([batchId, batchId, null])
  })
})

describe('undoing all', () => {
  test('what has not left is taken out, with what was built on it', () => {
    const { engine } = openWorld()
    apply(engine, [{ intent: i.assign(w.bot) }, { intent: i.assign(w.portal) }])
    engine.enqueue(w.mutationId(60), i.grant(w.ben, w.bot), w.now)
    expect(engine.undoBatch(batchId, reversalId, ids(2), w.now)).toMatchObject({
      undone: 2,
      reversing: false,
    })
    expect(outbox(engine)).toEqual([])
    expect(states(engine)).toEqual(['undone', 'undone'])
    expect(receipt(engine).canUndo).toBe(false)
  })

  test('what was sent is reversed by the opposite changes, the last first, as a batch of their own', () => {
    const { engine } = openWorld()
    apply(engine, [
      { intent: i.assign(w.bot), inverse: i.unassign(w.bot) },
      { intent: i.grant(w.ben, w.bot), inverse: i.revokeGrant(w.ben, w.bot) },
      { intent: i.assign(w.portal), inverse: i.unassign(w.portal) },
    ])
    send(engine, w.mutationId(1))
    send(engine, w.mutationId(2))
    expect(engine.undoBatch(batchId, reversalId, ids(3), w.now)).toMatchObject({ undone: 3, reversing: true })
    expect(states(engine)).toEqual(['undone', 'undone', 'undone'])
    const waiting = outbox(engine).filter(({ state }) => state === 'waiting')
    expect(waiting.map(({ intent }) => intent?.name)).toEqual(['grants.remove', 'applications.unassign'])
    expect(states(engine, reversalId)).toEqual(['waiting', 'waiting'])
    engine.applyPage(w.page(501), w.now)
    expect(states(engine), 'undone, though the server agreed to it once').toEqual([
      'undone',
      'undone',
      'undone',
    ])
  })

  test('is not offered of what a dialog has asked about', () => {
    const { engine } = openWorld()
    apply(engine, [{ intent: i.assign(w.bot), inverse: i.unassign(w.bot) }], true)
    expect(receipt(engine).canUndo).toBe(false)
  })
})

describe('a thousand changes', () => {
  const members = Array.from({ length: 500 }, (_, n) => w.uuid<MembershipId>(4, 1000 + n))

  function openLarge() {
    const { engine } = openWorld()
    const rows = members.map((id, n) => w.membership(id, w.acme, `Person ${n}`, {}))
    engine.applyPage(w.page(400, [w.put({ entity: 'membership', rows })]), w.now)
    return engine
  }

  test('go into the outbox, are listed, sent again and undone without going through all of them for each', () => {
    const engine = openLarge()
    const edits = members.map((membershipId): Change => {
      const args = { accountId: w.acme, membershipId, role: 'viewer' as const, baseVersion: 1 }
      return { intent: { name: 'memberships.setPermissions', args } }
    })
    const changes = [...members.map((member) => ({ intent: i.grant(member, w.payroll) })), ...edits]
    const parsed = vi.spyOn(JSON, 'parse')
    const perChange = (work: () => void) => {
      parsed.mockClear()
      work()
      return parsed.mock.calls.length / changes.length
    }
    expect(
      perChange(() => expect(apply(engine, changes).every((result) => result === null)).toBe(true)),
    ).toBeLessThan(20)
    expect(perChange(() => expect(outbox(engine)).toHaveLength(1000))).toBeLessThan(20)
    expect(perChange(() => expect(receipt(engine).lines).toHaveLength(1000))).toBeLessThan(20)
    expect(perChange(() => expect(engine.outgoing()).toHaveLength(1))).toBeLessThan(1)
    expect(perChange(() => engine.undoBatch(batchId, reversalId, ids(1000), w.now))).toBeLessThan(20)
    expect(outbox(engine)).toEqual([])
  }, 60_000)
})

describe('access that ended', () => {
  const named = (engine: FedEngine) => JSON.stringify(engine.read('bulk.receipt', { batchId }, w.now))

  test('takes what a receipt tells of the account along; what is refused with it stays to be decided', () => {
    const { engine } = openWorld()
    apply(engine, [{ intent: i.assign(w.bot) }, { intent: i.grant(w.ben, w.bot) }])
    send(engine, w.mutationId(1))
    engine.applyPage(w.page(600), w.now)
    expect(states(engine)).toEqual(['done', 'waiting'])
    engine.applyPage(w.page(601, [{ type: 'purge', accountId: w.acme }]), w.now)
    expect(states(engine)).toEqual(['refused'])
    engine.discard(w.mutationId(2), 'discard')
    expect(named(engine)).not.toContain('Acme')
  })

  test('takes it along too where everything is fetched anew', () => {
    const { engine } = openWorld()
    apply(engine, [{ intent: i.assign(w.bot) }])
    send(engine, w.mutationId(1))
    engine.applyPage(w.page(600), w.now)
    const without = w
      .bootstrap(w.cursor(700))
      .filter((line) => !('accountId' in line) && line.type !== 'directory')
    engine.applyBootstrap(without, w.now)
    expect(named(engine)).not.toContain('Acme')
  })
})
