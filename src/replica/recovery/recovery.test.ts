import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { problem } from '@gatehouse/contract'
import fc from 'fast-check'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openDatabase, openToRead } from '../database.ts'
import { createEngine } from '../engine.ts'
import { problemOf } from '../failures.ts'
import { migrations } from '../migrations/index.ts'
import { createReader } from '../reader.ts'
import * as i from '../testing/intents.ts'
import { fedWithRows, newKey, openEngine, openWorld, read, temporaryFolder } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

vi.setConfig({ testTimeout: 120_000 })

const pageBytes = 4096

/** A small disk of its own, where this machine lets one be made. */
function smallDisk(bytes: number): { folder: string; remount(how: 'ro' | 'rw'): void } | null {
  const folder = temporaryFolder()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    return null
  }
  onTestFinished(() => {
    execFileSync('umount', [folder])
  })
  return {
    folder,
    remount: (how) => execFileSync('mount', ['-o', `remount,${how}`, folder]),
  }
}

const canMount = (() => {
  try {
    execFileSync('unshare', ['--mount', 'true'], { stdio: 'ignore' })
    return process.platform === 'linux' && process.getuid?.() === 0
  } catch {
    return false
  }
})()

/** A closed world with changes that wait, a label and an account that isn't kept. */
function worldWithChanges(changes = 5) {
  const { engine, file, key } = openWorld()
  for (let n = 1; n <= changes; n += 1)
    engine.enqueue(w.mutationId(n), i.invite(w.uuid(5, 100 + n), `guest${n}@guest.example`), w.now)
  engine.keep(w.cumulus, false)
  engine.close()
  return { file, key, folder: dirname(file) }
}

function queueOf(engine: ReturnType<typeof openEngine>['engine']): string[] {
  return read(engine, 'outbox.list', {}).map(({ mutationId }) => mutationId)
}

test('a fresh copy takes over what waited in a damaged one, and says what became of it', () => {
  const { file, key, folder } = worldWithChanges()
  const aside = join(folder, 'aside.db')
  copyFileSync(file, aside)
  const { engine } = openEngine({ file: join(folder, 'fresh.db') })
  const taken = engine.recover({ why: 'damaged', from: { file: aside, key: key.slice() } }, w.now)
  expect(taken).toMatchObject({ ok: true })
  const all = [1, 2, 3, 4, 5].map(w.mutationId)
  expect(queueOf(engine)).toEqual(all)
  expect(read(engine, 'offline.summary', {}).recovery).toEqual({
    at: w.now.toISOString(),
    why: 'damaged',
    changes: 5,
    doubtful: 0,
    lost: 0,
    isCountSure: true,
    labels: 0,
  })
  // Once more adds nothing.
  engine.recover({ why: 'damaged', from: { file: aside, key: key.slice() } }, w.now)
  expect(queueOf(engine)).toEqual(all)
  engine.applyBootstrap(w.bootstrap(), w.now)
  const invitations = read(engine, 'invitations.list', { accountId: w.acme })
  expect(invitations.filter(({ waiting }) => waiting)).toHaveLength(5)
  const kept = read(engine, 'offline.accounts', {}).find(({ accountId }) => accountId === w.cumulus)
  expect(kept, 'what the user chose came along').toMatchObject({ kept: false })
  expect(engine.outgoing().map(({ mutationId }) => mutationId)).toEqual([w.mutationId(1)])
  const seen = engine.forgetRecovery()
  expect(seen.ok && seen.value.tables, 'who shows it is told').toContain('outbox')
  expect(read(engine, 'offline.summary', {}).recovery).toBeNull()
})

