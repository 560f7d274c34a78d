import type {
  Intent,
  MembershipId,
  MutationId,
  ReplicaView,
  ServiceId,
  TemplateId,
} from '@gatehouse/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openDatabase, type Sql } from '../database.ts'
import { createEngine } from '../engine.ts'
import { accountApplications, services, templates } from '../repositories/account-rows.ts'
import { readEntry } from '../repositories/accounts.ts'
import { grants } from '../repositories/grants.ts'
import { invitations } from '../repositories/invitations.ts'
import { memberships } from '../repositories/memberships.ts'
import { createView } from '../repositories/view.ts'
import * as i from '../testing/intents.ts'
import { createModelServer, type ModelServer, sorted } from '../testing/model-server.ts'
import { type FedEngine, fedWithRows, newKey, read, temporaryFolder } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

const application = fc.constantFrom(w.portal, w.payroll, w.wiki, w.directory, w.bot)
const member = fc.constantFrom(w.olga, w.cassie, w.ben, w.sue)
const templateId = fc.constantFrom(w.uuid<TemplateId>(10, 1), w.uuid<TemplateId>(10, 2))
const serviceId = fc.constantFrom(w.uuid<ServiceId>(8, 1), w.uuid<ServiceId>(8, 2), w.uuid<ServiceId>(8, 50))
const invitationId = fc.constantFrom(
  w.pendingInvitation,
  w.lapsedInvitation,
  w.uuid<typeof w.pendingInvitation>(5, 50),
)

/** A change as somebody makes it who looks at these rows; null where there is nothing to change. */
type Make = (view: ReplicaView) => Intent | null

const fixed = fc.oneof(
  fc.uniqueArray(application, { minLength: 1, maxLength: 2 }).map((ids) => i.assign(...ids)),
  application.map(i.unassign),
  fc
    .tuple(application, fc.boolean(), fc.constantFrom('drop' as const, 'keep' as const))
    .map((a) => i.autoAssign(...a)),
  fc.tuple(member, application).map(([m, a]) => i.grant(m, a)),
  fc.tuple(member, application).map(([m, a]) => i.revokeGrant(m, a)),
  fc
    .constantFrom(1, 2)
    .chain((n) => application.map((a) => i.invite(w.uuid(5, 50 + n - 1), `guest${n}@guest.example`, a))),
  invitationId.map(i.revokeInvitation),
  invitationId.map(i.resend),
  member.map((m) => i.suspend(m)),
  member.map((m) => i.resume(m)),
  member.map(i.remove),
  fc
    .tuple(templateId, fc.constantFrom('Readers', 'Callers'))
    .map(([id, name]) => i.createTemplate(id, name, 'account.view')),
  templateId.map(i.deleteTemplate),
  serviceId.map((id) => i.addService(id, 'Backup')),
  serviceId.map(i.removeService),
)

const ofMember = (id: MembershipId, make: (version: number) => Intent): Make => {
  return (view) => {
    const row = view.membership(w.acme, id)
    return row && make(row.version)
  }
}

/** Edits name the version of what is looked at. */
const edit: fc.Arbitrary<Make> = fc.oneof(
  fc
    .tuple(member, fc.constantFrom('viewer' as const, 'technician' as const, 'billing' as const))
    .map(([id, role]) => ofMember(id, (version) => i.setRole(id, role, version))),
  fc
    .tuple(member, fc.constantFrom(null, w.daysAgo(-30), w.daysAgo(-60)))
    .map(([id, endsAt]) => ofMember(id, (version) => i.setEnd(id, endsAt, version))),
  member.map((id) => ofMember(id, (version) => i.suspend(id, version))),
  fc
    .tuple(templateId, fc.constantFrom('Readers', 'Callers', null), fc.boolean())
    .map(([id, name, more]): Make => {
      return (view) => {
        const row = view.template(w.acme, id)
        const permissions = more ? ['users.view' as const] : []
        return row && i.editTemplate(id, row.version, name ?? row.name, 'account.view', ...permissions)
      }
    }),
  fc
    .tuple(
      serviceId,
      fc.constantFrom(
        { label: 'one' },
        { label: 'two' },
        { status: 'cancelled' as const },
        { renewsAt: w.daysAgo(-90) },
      ),
    )
    .map(([id, changes]): Make => {
      return (view) => {
        const row = view.service(w.acme, id)
        return row && i.editService(row, changes)
      }
    }),
  fc
    .tuple(
      invitationId,
      fc.constantFrom(
        { message: 'Hello' },
        { message: 'Welcome' },
        { role: 'technician' as const },
        { expiresInDays: 20 },
      ),
    )
    .map(([id, changes]): Make => {
      return (view) => {
        const row = view.invitation(w.acme, id)
        return row && i.editInvitation(row, changes)
      }
    }),
  fc.constantFrom('Acme', 'Acme and Sons').map((name): Make => {
    return (view) => {
      const row = view.account(w.acme)
      return row && i.rename(name, row.version)
    }
  }),
)

