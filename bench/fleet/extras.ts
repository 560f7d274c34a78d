import type { AccountRows, Activity, Invitation, Membership, Service, Template } from '@gatehouse/contract'
import { permissionsOf } from '@gatehouse/contract'
import { dayMs, idOf, iso, momentOf, worldNow } from './ids.ts'
import { personOf } from './names.ts'
import { hash } from './random.ts'

/** More than any account has of anything here, so that numbers of rows never meet. */
const most = 16

/** What an account holds besides its users: invitations, services, now and then a template, what happened lately. */
export function extrasOf(account: number, owner: Membership): AccountRows[] {
  const count = (kind: number, limit: number) => hash(account, kind) % limit
  const make = <T>(length: number, row: (n: number, turn: number) => T) =>
    Array.from({ length }, (_, turn) => row(account * most + turn, turn))
  const batches: AccountRows[] = [
    { entity: 'invitation', rows: make(count(81, 4), (n) => invitation(n, account, owner)) },
    { entity: 'service', rows: make(1 + count(82, 5), (n, turn) => service(n, turn, account)) },
    { entity: 'template', rows: make(count(83, 5) === 0 ? 1 : 0, (n) => template(n, account)) },
    { entity: 'activity', rows: make(2 + count(84, 8), (n) => activity(n, account, owner)) },
  ]
  return batches.filter(({ rows }) => rows.length > 0)
}

function invitation(n: number, account: number, owner: Membership): Invitation {
  const sent = worldNow.getTime() - (hash(n, 85) % 10) * dayMs
  return {
    id: idOf.invitation(n),
    accountId: idOf.account(account),
    email: `${personOf(7, n).local}.${n}@guest.test`,
    role: 'viewer',
    permissions: [...permissionsOf('viewer', undefined)],
    applicationIds: [],
    message: '',
    anyAddress: false,
    membershipEndsAt: null,
    status: hash(n, 86) % 3 === 0 ? 'accepted' : 'pending',
    invitedByName: owner.name,
    createdAt: iso(sent),
    expiresAt: iso(sent + 14 * dayMs),
    version: 1,
  }
}

const products = ['Managed workplace', 'Backup', 'Domain', 'Mail security', 'Firewall']

function service(n: number, turn: number, account: number): Service {
  return {
    id: idOf.service(n),
    accountId: idOf.account(account),
    productName: products[turn % products.length] ?? 'Backup',
    label: `Contract ${n}`,
    status: hash(n, 87) % 9 === 0 ? 'cancelled' : 'active',
    renewsAt: iso(worldNow.getTime() + (hash(n, 88) % 365) * dayMs),
    permission: turn === 2 ? 'domains.view' : 'services.view',
    version: 1,
  }
}

function template(n: number, account: number): Template {
  return {
    id: idOf.template(n),
    accountId: idOf.account(account),
    name: 'Front desk',
    permissions: ['account.view', 'users.view', 'users.invite'],
    version: 1,
  }
}

function activity(n: number, account: number, owner: Membership): Activity {
  return {
    id: idOf.activity(n),
    accountId: idOf.account(account),
    actorId: owner.userId,
    actorName: owner.name,
    action: 'grant.added',
    targetKind: 'grant',
    targetId: idOf.membership(n),
    targetName: personOf(8, n).name,
    before: null,
    after: { applicationId: idOf.application(n % 40) },
    at: iso(worldNow.getTime() - (hash(n, 89) % (30 * 24)) * 3_600_000),
    device: 'Front desk PC',
    mutationId: null,
  }
}

/** Of a change: a moment that nothing else in the account has. */
export const changedAt = (n: number) => iso(momentOf(90, n))