test('what was on its way is sent again under its id, and what was refused still waits for a decision', () => {
  const { engine, file, key } = openWorld()
  for (let n = 1; n <= 3; n += 1)
    engine.enqueue(w.mutationId(n), i.invite(w.uuid(5, 100 + n), `guest${n}@guest.example`), w.now)
  engine.moveOutbox(w.mutationId(1), { to: 'sending' })
  engine.moveOutbox(w.mutationId(1), { to: 'sent', transaction: '900' })
  engine.moveOutbox(w.mutationId(2), { to: 'sending' })
  engine.moveOutbox(w.mutationId(2), { to: 'refused', problem: problem('forbidden') })
  engine.moveOutbox(w.mutationId(3), { to: 'sending' })
  engine.close()
  const { engine: fresh } = openEngine({ file: join(dirname(file), 'fresh.db') })
  fresh.recover({ why: 'damaged', from: { file, key: key.slice() } }, w.now)
  const states = read(fresh, 'outbox.list', {}).map(({ mutationId, state }) => [mutationId, state])
  expect(states).toEqual([
    [w.mutationId(1), 'waiting'],
    [w.mutationId(2), 'refused'],
    [w.mutationId(3), 'waiting'],
  ])
  expect(fresh.undo(w.mutationId(3)), 'it may have arrived').toMatchObject({ undone: false })
})

test('changes found in loose pages wait for a decision, and are never sent by themselves', () => {
  const { file, key, folder } = worldWithChanges()
  const bytes = readFileSync(file)
  bytes.fill(0, 0, pageBytes)
  writeFileSync(file, bytes)
  expect(createEngine().open({ file, key: key.slice() })).toMatchObject({
    ok: false,
    error: { state: 'damaged' },
  })
  const { engine } = openEngine({ file: join(folder, 'fresh.db') })
  engine.recover({ why: 'damaged', from: { file, key: key.slice() } }, w.now)
  const items = read(engine, 'outbox.list', {})
  expect(items.map(({ mutationId }) => mutationId)).toEqual([1, 2, 3, 4, 5].map(w.mutationId))
  expect(items.every(({ state, problem }) => state === 'refused' && problem?.state === 'found')).toBe(true)
  expect(engine.outgoing()).toEqual([])
  expect(read(engine, 'offline.summary', {}).recovery).toMatchObject({
    changes: 0,
    doubtful: 5,
    isCountSure: false,
  })
})

test('wherever a file is damaged it opens and answers, or says that it is damaged; nothing throws', () => {
  const { file, key, folder } = worldWithChanges()
  const bytes = readFileSync(file)
  const outcomes = new Set<string>()
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: bytes.length - 1 }), { minLength: 1, maxLength: 12 }),
      fc.option(fc.integer({ min: 0, max: bytes.length }), { freq: 4 }),
      (offsets, cutAt) => {
        const damaged = Buffer.from(bytes)
        for (const offset of offsets) damaged[offset] = (damaged[offset] ?? 0) ^ 0xff
        const copy = join(folder, 'damaged.db')
        for (const end of ['-wal', '-shm']) rmSync(copy + end, { force: true })
        writeFileSync(copy, cutAt === null ? damaged : damaged.subarray(0, cutAt))
        const engine = fedWithRows(createEngine())
        const opened = engine.open({ file: copy, key: key.slice() })
        const answers = opened.ok
          ? [
              engine.read('accounts.list', {}, w.now),
              engine.read('users.list', { accountId: w.acme }, w.now),
              engine.read('outbox.list', {}, w.now),
              engine.enqueue(w.mutationId(50), i.grant(w.ben, w.portal), w.now),
            ]
          : [opened]
        for (const answer of answers) {
          if (answer.ok || answer.error.code !== 'replica_unavailable') continue
          outcomes.add('damaged')
          expect(answer.error.state).toBe('damaged')
        }
        if (opened.ok) outcomes.add('opened')
        engine.close()
        const fresh = join(folder, 'fresh.db')
        for (const end of ['', '-wal', '-shm']) rmSync(fresh + end, { force: true })
        const next = createEngine()
        next.open({ file: fresh, key: key.slice() })
        const taken = next.recover({ why: 'damaged', from: { file: copy, key: key.slice() } }, w.now)
        expect(taken.ok).toBe(true)
        next.close()
      },
    ),
    { numRuns: 40 },
  )
  expect([...outcomes].sort()).toEqual(['damaged', 'opened'])
})

