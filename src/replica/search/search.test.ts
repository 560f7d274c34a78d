import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openDatabase, type Sql } from '../database.ts'
import { newKey, temporaryFolder } from '../testing/temporary.ts'
import { best, find } from './find.ts'
import { foldEntry, invitations, type Kind, people } from './kinds.ts'
import { readQuestion } from './question.ts'
import { rankOf } from './rank.ts'
import { indexStep, resetIndex, tolerated } from './upkeep.ts'

/** A replica after its first sync. */
function open(file: string): Sql {
  const opened = openDatabase(file, newKey())
  if (!opened.ok) throw new Error(opened.error.detail)
  opened.value.run(`insert into meta (name, value) values ('cursor', 'c'), ('usable', 'yes')`)
  return opened.value
}

function openSearch(): Sql {
  const sql = open(join(temporaryFolder(), 'replica.db'))
  onTestFinished(() => sql.close())
  return sql
}

function add(sql: Sql, name: string, email: string): number {
  const row = sql.get<{ n: number }>(
    'insert into person (id, name, email) values (?, ?, ?) returning n',
    Uint8Array.from(randomBytes(16)),
    name,
    email,
  )
  return row?.n ?? 0
}

function addMany(sql: Sql, count: number): void {
  sql.transaction(() => {
    for (let index = 0; index < count; index += 1) add(sql, `Filler ${index}`, `filler${index}@example.com`)
  })
}

function index(sql: Sql): number {
  let steps = 0
  while (sql.transaction(() => indexStep(sql))) steps += 1
  return steps
}

function questionOf(typed: string) {
  const question = readQuestion(typed)
  if (!question) throw new Error('nothing was asked')
  return question
}

/** Names in the order of the answer. */
function found(sql: Sql, typed: string, kind: Kind = people): string[] {
  const answer = find(sql, kind, questionOf(typed)).found
  return best(answer, () => false, 50).map(({ entry }) => entry.names[0] ?? entry.others[0] ?? '')
}

/** Numbers that a look at every row finds. */
function scanned(sql: Sql, kind: Kind, typed: string): number[] {
  return kind
    .read(sql, 'n >= ?', 0)
    .filter((entry) => rankOf(foldEntry(entry), questionOf(typed)) !== null)
    .map(({ n }) => n)
    .sort((a, b) => a - b)
}

function numbers(sql: Sql, kind: Kind, typed: string): number[] {
  return find(sql, kind, questionOf(typed))
    .found.map(({ entry }) => entry.n)
    .sort((a, b) => a - b)
}

/** Everybody is in the index, and nobody is looked at one by one. */
function indexed(names: readonly (readonly [string, string])[]): Sql {
  const sql = openSearch()
  fill(sql, names)
  return sql
}

function fill(sql: Sql, names: readonly (readonly [string, string])[]): void {
  sql.transaction(() => {
    for (const [name, email] of names) add(sql, name, email)
  })
  addMany(sql, tolerated + 1)
  index(sql)
  expect(sql.get('select up_to as n from search_done where kind = 0')).toEqual({
    n: names.length + tolerated + 1,
  })
}