const change: fc.Arbitrary<Make> = fc.oneof(
  fixed.map(
    (made): Make =>
      () =>
        made,
  ),
  edit,
)

/** More by CONVERGENCE_RUNS, for a long search. Each run makes files of its own; a busy disk is no failure. */
const runs = Number(process.env.CONVERGENCE_RUNS ?? 60)
const generous = { timeout: 120_000 }

type Step =
  | { do: 'change'; make: Make }
  | { do: 'disturb'; make: Make }
  | { do: 'edit'; pick: number; make: Make }
  | { do: 'send'; fate: 'answered' | 'answer lost' | 'not sent' }
  | { do: 'undo' | 'retry' | 'discard' | 'discard all' | 'mine' | 'theirs'; pick: number }
  | { do: 'pull' | 'bootstrap' | 'cut bootstrap' | 'snapshot' | 'restart' }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('change' as const), make: change }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('disturb' as const), make: change }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      fate: fc.constantFrom(
        'answered' as const,
        'answered' as const,
        'answer lost' as const,
        'not sent' as const,
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'undo' as const,
        'retry' as const,
        'discard' as const,
        'discard all' as const,
        'mine' as const,
        'theirs' as const,
      ),
      pick: fc.nat(9),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('edit' as const), pick: fc.nat(9), make: change }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('pull' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'bootstrap' as const,
        'cut bootstrap' as const,
        'snapshot' as const,
        'restart' as const,
      ),
    }),
  },
)

/** One replica on a file, its server, and the ids of all that was queued and not taken back. */
function createScene(folder: string, run: number) {
  const file = `${folder}/${run}.db`
  const key = newKey()
  const server = createModelServer()
  const decided = new Set<MutationId>()
  const collided = new Set<MutationId>()
  let sql: Sql | null = null
  let engine = open()
  let lastId = 0
  let minutes = 0

  function open(): FedEngine {
    const opened = fedWithRows(
      createEngine((...options) => {
        const result = openDatabase(...options)
        if (result.ok) sql = result.value
        return result
      }),
    )
    const result = opened.open({ file, key: key.slice() })
    if (!result.ok) throw new Error(result.error.detail)
    return opened
  }

  function newId(): MutationId {
    lastId += 1
    return w.mutationId(lastId)
  }

  /** Time goes on with every look at the clock. */
  function now(): Date {
    minutes += 1
    return new Date(w.now.getTime() + minutes * 60_000)
  }

  function pull(): void {
    const { cursor } = engine.state()
    if (cursor === null) engine.applyBootstrap(server.bootstrap(), now())
    else engine.applyPage(server.page(cursor), now())
  }

  function send(fate: 'answered' | 'answer lost' | 'not sent'): void {
    const next = engine.outgoing()[0]
    if (!next) return
    const { mutationId, intent } = next
    engine.moveOutbox(mutationId, { to: 'sending', intent })
    if (fate === 'not sent') {
      engine.moveOutbox(mutationId, { to: 'waiting', notSent: true })
      return
    }
    const answer = server.send(mutationId, intent, now())
    if (fate === 'answer lost') engine.moveOutbox(mutationId, { to: 'waiting' })
    else if (answer.ok) engine.moveOutbox(mutationId, { to: 'sent', transaction: answer.value.transaction })
    else engine.moveOutbox(mutationId, { to: 'refused', problem: answer.error })
  }

  /** The change that is made by somebody who looks at this replica. */
  function onScreen(make: Make): Intent | null {
    return sql && engine.state().usable ? make(createView(sql)) : null
  }

  function disturb(make: Make): void {
    const intent = make(server.view)
    if (intent) server.disturb(intent, now())
  }

  function picked(pick: number): MutationId {
    const queue = read(engine, 'outbox.list', {})
    return queue[pick % Math.max(queue.length, 1)]?.mutationId ?? w.mutationId(0)
  }

  function take(step: Step): void {
    switch (step.do) {
      case 'change': {
        const id = newId()
        const intent = onScreen(step.make)
        if (intent && engine.enqueue(id, intent, now()).ok) decided.add(id)
        break
      }
      case 'disturb':
        disturb(step.make)
        break
      case 'edit': {
        const id = newId()
        const old = picked(step.pick)
        const intent = onScreen(step.make)
        if (intent && engine.editQueued(old, id, intent, now()).ok && decided.delete(old)) decided.add(id)
        break
      }
      case 'mine':
      case 'theirs': {
        const id = newId()
        engine.resolve(picked(step.pick), id, step.do, now())
        break
      }
      case 'discard all':
        engine.discard(picked(step.pick), 'discard')
        break
      case 'send':
        send(step.fate)
        break
      case 'undo': {
        const id = picked(step.pick)
        engine.undo(id)
        // It may have taken others along.
        const left = new Set(read(engine, 'outbox.list', {}).map(({ mutationId }) => mutationId))
        for (const one of decided) if (!left.has(one) && !server.hasDecided(one)) decided.delete(one)
        break
      }
      case 'retry': {
        const id = newId()
        engine.retry(picked(step.pick), id, now())
        break
      }
      case 'discard':
        engine.discard(picked(step.pick))
        break
      case 'pull':
        pull()
        break
      case 'bootstrap':
        engine.applyBootstrap(server.bootstrap(), now())
        break
      case 'cut bootstrap':
        engine.applyBootstrap(server.bootstrap().slice(0, 8), now())
        break
      case 'snapshot':
        if (engine.state().cursor !== null) engine.applySnapshot(w.acme, server.snapshot(), now())
        break
      case 'restart':
        engine.close()
        engine = open()
        break
    }
  }

  /** Network is back and the user decides on everything that was refused. */
  function settle(): void {
    pull()
    for (let round = 0; round < 100; round += 1) {
      const queue = read(engine, 'outbox.list', {})
      if (queue.length === 0) break
      send('answered')
      for (const { mutationId, state, conflict } of queue) {
        if (conflict) collided.add(mutationId)
        if (state === 'refused') engine.discard(mutationId)
      }
      pull()
    }
  }

  return { server, decided, collided, take, settle, file, key, engine: () => engine }
}

