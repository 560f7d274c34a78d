import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from './database.ts'
import { createEngine } from './engine.ts'
import * as i from './testing/intents.ts'
import { newKey, openWorld, read, temporaryFolder } from './testing/temporary.ts'
import * as w from './testing/world.ts'

test('a full disk is told as a problem, and what was queued before stays', () => {
  const engine = createEngine((file, key) => {
    const opened = openDatabase(file, key)
    // The file may not grow any more: SQLite fails as it does when the disk has no room.
    if (opened.ok) opened.value.get('pragma max_page_count = 60')
    return opened
  })
  onTestFinished(() => engine.close())
  engine.open({ file: join(temporaryFolder(), 'replica.db'), key: newKey() })
  engine.applyBootstrap(w.text(w.bootstrap()), w.now)
  let queued = 0
  let refused = null
  while (!refused) {
    const intent = i.invite(w.uuid(5, 100 + queued), `guest${queued}@guest.example`)
    const result = engine.enqueue(w.mutationId(queued), intent, w.now)
    if (result.ok) queued += 1
    else refused = result.error
  }
  expect(refused).toMatchObject({
    code: 'replica_unavailable',
    detail: 'The disk is full. Make room and try again.',
  })
  expect(queued).toBeGreaterThan(0)
  expect(read(engine, 'outbox.list', {})).toHaveLength(queued)
  const invitations = read(engine, 'invitations.list', { accountId: w.acme })
  expect(invitations.filter(({ waiting }) => waiting)).toHaveLength(queued)
})

test('a file that was damaged behind its first page answers a problem instead of wrong rows', () => {
  const { engine, file, key } = openWorld()
  engine.close()
  const bytes = readFileSync(file)
  bytes.fill(7, 4096)
  writeFileSync(file, bytes)
  const again = createEngine()
  onTestFinished(() => again.close())
  const opened = again.open({ file, key })
  const answers = [opened, ...(opened.ok ? [again.read('accounts.list', {}, w.now)] : [])]
  const problems = answers.filter(({ ok }) => !ok)
  expect(problems).toMatchObject([{ error: { code: 'replica_unavailable' } }])
})

test('a page with a row that is none of ours leaves nothing behind', () => {
  const { engine } = openWorld()
  const grant = { accountId: w.acme, membershipId: w.olga, grantedAt: w.daysAgo(0) }
  const broken = w.page(101, [
    w.put({ entity: 'grant', rows: [{ ...grant, applicationId: w.payroll }] }),
    w.put({
      entity: 'grant',
      rows: [{ ...grant, applicationId: w.wiki, grantedAt: null as unknown as string }],
    }),
  ])
  expect(() => engine.applyPage(broken, w.now)).toThrow('not_gatehouse')
  expect(engine.state().cursor).toBe(w.cursor(100))
  const users = read(engine, 'applications.users', { accountId: w.acme, applicationId: w.payroll })
  expect(users.find(({ membershipId }) => membershipId === w.olga)?.hasGrant).toBe(false)
})

test('a page that the disk has no room for leaves nothing behind', () => {
  const engine = createEngine((file, key) => {
    const opened = openDatabase(file, key)
    if (opened.ok) opened.value.get('pragma max_page_count = 80')
    return opened
  })
  onTestFinished(() => engine.close())
  engine.open({ file: join(temporaryFolder(), 'replica.db'), key: newKey() })
  engine.applyBootstrap(w.text(w.bootstrap()), w.now)
  const many = Array.from({ length: 3000 }, (_, n) => w.membership(w.uuid(4, 100 + n), w.acme, `Guest ${n}`))
  const page = w.text(w.page(101, [w.put({ entity: 'membership', rows: many })]))
  expect(engine.applyPage(page, w.now)).toMatchObject({ ok: false, error: { code: 'replica_unavailable' } })
  expect(engine.state().cursor).toBe(w.cursor(100))
  expect(read(engine, 'users.list', { accountId: w.acme })).toHaveLength(4)
})

test('what was written is moved from the log into the file once nothing else is to be done', () => {
  const { engine, file } = openWorld()
  const before = statSync(file).size
  while (engine.tidy()) {
    // One step after the other, as the thread does in its pauses.
  }
  expect(statSync(file).size).toBeGreaterThan(before)
})