describe('people are found', () => {
  const crowd = [
    ['Anna Wagner', 'anna.wagner@acme.example'],
    ['Joanna Swan', 'j.swan@acme.example'],
    ['Łukasz Świątek', 'lukasz@lodz.example'],
    ['Straßer Größe', 'gs@example.org'],
    ['李明', 'li.ming@example.cn'],
    ['王小明', 'wang@example.cn'],
    ['مُحَمَّد المصري', 'm.masri@example.eg'],
    ['Фёдор Иванов', 'fedor@example.ru'],
    ['Ｙａｍａｄａ　たろう', 'taro@example.jp'],
    ["Sinéad O'Brien", 'sinead@example.ie'],
    ['한국인', 'han@example.kr'],
    ['𠮷田', 'yoshida@example.jp'],
  ] as const

  let opened: Sql | null = null
  beforeAll(() => {
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-search-'))
    opened = open(join(folder, 'replica.db'))
    fill(opened, crowd)
    return () => {
      opened?.close()
      rmSync(folder, { recursive: true })
    }
  })
  function ofCrowd(): Sql {
    if (!opened) throw new Error('not open')
    return opened
  }

  test.each([
    ['wa', 'anna wagner'],
    ['w', 'anna wagner'],
    ['agne', 'anna wagner'],
    ['wagner anna', 'anna wagner'],
    ['swi', 'lukasz swiatek'],
    ['STRASSER', 'strasser grosse'],
    ['groß', 'strasser grosse'],
    ['李明', '李明'],
    ['李', '李明'],
    ['小明', '王小明'],
    ['محمد', 'محمد المصري'],
    ['иванов федор', 'федор иванов'],
    ['yamada', 'yamada たろう'],
    ["o'brien", "sinead o'brien"],
    ['brien o', "sinead o'brien"],
    ['국인', '한국인'],
    ['𠮷', '𠮷田'],
    ['sinead@example.ie', "sinead o'brien"],
    ['@lodz', 'lukasz swiatek'],
    ['wagner@acme', 'anna wagner'],
  ])('by "%s"', (typed, name) => {
    expect(found(ofCrowd(), typed)).toContain(name)
  })

  test('by the one letter of a name that is a letter, wherever it stands', () => {
    expect(found(ofCrowd(), '明').toSorted()).toEqual(['李明', '王小明'].toSorted())
  })

  test('by nothing that no word of theirs holds', () => {
    const sql = ofCrowd()
    expect(found(sql, 'wagnerx')).toEqual([])
    expect(found(sql, 'swan wagner')).toEqual([])
    expect(found(sql, 'anna@lodz')).toEqual([])
  })

  test('the better the more of the name was typed', () => {
    const sql = indexed([
      ['Joanna', 'x1@example.com'],
      ['Someone', 'anna@example.com'],
      ['Maria Anna', 'x2@example.com'],
      ['Annabel', 'x3@example.com'],
      ['Anna', 'x4@example.com'],
    ])
    expect(found(sql, 'anna')).toEqual(['anna', 'annabel', 'maria anna', 'joanna', 'someone'])
  })

  test('by a whole name even where thousands begin like it', () => {
    const sql = openSearch()
    sql.transaction(() => {
      for (let count = 0; count < 3000; count += 1) add(sql, `Annabel ${count}`, `a${count}@example.com`)
      add(sql, 'Ann', 'last@example.com')
    })
    index(sql)
    addMany(sql, tolerated + 1)
    index(sql)
    expect(found(sql, 'ann')[0]).toBe('ann')
  })
})

describe('the index', () => {
  test('holds a new name and no longer the old one at once, before it was made anew', () => {
    const sql = indexed([['Petra Old', 'petra@example.com']])
    sql.run('update person set name = ? where n = 1', 'Petra New')
    expect(found(sql, 'petra new')).toEqual(['petra new'])
    expect(found(sql, 'petra old')).toEqual([])
  })

  test('is made anew for what changed only when that is much, and at once for what is gone', () => {
    const sql = indexed([['Petra Old', 'petra@example.com']])
    sql.run('update person set name = ? where n = 1', 'Petra New')
    expect(index(sql)).toBe(0)
    sql.run('delete from person where n = 1')
    expect(index(sql)).toBe(1)
    expect(sql.get('select count(*) as count from search_due')).toEqual({ count: 0 })
    expect(found(sql, 'petra')).toEqual([])
  })

  test('knows a number that was given to another one', () => {
    const sql = indexed([])
    const last = tolerated + 1
    sql.run('delete from person where n = ?', last)
    expect(add(sql, 'Wanda Wagner', 'wanda@example.com')).toBe(last)
    expect(found(sql, 'wanda')).toEqual(['wanda wagner'])
    index(sql)
    expect(found(sql, 'wanda')).toEqual(['wanda wagner'])
  })

  test('says that an answer is not complete while it is far behind', () => {
    const sql = openSearch()
    addMany(sql, 2000)
    expect(find(sql, people, questionOf('filler')).complete).toBe(false)
    index(sql)
    expect(find(sql, people, questionOf('filler')).complete).toBe(true)
  })

  test('is made of what is there while a first sync is stopped, as nothing more comes', () => {
    const sql = openSearch()
    sql.run(`delete from meta where name = 'cursor'`)
    add(sql, 'Wanda Weaver', 'wanda@example.com')
    addMany(sql, 3000)
    expect(index(sql), 'while rows arrive it waits for more of them').toBe(0)
    expect(find(sql, people, questionOf('wanda')).complete).toBe(false)
    sql.run(`insert into meta (name, value) values ('loadingStopped', 'yes')`)
    index(sql)
    expect(find(sql, people, questionOf('filler 2900'))).toMatchObject({ complete: true, found: [{}] })
  })

  test('is made in steps of some thousand people, as whoever writes waits for one', () => {
    const sql = openSearch()
    addMany(sql, 9000)
    expect(index(sql)).toBe(2)
    expect(found(sql, 'filler 8999')).toHaveLength(1)
  })

  test('is empty after it was reset, and full again after it was made', () => {
    const sql = indexed([['Petra', 'petra@example.com']])
    sql.transaction(() => resetIndex(sql))
    expect(sql.get('select count(*) as count from search_gram')).toEqual({ count: 0 })
    expect(found(sql, 'petra')).toEqual(['petra'])
    index(sql)
    expect(found(sql, 'petra')).toEqual(['petra'])
  })
})