function failure(what: string): never {
  throw new Error(what)
}

/** The overlaid tables as they lie on disk. */
function stored(file: string, key: Uint8Array) {
  const opened = openDatabase(file, key)
  if (!opened.ok) throw new Error(opened.error.detail)
  const sql = opened.value
  const account = readEntry(sql, w.acme)?.account
  const tables: ReturnType<ModelServer['rows']> = {
    accountApplication: sorted(accountApplications.all(sql, w.acme)),
    grant: sorted(grants.all(sql, w.acme)),
    invitation: sorted(invitations.all(sql, w.acme)),
    membership: sorted(memberships.all(sql, w.acme)),
    service: sorted(services.all(sql, w.acme)),
    template: sorted(templates.all(sql, w.acme)),
    account: account ?? failure('Acme is gone'),
  }
  const left = sql.get(
    'select (select count(*) from shadow) as shadows, (select count(*) from outbox) as queued',
  )
  sql.close()
  return { tables, left }
}

test('whatever happened on the way, a settled replica holds what the server holds', generous, () => {
  const folder = temporaryFolder()
  let run = 0
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => {
      run += 1
      const scene = createScene(folder, run)
      scene.take({ do: 'bootstrap' })
      for (const step of steps) scene.take(step)
      scene.settle()
      const state = scene.engine().state()
      scene.engine().close()
      expect(state).toMatchObject({ waiting: 0, attention: 0 })
      const { tables, left } = stored(scene.file, scene.key)
      expect(left).toEqual({ shadows: 0, queued: 0 })
      expect(tables).toEqual(scene.server.rows())
    }),
    { numRuns: runs },
  )
})

/** What would end a change without the server. */
const decides = new Set<Step['do']>(['retry', 'discard', 'discard all', 'mine', 'theirs', 'edit'])

test('every change that was queued and not taken back reaches the server', generous, () => {
  const folder = temporaryFolder()
  let run = 0
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => {
      run += 1
      const scene = createScene(folder, run)
      scene.take({ do: 'bootstrap' })
      for (const step of steps) if (!decides.has(step.do)) scene.take(step)
      scene.settle()
      scene.engine().close()
      for (const id of scene.decided) {
        // Two sides that can't both be: the server would have refused it as well.
        if (!scene.collided.has(id)) expect(scene.server.hasDecided(id), id).toBe(true)
      }
    }),
    { numRuns: runs / 2 },
  )
})