test('damage that shows only in use is told by the check, table by table', () => {
  const { file, key } = worldWithChanges()
  const bytes = readFileSync(file)
  const found: boolean[] = []
  for (let page = 1; page < bytes.length / pageBytes; page += 1) {
    const damaged = Buffer.from(bytes)
    damaged.fill(9, page * pageBytes + 100, page * pageBytes + 200)
    writeFileSync(file, damaged)
    const reader = createReader()
    const opened = reader.open({ file, key: key.slice() })
    if (!opened.ok) continue
    const results = reader.tables().map((table) => reader.checkTable(table))
    found.push(results.some((result) => !result.ok && result.error.state === 'damaged'))
    reader.close()
  }
  // A page that no table uses may be what it likes.
  expect(found.filter((damage) => !damage).length).toBeLessThan(found.length / 4)
  expect(found.some((damage) => damage)).toBe(true)
})

test('a log of another file beside it is never taken for its own', () => {
  const { file, key, folder } = worldWithChanges()
  const other = openWorld()
  other.engine.enqueue(w.mutationId(90), i.assign(w.portal), w.now)
  copyFileSync(`${other.file}-wal`, `${file}-wal`)
  const before = readFileSync(file)
  expect(createEngine().open({ file, key: key.slice() })).toMatchObject({
    ok: false,
    error: { state: 'damaged' },
  })
  expect(readFileSync(file).equals(before), 'its log would have been folded in').toBe(true)
  const { engine } = openEngine({ file: join(folder, 'fresh.db') })
  engine.recover({ why: 'damaged', from: { file, key: key.slice() } }, w.now)
  expect(queueOf(engine)).toEqual([1, 2, 3, 4, 5].map(w.mutationId))
  expect(engine.outgoing(), 'what the log would have said of them is not known').toEqual([])
})

test('an old log of the same file beside a newer one is found out, and nothing that waits is lost', () => {
  const { engine, file, key } = openWorld()
  for (let n = 1; n <= 3; n += 1)
    engine.enqueue(w.mutationId(n), i.invite(w.uuid(5, 100 + n), `guest${n}@guest.example`), w.now)
  const log = readFileSync(`${file}-wal`)
  engine.close()
  const later = openEngine({ file, key })
  for (let n = 4; n <= 40; n += 1)
    later.engine.enqueue(w.mutationId(n), i.invite(w.uuid(5, 100 + n), `guest${n}@guest.example`), w.now)
  later.engine.close()
  const whole = readFileSync(file)
  writeFileSync(`${file}-wal`, log)
  const again = createEngine()
  const opened = again.open({ file, key: key.slice() })
  const listed = opened.ok ? again.read('outbox.list', {}, w.now) : opened
  again.close()
  // SQLite can't tell: the log's numbers are right. What it mixes up is found by the check, or reads as it was then.
  if (!listed.ok) expect(listed.error.state).toBe('damaged')
  writeFileSync(file, whole)
  writeFileSync(`${file}-wal`, log)
  const { engine: fresh } = openEngine({ file: join(dirname(file), 'fresh.db') })
  fresh.recover({ why: 'damaged', from: { file, key: key.slice() } }, w.now)
  expect(queueOf(fresh)).toEqual(expect.arrayContaining([1, 2, 3].map(w.mutationId)))
})

test('rubbish in place of the log costs nothing that was folded in', () => {
  const { file, key } = worldWithChanges()
  writeFileSync(`${file}-wal`, Buffer.alloc(50_000, 'rubbish'))
  const { engine } = openEngine({ file, key })
  expect(queueOf(engine)).toHaveLength(5)
})

