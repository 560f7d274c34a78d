import * as c from '@gatehouse/contract'
import { describe, expect, it, test } from 'vitest'
import type { AccessFilter, AccessRow, AccessSort } from '../../ipc/views.ts'
import { openToRead, type Sql } from '../database.ts'
import { compareLists } from '../register/people.ts'
import { holdsInARow, piecesOf, readTyped } from '../register/words.ts'
import { toUuid } from '../repositories/ids.ts'
import { done, type FedEngine, openEngine, openWorld, read } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}
type Random = ReturnType<typeof randomOf>

const names = [
  'Anna Wagner',
  'Żofia Łuczak',
  '王伟',
  '佐藤 健太',
  'محمد حداد',
  'Ana-Maria O’Neil',
  'anna wagner',
  'Zoé',
]
const domains = ['acme.example', 'a-cme.example', 'xn--test.example']
const accountOf = (n: number) => w.uuid<c.AccountId>(2, 300 + n)
const accountCount = 9
const environmentOf = (n: number) => (n % 4 === 2 ? w.staging : w.production)
/** Applications are never shared between environments. */
const applicationsOf = (n: number) => (n % 4 === 2 ? [w.sandbox] : [w.portal, w.payroll, w.wiki])

function worldOf(random: Random): c.BootstrapLine[] {
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T
  const entries = Array.from({ length: accountCount }, (_, n) =>
    w.entry(
      accountOf(n),
      `Account ${random(5)}`,
      pick(['owner', 'admin', 'admin', 'viewer', 'billing'] as const),
      {
        status: pick(['active', 'active', 'active', 'suspended', 'closed'] as const),
        environmentId: environmentOf(n),
      },
    ),
  )
  return [
    {
      type: 'start',
      protocol: 1,
      cursor: w.cursor(100),
      at: w.now.toISOString(),
      accounts: accountCount,
      rows: 9,
    },
    { type: 'principal', row: w.principal },
    { type: 'environments', rows: w.environments },
    { type: 'applications', rows: w.applications },
    { type: 'directory', rows: entries },
    { type: 'usable' },
    ...entries.flatMap(({ account }, n): c.BootstrapLine[] => [
      ...batchesOf(random, n).map(
        (batch): c.BootstrapLine => ({ type: 'rows', accountId: account.id, batch }),
      ),
      // Of one account not everything has arrived.
      ...(n === 3 ? [] : [{ type: 'account' as const, accountId: account.id }]),
    ]),
    { type: 'end' },
  ]
}

const memberId = (account: number, slot: number) => w.uuid<c.MembershipId>(4, 5000 + account * 100 + slot)

function batchesOf(random: Random, n: number): c.AccountRows[] {
  const accountId = accountOf(n)
  const slots = Array.from({ length: random(7) }, (_, slot) => slot)
  const assigned = applicationsOf(n).filter(() => random(3) > 0)
  return [
    { entity: 'membership', rows: slots.map((slot) => memberOf(random, n, slot)) },
    {
      entity: 'accountApplication',
      rows: assigned.map((id) => w.accountApplication(id, { accountId, autoAssign: random(3) === 0 })),
    },
    {
      entity: 'grant',
      rows: slots.flatMap((slot) =>
        applicationsOf(n).flatMap((applicationId) =>
          random(3) === 0
            ? [{ accountId, applicationId, membershipId: memberId(n, slot), grantedAt: w.daysAgo(1) }]
            : [],
        ),
      ),
    },
    {
      entity: 'invitation',
      rows: Array.from({ length: random(3) }, (_, index) =>
        w.invitation(w.uuid(5, 5000 + n * 10 + index), `guest${random(4)}@acme.example`, {
          accountId,
          status: random(3) === 0 ? 'revoked' : 'pending',
          createdAt: w.daysAgo(random(40)),
          expiresAt: w.daysAgo(random(40) - 30),
        }),
      ),
    },
  ]
}

