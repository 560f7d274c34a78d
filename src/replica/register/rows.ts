import type { Role } from '@gatehouse/contract'

// Memberships and pending invitations of all accounts in columns of numbers, those of one account side by side.

/** By the number under which a row has it. */
export const roles: readonly Role[] = ['owner', 'admin', 'technician', 'billing', 'viewer', 'custom']

/** What is said of a row by one bit each; the lowest three are its role. */
export const mark = {
  role: 7,
  owner: 8,
  suspended: 16,
  legacy: 32,
  neverSeen: 64,
  invitation: 128,
} as const

export interface Columns {
  /** What keys and grants of its account call the row. */
  slot: Uint32Array<ArrayBuffer>
  /** Number of the person; of an invitation that of its address. */
  person: Uint32Array<ArrayBuffer>
  /** Seconds since 1970 when somebody was seen last, else when they came; of an invitation when it was made. */
  seen: Uint32Array<ArrayBuffer>
  /** Seconds since 1970 when it ends by itself; 0: never. */
  ends: Uint32Array<ArrayBuffer>
  /** Number of the set of permissions. */
  set: Uint32Array<ArrayBuffer>
  mark: Uint8Array<ArrayBuffer>
  /** How many grants. */
  grants: Uint16Array<ArrayBuffer>
}

/** Where rows of an account lie. */
export interface Block {
  start: number
  count: number
  room: number
  /** Its grants, in the order of its rows. */
  grantStart: number
  grantCount: number
  grantRoom: number
}

export interface NewRow {
  slot: number
  person: number
  seen: number
  ends: number
  set: number
  mark: number
  /** Numbers of applications. */
  grants: readonly number[]
}

export interface Rows {
  columns: Columns
  /** Applications that were granted. */
  given: Uint32Array<ArrayBuffer>
  /** Puts rows in the place of those of the block. */
  replace(block: Block, rows: readonly NewRow[]): void
  /** Brings the blocks together where much lies idle between them. */
  tidy(blocks: Iterable<Block>): void
}

export function emptyBlock(): Block {
  return { start: 0, count: 0, room: 0, grantStart: 0, grantCount: 0, grantRoom: 0 }
}

const makeColumns = (length: number): Columns => ({
  slot: new Uint32Array(length),
  person: new Uint32Array(length),
  seen: new Uint32Array(length),
  ends: new Uint32Array(length),
  set: new Uint32Array(length),
  mark: new Uint8Array(length),
  grants: new Uint16Array(length),
})

const names = ['slot', 'person', 'seen', 'ends', 'set', 'mark', 'grants'] as const satisfies (keyof Columns)[]

export function createRows(): Rows {
  let length = 1024
  let used = 0
  let usedGrants = 0
  /** Of `used` and `usedGrants`, what belongs to no block any more. */
  let idle = 0
  let idleGrants = 0
  const rows: Rows = { columns: makeColumns(length), given: new Uint32Array(1024), replace, tidy }

  function replace(block: Block, next: readonly NewRow[]): void {
    if (next.length > block.room) {
      idle += block.room
      block.room = next.length
      block.start = take(next.length)
    }
    const grants = next.reduce((sum, row) => sum + row.grants.length, 0)
    if (grants > block.grantRoom) {
      idleGrants += block.grantRoom
      block.grantRoom = grants
      block.grantStart = takeGrants(grants)
    }
    block.count = next.length
    block.grantCount = grants
    const { columns, given } = rows
    let grant = block.grantStart
    for (const [n, row] of next.entries()) {
      const at = block.start + n
      columns.slot[at] = row.slot
      columns.person[at] = row.person
      columns.seen[at] = row.seen
      columns.ends[at] = row.ends
      columns.set[at] = row.set
      columns.mark[at] = row.mark
      columns.grants[at] = row.grants.length
      for (const application of row.grants) {
        given[grant] = application
        grant += 1
      }
    }
  }

  function take(count: number): number {
    const start = used
    used += count
    if (used > length) {
      length = Math.max(used, Math.ceil(length * 1.2))
      const wider = makeColumns(length)
      for (const name of names) wider[name].set(rows.columns[name])
      rows.columns = wider
    }
    return start
  }

  function takeGrants(count: number): number {
    const start = usedGrants
    usedGrants += count
    if (usedGrants > rows.given.length) {
      const wider = new Uint32Array(Math.max(usedGrants, Math.ceil(rows.given.length * 1.2)))
      wider.set(rows.given)
      rows.given = wider
    }
    return start
  }

  function tidy(blocks: Iterable<Block>): void {
    if (idle * 3 < used && idleGrants * 3 < usedGrants) return
    const before = rows.columns
    const given = rows.given
    const all = [...blocks]
    length = all.reduce((sum, { count }) => sum + count, 0) + 1024
    rows.columns = makeColumns(length)
    rows.given = new Uint32Array(all.reduce((sum, { grantCount }) => sum + grantCount, 0) + 1024)
    used = 0
    usedGrants = 0
    for (const block of all) {
      for (const name of names)
        rows.columns[name].set(before[name].subarray(block.start, block.start + block.count), used)
      rows.given.set(given.subarray(block.grantStart, block.grantStart + block.grantCount), usedGrants)
      Object.assign(block, {
        start: used,
        room: block.count,
        grantStart: usedGrants,
        grantRoom: block.grantCount,
      })
      used += block.count
      usedGrants += block.grantCount
    }
    idle = 0
    idleGrants = 0
  }

  return rows
}