test('a file of a newer version stays as it is to the byte, with its log and its index', () => {
  const { file, key, folder } = worldWithChanges()
  const next = (migrations.at(-1)?.version ?? 0) + 1
  const newer = openDatabase(file, key, [
    ...migrations,
    { version: next, sql: 'create table later (id text)' },
  ])
  if (!newer.ok) throw new Error(newer.error.detail)
  newer.value.run("insert into later (id) values ('x')")
  // As a program that was killed leaves it: with its log not folded in.
  const left = join(folder, 'left')
  mkdirSync(left)
  for (const end of ['', '-wal', '-shm']) copyFileSync(file + end, join(left, `replica.db${end}`))
  newer.value.close()
  const copy = join(left, 'replica.db')
  for (const ends of [['', '-wal', '-shm'], ['', '-wal'], ['']]) {
    for (const end of ['-wal', '-shm']) if (!ends.includes(end)) rmSync(copy + end, { force: true })
    if (ends.length === 1) copyFileSync(file, copy)
    const before = Object.fromEntries(readdirSync(left).map((name) => [name, readFileSync(join(left, name))]))
    expect(createEngine().open({ file: copy, key: key.slice() })).toMatchObject({
      ok: false,
      error: { code: 'replica_unavailable', state: 'newer' },
    })
    const after = Object.fromEntries(readdirSync(left).map((name) => [name, readFileSync(join(left, name))]))
    expect(after).toEqual(before)
  }
})

test('a file that went while it was open is put back with all that is in it', () => {
  const { engine, file, key } = openWorld()
  engine.enqueue(w.mutationId(1), i.assign(w.portal), w.now)
  rmSync(dirname(file), { recursive: true })
  const refused = engine.enqueue(w.mutationId(2), i.grant(w.ben, w.portal), w.now)
  expect(refused).toMatchObject({ ok: false, error: { code: 'replica_unavailable', state: 'moved' } })
  engine.close()
  const bytes = readFileSync(file)
  expect(bytes.includes('Acme Logistics')).toBe(false)
  const again = openEngine({ file, key })
  expect(queueOf(again.engine)).toEqual([w.mutationId(1)])
  expect(read(again.engine, 'users.list', { accountId: w.acme }).length).toBeGreaterThan(0)
  expect(again.engine.enqueue(w.mutationId(2), i.grant(w.ben, w.payroll), w.now).ok).toBe(true)
})

test('another program that holds the file is told as such, and nothing is harmed', () => {
  const { file, key } = worldWithChanges()
  const holder = openDatabase(file, key)
  if (!holder.ok) throw new Error(holder.error.detail)
  holder.value.run('pragma locking_mode = exclusive')
  holder.value.run('begin immediate')
  const engine = createEngine()
  expect(engine.open({ file, key: key.slice() })).toMatchObject({ ok: false, error: { state: 'busy' } })
  holder.value.run('rollback')
  holder.value.close()
  expect(queueOf(openEngine({ file, key }).engine)).toHaveLength(5)
})