function memberOf(random: Random, n: number, slot: number): c.Membership {
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T
  const role = pick(['owner', 'admin', 'technician', 'viewer'] as const)
  // Some people are in many accounts; what they are called may have changed since.
  const user = slot < 2 ? slot : n * 100 + slot
  return w.membership(memberId(n, slot), accountOf(n), pick(names), {
    userId: w.uuid<c.UserId>(6, 5000 + user),
    email: `${pick(['anna', 'a.wagner', 'wei12', 'zoe+x'])}${random(3)}@${pick(domains)}`,
    role,
    isOwner: role === 'owner',
    isLegacy: random(4) === 0,
    status: random(4) === 0 ? 'suspended' : 'active',
    permissions: [...c.rolePermissions[role]],
    lastActiveAt: random(3) === 0 ? null : w.daysAgo(random(200)),
    createdAt: w.daysAgo(random(300)),
    endsAt: random(3) === 0 ? w.daysAgo(5 - random(60)) : null,
  })
}

function changeOf(random: Random): c.Change[] {
  const n = random(accountCount)
  const accountId = accountOf(n)
  const slot = random(8)
  const kind = random(6)
  if (kind === 0)
    return [{ type: 'delete', accountId, target: { entity: 'membership', key: { id: memberId(n, slot) } } }]
  if (kind === 1)
    return [
      w.put(
        {
          entity: 'accountApplication',
          rows: [
            w.accountApplication(applicationsOf(n)[1] ?? w.sandbox, {
              accountId,
              autoAssign: random(2) === 0,
            }),
          ],
        },
        accountId,
      ),
    ]
  if (kind === 2) {
    const application = w.applications[random(4)] ?? w.applications[0]
    return application ? [{ type: 'application', row: { ...application, autoAssign: random(2) === 0 } }] : []
  }
  if (kind === 3)
    return [
      {
        type: 'directory',
        row: w.entry(accountId, `Account ${random(9)}`, random(2) === 0 ? 'admin' : 'billing', {
          environmentId: environmentOf(n),
        }),
      },
    ]
  if (kind === 4) return random(3) === 0 ? [{ type: 'purge', accountId }] : []
  return [w.put({ entity: 'membership', rows: [memberOf(random, n, slot)] }, accountId)]
}

/** People with and without a membership there, of which one administers each environment. */
function administratorsOf(random: Random): c.Change {
  const user = random(3)
  return {
    type: 'administrators',
    environmentId: random(2) === 0 ? w.production : w.staging,
    rows:
      random(4) === 0 ? null : [{ userId: w.uuid(6, 5000 + user), name: 'Ines', email: 'ines@a.example' }],
  }
}

function labelOf(random: Random) {
  return { alias: '', colour: null, tags: [['big'], ['new'], ['big', 'new'], []][random(4)] ?? [] }
}

interface Plain {
  key: string
  n: number
  account: string
  accountId: string
  environmentId: string
  accountStatus: c.Account['status']
  mine: c.Permission[]
  kind: 'member' | 'invitation'
  userId: string | null
  name: string
  email: string
  role: string
  isOwner: number
  isLegacy: number
  status: 'active' | 'suspended'
  permissions: c.Permission[]
  seenAt: number | null
  createdAt: number
  endsAt: number | null
  granted: number[]
}

/** Everything that may be seen, read plainly. */
function readPlainly(sql: Sql): Plain[] {
  const set = (id: unknown) =>
    JSON.parse(
      sql.get<{ permissions: string }>('select permissions from permission_set where id = ?', Number(id))
        ?.permissions ?? '[]',
    ) as c.Permission[]
  const shared = `a.n, a.name as account, a.id as accountId, a.environment_id as environmentId,
    a.status as accountStatus, a.permissions as mine`
  const rows = [
    ...sql.all<Record<string, unknown>>(
      `select 'member' as kind, m.k, m.id as key, ${shared}, p.id as userId, p.name, p.email, m.role,
         m.is_owner as isOwner, m.is_legacy as isLegacy, m.status, m.permissions, m.last_active_at as seenAt,
         m.created_at as createdAt, m.ends_at as endsAt
       from membership m join account a on a.n = m.k / 131072 join person p on p.n = m.person
       where a.loaded_at is not null`,
    ),
    ...sql.all<Record<string, unknown>>(
      `select 'invitation' as kind, i.k, i.id as key, ${shared}, null as userId, i.email as name, i.email, i.role,
         0 as isOwner, 0 as isLegacy, 'active' as status, i.permissions, null as seenAt,
         i.created_at as createdAt, i.expires_at as endsAt
       from invitation i join account a on a.n = i.k / 131072
       where a.loaded_at is not null and i.status = 'pending'`,
    ),
  ]
  return rows
    .map(
      (row) =>
        ({
          ...row,
          key: toUuid(row.key as Uint8Array),
          accountId: toUuid(row.accountId as Uint8Array),
          userId: row.userId === null ? null : toUuid(row.userId as Uint8Array),
          mine: set(row.mine),
          permissions: set(row.permissions),
          granted: sql
            .all<{ application: number }>(
              'select application from grant_ where account = ? and slot = ?',
              Number(row.n),
              Number(row.k) % 131_072,
            )
            .map(({ application }) => application),
        }) as unknown as Plain,
    )
    .filter(({ mine }) => mine.includes('users.view'))
}