const parts = [
  'an',
  'Anna',
  'Öz',
  '明',
  '李',
  'ß',
  'ивá',
  '-',
  ' ',
  'smith',
  'Sm',
  'مُ',
  '𠮷',
  "o'",
  'é',
  '7',
  '@',
]
const textArbitrary = fc
  .array(fc.constantFrom(...parts), { minLength: 1, maxLength: 5 })
  .map((all) => all.join(''))
const typedArbitrary = textArbitrary.filter((typed) => readQuestion(typed) !== null)

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('add' as const), name: textArbitrary, email: textArbitrary }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('rename' as const), which: fc.nat(), name: textArbitrary }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crowd' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('index' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reset' as const) }) },
)

test('finds what a look at every row finds, whatever was written, removed and indexed in whatever order', () => {
  const sql = openSearch()
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 25 }),
      fc.array(typedArbitrary, { minLength: 1, maxLength: 6 }),
      (steps, questions) => {
        sql.transaction(() => {
          resetIndex(sql)
          sql.run('delete from person')
          sql.run('delete from invitation')
        })
        for (const one of steps) sql.transaction(() => perform(sql, one))
        for (const kind of [people, invitations]) {
          for (const typed of questions) expect(numbers(sql, kind, typed)).toEqual(scanned(sql, kind, typed))
        }
      },
    ),
    { numRuns: 40 },
  )
}, 60_000)

/** Invitations have numbers with gaps, some lower than those before. */
function perform(sql: Sql, one: typeof step extends fc.Arbitrary<infer T> ? T : never): void {
  const pick = (table: string, key: string, which: number) => {
    const rows = sql.all<{ n: number }>(`select ${key} as n from ${table} order by ${key}`)
    return rows[which % Math.max(1, rows.length)]?.n ?? 0
  }
  const invite = (k: number, email: string) =>
    sql.run(
      `insert or replace into invitation values (?, ?, ?, 'viewer', 1, '[]', '', 0, 'pending', '', 0, 0, 1, null)`,
      k,
      Uint8Array.from(randomBytes(16)),
      email,
    )
  switch (one.kind) {
    case 'add':
      add(sql, one.name, one.email)
      invite((one.name.length % 3) * 131_072 * 100 + one.email.length, one.email)
      break
    case 'rename':
      sql.run('update person set name = ? where n = ?', one.name, pick('person', 'n', one.which))
      sql.run('update invitation set email = ? where k = ?', one.name, pick('invitation', 'k', one.which))
      break
    case 'remove':
      sql.run('delete from person where n = ?', pick('person', 'n', one.which))
      sql.run('delete from invitation where k = ?', pick('invitation', 'k', one.which))
      break
    case 'crowd':
      for (let count = 0; count <= tolerated; count += 1) {
        add(sql, 'zz', 'zz')
        invite(131_072 * 300 + count, 'zz')
      }
      break
    case 'index':
      while (indexStep(sql)) {
        // Until nothing is left.
      }
      break
    case 'reset':
      resetIndex(sql)
      break
  }
}
