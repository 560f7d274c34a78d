import {
  type AccountId,
  accountApplicationSchema,
  directoryEntrySchema,
  grantSchema,
  invitationSchema,
  membershipSchema,
  type RowChange,
  type RowPut,
  reviewSchema,
  serviceSchema,
  templateSchema,
} from '@gatehouse/contract'
import type { z } from 'zod'
import type { Sql } from '../database.ts'
import { accountApplications, reviews, services, templates } from '../repositories/account-rows.ts'
import { putEntry, readEntry } from '../repositories/accounts.ts'
import { grants } from '../repositories/grants.ts'
import { invitations } from '../repositories/invitations.ts'
import { memberships } from '../repositories/memberships.ts'
import type { Write } from '../write.ts'

/** Entities that changes made on this machine can overlay. */
export type OverlayEntity = RowPut['entity']
export type RowOf<E extends OverlayEntity> = Extract<RowPut, { entity: E }>['row']

/** Where a row stands: its key as one text, in its account. */
export interface Place {
  entity: OverlayEntity
  accountId: AccountId
  key: string
}

/** Keys of grants begin with the membership, so that all of one user are found by a prefix. */
export function grantKey(membershipId: string, applicationId: string): string {
  return `${membershipId}/${applicationId}`
}

interface Kind<E extends OverlayEntity> {
  schema: z.ZodType<RowOf<E>>
  place(row: RowOf<E>): Omit<Place, 'entity'>
  get(sql: Sql, accountId: AccountId, key: string): RowOf<E> | null
  put(write: Write, row: RowOf<E>): void
  delete(write: Write, accountId: AccountId, key: string): void
}

/** In the order in which rows are put back: what others refer to comes first. */
const kinds: { [E in OverlayEntity]: Kind<E> } = {
  account: {
    schema: directoryEntrySchema,
    place: ({ account }) => ({ accountId: account.id, key: account.id }),
    get: readEntry,
    put: ({ sql }, row) => putEntry(sql, row),
    // A change of an account changes its line and never removes it.
    delete: () => {},
  },
  membership: {
    schema: membershipSchema,
    place: ({ accountId, id }) => ({ accountId, key: id }),
    get: (sql, accountId, key) => memberships.get(sql, accountId, key),
    put: ({ sql }, row) => memberships.put(sql, row),
    delete: ({ sql }, accountId, key) => memberships.delete(sql, accountId, key),
  },
  template: {
    schema: templateSchema,
    place: ({ accountId, id }) => ({ accountId, key: id }),
    get: (sql, accountId, key) => templates.get(sql, accountId, key),
    put: ({ sql }, row) => templates.put(sql, row),
    delete: ({ sql }, accountId, key) => templates.delete(sql, accountId, key),
  },
  service: {
    schema: serviceSchema,
    place: ({ accountId, id }) => ({ accountId, key: id }),
    get: (sql, accountId, key) => services.get(sql, accountId, key),
    put: ({ sql }, row) => services.put(sql, row),
    delete: ({ sql }, accountId, key) => services.delete(sql, accountId, key),
  },
  review: {
    schema: reviewSchema,
    place: ({ accountId, id }) => ({ accountId, key: id }),
    get: (sql, accountId, key) => reviews.get(sql, accountId, key),
    put: ({ sql }, row) => reviews.put(sql, row),
    delete: ({ sql }, accountId, key) => reviews.delete(sql, accountId, key),
  },
  invitation: {
    schema: invitationSchema,
    place: ({ accountId, id }) => ({ accountId, key: id }),
    get: (sql, accountId, key) => invitations.get(sql, accountId, key),
    put: ({ sql }, row) => invitations.put(sql, row),
    delete: ({ sql }, accountId, key) => invitations.delete(sql, accountId, key),
  },
  accountApplication: {
    schema: accountApplicationSchema,
    place: ({ accountId, applicationId }) => ({ accountId, key: applicationId }),
    get: (sql, accountId, key) => accountApplications.get(sql, accountId, key),
    put: ({ sql }, row) => accountApplications.put(sql, row),
    delete: ({ sql }, accountId, key) => accountApplications.delete(sql, accountId, key),
  },
  grant: {
    schema: grantSchema,
    place: ({ accountId, membershipId, applicationId }) => ({
      accountId,
      key: grantKey(membershipId, applicationId),
    }),
    get: (sql, accountId, key) => grants.get(sql, accountId, ...key.split('/')),
    put: ({ sql }, row) => grants.put(sql, row),
    delete: ({ sql }, accountId, key) => grants.delete(sql, accountId, ...key.split('/')),
  },
}

/** What others refer to first. */
export const inOrder = Object.keys(kinds) as OverlayEntity[]

function kindOf<E extends OverlayEntity>(entity: E): Kind<E> {
  return kinds[entity]
}

export function placeOf(change: RowChange): Place {
  const { entity } = change
  if (change.op === 'put') return { entity, ...kindOf(entity).place(change.row) }
  if (change.entity === 'accountApplication')
    return { entity, accountId: change.accountId, key: change.applicationId }
  if (change.entity === 'grant') {
    const key = grantKey(change.membershipId, change.applicationId)
    return { entity, accountId: change.accountId, key }
  }
  return { entity, accountId: change.accountId, key: change.id }
}

/** The row as it stands, waiting changes included. */
export function currentRow(sql: Sql, { entity, accountId, key }: Place): object | null {
  return kindOf(entity).get(sql, accountId, key)
}

/** Writes a row, or removes it for null. */
export function writeRow(write: Write, place: Place, row: object | null): void {
  const { entity, accountId, key } = place
  if (row) kindOf(entity).put(write, row as RowOf<typeof entity>)
  else kindOf(entity).delete(write, accountId, key)
  write.touch(entity, accountId)
}

/** A row that was kept as JSON. */
export function parseRow(entity: OverlayEntity, json: string): object {
  return kindOf(entity).schema.parse(JSON.parse(json))
}

/** A row that came from elsewhere, or null where it is none. */
export function asRow(entity: OverlayEntity, value: unknown): object | null {
  return kindOf(entity).schema.safeParse(value).data ?? null
}