/** Why a row has an application, by the contract's rule. */
function sourcesPlainly(sql: Sql, row: Plain, applicationId: string): c.AccessSource[] {
  const application = sql
    .all<{ n: number; id: Uint8Array; auto: number; environmentId: string }>(
      'select n, id, auto_assign as auto, environment_id as environmentId from application',
    )
    .find(({ id }) => toUuid(id) === applicationId)
  if (!application || application.environmentId !== row.environmentId || row.kind === 'invitation') return []
  const assigned = sql.get<{ auto: number }>(
    'select auto_assign as auto from account_application where account = ? and application = ?',
    row.n,
    application.n,
  )
  return c.effectiveSources({
    accountStatus: row.accountStatus,
    membershipStatus: row.status,
    environmentAuto: application.auto === 1,
    accountAuto: assigned ? assigned.auto === 1 : null,
    hasGrant: row.granted.includes(application.n),
  })
}

const seconds = (ms: number) => Math.floor(ms / 1000)

function isOfEnvironment(sql: Sql, { environmentId, userId }: Plain): boolean {
  const stored = sql.get<{ rows: string }>(
    'select rows from environment_administrators where environment_id = ?',
    environmentId,
  )
  const rows = JSON.parse(stored?.rows ?? '[]') as c.Administrator[]
  return rows.some((each) => each.userId === userId)
}

function tagsOf(sql: Sql, { accountId }: Plain): string[] {
  const stored = sql.get<{ tags: string }>('select tags from account_label where account_id = ?', accountId)
  return JSON.parse(stored?.tags ?? '[]') as string[]
}

function isMeant(sql: Sql, all: readonly Plain[], row: Plain, filter: AccessFilter): boolean {
  const now = seconds(w.now.getTime())
  const ago = (days: number) => now - days * 86_400
  const isMember = row.kind === 'member'
  const mayAll = (each: Plain) =>
    each.kind === 'member' &&
    each.n === row.n &&
    each.status === 'active' &&
    (each.endsAt === null || seconds(each.endsAt) > now) &&
    (each.isOwner === 1 ||
      c.permissionSchema.options.every((permission) => each.permissions.includes(permission)))
  const [local = '', domain = ''] = [
    row.email.slice(0, row.email.lastIndexOf('@')),
    row.email.split('@').at(-1),
  ]
  const tests = [
    isMember || filter.invitedDays !== null,
    readTyped(filter.text).every(
      (typed) =>
        holdsInARow(isMember ? piecesOf(row.name) : [], typed) ||
        holdsInARow([...piecesOf(local), ...piecesOf(domain)], typed),
    ),
    filter.userId === null || row.userId === filter.userId,
    filter.applicationId === null ||
      (row.mine.includes('applications.view') && sourcesPlainly(sql, row, filter.applicationId).length > 0),
    filter.permission === null ||
      (isMember && (row.isOwner === 1 || row.permissions.includes(filter.permission))),
    filter.role === null || row.role === filter.role,
    filter.unseenDays === null || (isMember && seconds(row.seenAt ?? row.createdAt) < ago(filter.unseenDays)),
    filter.invitedDays === null ||
      (row.seenAt === null &&
        seconds(row.createdAt) < ago(filter.invitedDays) &&
        (isMember || seconds(row.endsAt ?? 0) > now)),
    !filter.onlyOwner || (row.accountStatus === 'active' && mayAll(row) && all.filter(mayAll).length === 1),
    !filter.administrators ||
      (isMember && (row.isOwner === 1 || row.role === 'admin' || isOfEnvironment(sql, row))),
    filter.endingDays === null ||
      (isMember &&
        row.endsAt !== null &&
        seconds(row.endsAt) > now &&
        seconds(row.endsAt) <= now + filter.endingDays * 86_400),
    filter.status === null || (isMember && row.status === filter.status),
    !filter.legacy || (isMember && row.isLegacy === 1),
    filter.environmentId === null || row.environmentId === filter.environmentId,
    filter.accountId === null || row.accountId === filter.accountId,
    filter.tag === null || tagsOf(sql, row).includes(filter.tag),
  ]
  return tests.every(Boolean)
}