// What follows needs a disk of its own, which only root may mount.
test.skipIf(!canMount)(
  'a disk that fills up refuses changes and pages whole, and goes on when there is room',
  () => {
    const disk = smallDisk(1_200_000)
    if (!disk) throw new Error('no disk')
    const file = join(disk.folder, 'replica.db')
    const { engine, key } = openEngine({ file })
    engine.applyBootstrap(w.bootstrap(), w.now)
    const ballast = join(disk.folder, 'ballast')
    writeFileSync(ballast, Buffer.alloc(300_000))
    let queued = 0
    let refused = null
    while (!refused) {
      const intent = i.invite(w.uuid(5, 100 + queued), `guest${queued}@guest.example`)
      const result = engine.enqueue(w.mutationId(queued), intent, w.now)
      if (result.ok) queued += 1
      else refused = result.error
    }
    expect(refused).toMatchObject({ code: 'replica_unavailable', state: 'full' })
    expect(queueOf(engine)).toHaveLength(queued)
    const before = engine.state()
    const big = w.page(500, [
      w.put({
        entity: 'membership',
        rows: Array.from({ length: 2000 }, (_, n) => w.membership(w.uuid(4, 1000 + n), w.acme, `Full ${n}`)),
      }),
    ])
    let page = null
    try {
      engine.applyPage(big, w.now)
    } catch (error) {
      page = error
    }
    expect(String(page)).toContain('The disk is full')
    expect(engine.state()).toEqual(before)
    rmSync(ballast)
    disk.remount('rw')
    execFileSync('mount', ['-o', 'remount,size=20000000', disk.folder])
    engine.applyPage(big, w.now)
    expect(engine.state().cursor).toBe(w.cursor(500))
    expect(engine.enqueue(w.mutationId(9999), i.assign(w.portal), w.now).ok).toBe(true)
    engine.close()
    expect(queueOf(openEngine({ file, key }).engine)).toHaveLength(queued + 1)
  },
)

test.skipIf(!canMount)(
  'on a disk that was full from the start opening says so, and works once there is room',
  () => {
    const disk = smallDisk(200_000)
    if (!disk) throw new Error('no disk')
    const ballast = join(disk.folder, 'ballast')
    writeFileSync(ballast, Buffer.alloc(190_000))
    const file = join(disk.folder, 'replica.db')
    const key = newKey()
    expect(createEngine().open({ file, key: key.slice() })).toMatchObject({
      ok: false,
      error: { code: 'replica_unavailable', state: 'full' },
    })
    rmSync(ballast)
    execFileSync('mount', ['-o', 'remount,size=20000000', disk.folder])
    const { engine } = openEngine({ file, key })
    engine.applyBootstrap(w.bootstrap(), w.now)
    expect(read(engine, 'accounts.list', {})).toHaveLength(4)
  },
)

test.skipIf(!canMount).each(['closed', 'killed'])(
  'on a disk that can only be read, a copy that was %s is read and changes are refused with the reason',
  (how) => {
    const disk = smallDisk(20_000_000)
    if (!disk) throw new Error('no disk')
    const { file, key, folder } = worldWithChanges()
    const place = join(disk.folder, 'replica.db')
    if (how === 'killed') {
      const open = openEngine({ file, key })
      open.engine.enqueue(w.mutationId(6), i.assign(w.portal), w.now)
      for (const end of ['', '-wal', '-shm']) copyFileSync(file + end, place + end)
    } else copyFileSync(join(folder, 'replica.db'), place)
    disk.remount('ro')
    const { engine } = openEngine({ file: place, key })
    expect(queueOf(engine)).toHaveLength(how === 'killed' ? 6 : 5)
    expect(read(engine, 'users.list', { accountId: w.acme }).length).toBeGreaterThan(0)
    expect(read(engine, 'offline.summary', {}).isReadOnly).toBe(true)
    expect(engine.enqueue(w.mutationId(7), i.assign(w.portal), w.now)).toMatchObject({
      ok: false,
      error: { code: 'replica_unavailable', state: 'read-only' },
    })
    const reader = openToRead(place, key)
    if (!reader.ok) throw new Error(reader.error.detail)
    expect(reader.value.get('select count(*) as count from account')).toEqual({ count: 4 })
    reader.value.close()
    engine.close()
    disk.remount('rw')
    expect(readdirSync(disk.folder).sort()).toEqual(
      how === 'killed' ? ['replica.db', 'replica.db-shm', 'replica.db-wal'] : ['replica.db'],
    )
    expect(existsSync(place)).toBe(true)
  },
)

test('failures of the machine are told apart from bugs', () => {
  expect(problemOf(new Error('a bug'))).toBeNull()
  expect(problemOf(Object.assign(new Error('no room'), { code: 'ENOSPC' }))).toMatchObject({ state: 'full' })
})