const everyone: AccessFilter = {
  text: '',
  userId: null,
  applicationId: null,
  permission: null,
  role: null,
  unseenDays: null,
  invitedDays: null,
  onlyOwner: false,
  administrators: false,
  endingDays: null,
  status: null,
  legacy: false,
  tag: null,
  environmentId: null,
  accountId: null,
}

function filtersOf(random: Random): AccessFilter[] {
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T
  const parts: Partial<AccessFilter>[] = [
    {
      text: pick([
        'anna',
        'ANNA wag',
        'a.wagner',
        'wei12',
        '伟',
        'luczak',
        'acme',
        '@a-cme',
        'guest1',
        'حداد',
        'zz',
      ]),
    },
    { userId: w.uuid(6, 5000 + random(3)) },
    { applicationId: pick([w.portal, w.payroll, w.directory, w.sandbox, w.uuid(3, 99)]) },
    { permission: pick(['users.edit', 'services.view', 'invoices.view_pay']) },
    { role: pick(['owner', 'admin', 'viewer']) },
    { unseenDays: random(150) },
    { invitedDays: random(20) },
    { onlyOwner: true },
    { administrators: true },
    { endingDays: random(60) },
    { status: pick(['active', 'suspended']) },
    { legacy: true },
    { environmentId: pick([w.production, w.staging]) },
    { accountId: accountOf(random(accountCount)) },
    { tag: pick(['big', 'new', 'nowhere']) },
  ]
  return [
    everyone,
    ...parts.map((part) => ({ ...everyone, ...part })),
    ...Array.from({ length: 6 }, () => ({ ...everyone, ...pick(parts), ...pick(parts) })),
  ]
}

const keyOf = (row: AccessRow) => `${row.membershipId ?? row.invitationId}`

/** Asked until everything was looked at. */
function found(engine: FedEngine, filter: AccessFilter, sort: AccessSort, offset = 0, limit = 500) {
  for (;;) {
    const answer = read(engine, 'access.find', { filter, sort, offset, limit })
    if (answer.looked.done === answer.looked.of) return answer
  }
}

function compareByName(a: Plain, b: Plain): number {
  if (a.kind !== b.kind) return a.kind === 'member' ? -1 : 1
  const pieces = (email: string) => {
    const at = email.lastIndexOf('@')
    return [...piecesOf(email.slice(0, at)), ...piecesOf(email.slice(at + 1))]
  }
  if (a.kind === 'invitation') return a.email < b.email ? -1 : a.email > b.email ? 1 : 0
  return compareLists(piecesOf(a.name), piecesOf(b.name)) || compareLists(pieces(a.email), pieces(b.email))
}

describe('an access search over all accounts', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'finds what plain loops find, also after changes (world %i)',
    (seed) => {
      const random = randomOf(seed * 7919)
      const { engine, file, key } = openEngine()
      engine.applyBootstrap(worldOf(random), w.now)
      const sql = done(openToRead(file, key.slice()))
      for (let round = 0; round < 8; round += 1) {
        if (round > 0) {
          const changes = Array.from({ length: 1 + random(3) }, () => changeOf(random)).flat()
          engine.applyPage(w.page(200 + round, [...changes, administratorsOf(random)]), w.now)
          engine.label(accountOf(random(accountCount)), labelOf(random))
        }
        const all = sql.transaction(() => readPlainly(sql))
        for (const filter of filtersOf(random)) {
          const by = (['person', 'account', 'seen', 'ends'] as const)[random(4)] ?? 'person'
          const descending = random(2) === 0
          const answer = found(engine, filter, { by, descending })
          const meant = all.filter((row) => isMeant(sql, all, row, filter))
          const said = JSON.stringify({ filter, round })
          expect(answer.items.map(keyOf).toSorted(), said).toEqual(meant.map((row) => row.key).toSorted())
          expect(answer.total).toBe(meant.length)
          expect(answer.accounts).toBe(new Set(meant.map(({ n }) => n)).size)
          const plain = new Map(meant.map((row) => [row.key, row]))
          checkRows(sql, answer.items, plain, filter)
          checkOrder(answer.items, plain, { by, descending })
          // Pieces of it are pieces of the whole.
          const pieces = [0, 3, 6, 9].flatMap(
            (offset) => found(engine, filter, { by, descending }, offset, 3).items,
          )
          expect(pieces.map(keyOf)).toEqual(answer.items.slice(0, 12).map(keyOf))
        }
      }
      sql.close()
    },
    60_000,
  )
})

function checkRows(
  sql: Sql,
  rows: readonly AccessRow[],
  plain: ReadonlyMap<string, Plain>,
  filter: AccessFilter,
) {
  for (const row of rows) {
    const of = plain.get(keyOf(row))
    if (!of) throw new Error('a row that is not there')
    expect(row).toMatchObject({ accountName: of.account, name: of.name, email: of.email, role: of.role })
    if (!of.mine.includes('applications.view')) {
      expect(row.applications).toBeNull()
      continue
    }
    const reachable = w.applications.filter(({ id }) => sourcesPlainly(sql, of, id).length > 0)
    expect(row.applications).toBe(reachable.length)
    const known = w.applications.some(({ id }) => id === filter.applicationId)
    if (filter.applicationId && known)
      expect(row.sources).toEqual(sourcesPlainly(sql, of, filter.applicationId))
  }
}

function checkOrder(
  rows: readonly AccessRow[],
  plain: ReadonlyMap<string, Plain>,
  { by, descending }: AccessSort,
) {
  const ordered = descending ? rows.toReversed() : rows
  for (const [at, row] of ordered.entries()) {
    const before = ordered[at - 1]
    const [a, b] = [before && plain.get(keyOf(before)), plain.get(keyOf(row))]
    if (!a || !b) continue
    if (by === 'person') expect(compareByName(a, b)).toBeLessThanOrEqual(0)
    if (by === 'account') expect(a.account.toLowerCase() <= b.account.toLowerCase()).toBe(true)
    if (by === 'seen') expect(seconds(a.seenAt ?? 0)).toBeLessThanOrEqual(seconds(b.seenAt ?? 0))
    if (by === 'ends') expect(a.endsAt ?? Infinity).toBeLessThanOrEqual(b.endsAt ?? Infinity)
  }
}

test('a search for everybody says what it could not look at', () => {
  const { engine } = openWorld()
  const answer = found(engine, everyone, { by: 'person', descending: false })
  // Cumulus shows no users to somebody of its billing.
  expect(answer).toMatchObject({ missing: 0, hidden: 1 })
  expect(answer.syncedAt).toBe(w.now.toISOString())
})

test('searches under a name are kept, and read again', () => {
  const { engine } = openWorld()
  expect(read(engine, 'access.searches', {})).toEqual([])
  const search = {
    id: 'one',
    name: 'Admins',
    filter: { ...everyone, administrators: true },
    sort: { by: 'person' as const, descending: false },
  }
  done(engine.keepSearches([search]))
  expect(read(engine, 'access.searches', {})).toEqual([search])
  engine.applyBootstrap(w.bootstrap(), w.now)
  expect(read(engine, 'access.searches', {})).toEqual([search])
})

test('all that one person has is told with the reasons, and who else they may be', () => {
  const { engine } = openEngine()
  const twin = w.membership(w.uuid(4, 77), w.borealis, 'Ben Adu', {
    userId: w.uuid(6, 77),
    email: 'b.en@acme.example',
  })
  const lines = w
    .bootstrap()
    .flatMap((line): c.BootstrapLine[] =>
      line.type === 'account' && line.accountId === w.borealis
        ? [{ type: 'rows', accountId: w.borealis, batch: { entity: 'membership', rows: [twin] } }, line]
        : [line],
    )
  engine.applyBootstrap(lines, w.now)
  const ben = read(engine, 'access.person', { userId: w.uuid(6, 3) })
  expect(ben).toMatchObject({ name: 'Ben Adu', total: 1, isMe: false })
  expect(ben.items[0]?.applications?.map(({ name, sources }) => `${name}: ${sources}`)).toEqual([
    'Directory: environment',
    'Payroll: grant',
    'Wiki: account',
  ])
  expect(ben.others).toEqual([
    expect.objectContaining({
      email: 'b.en@acme.example',
      accounts: 1,
      reasons: ['mailbox', 'name_and_local_part', 'name'],
    }),
  ])
})
