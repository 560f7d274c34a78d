import type * as c from '@gatehouse/contract'
import { permissionsOf, rolePermissions } from '@gatehouse/contract'

// A small world with one of everything, for tests. Cassie is signed in.

export const now = new Date('2026-03-10T12:00:00.000Z')
const dayMs = 86_400_000

/** ISO time a number of days before (negative: after) `now`. */
export function daysAgo(days: number): string {
  return new Date(now.getTime() - days * dayMs).toISOString()
}

/** A readable uuid: the same number always names the same thing. */
export function uuid<T extends string>(kind: number, n: number): T {
  return `${kind.toString(16).padStart(8, '0')}-0000-7000-8000-${n.toString(16).padStart(12, '0')}` as T
}

export const production = uuid<c.EnvironmentId>(1, 1)
export const staging = uuid<c.EnvironmentId>(1, 2)

export const acme = uuid<c.AccountId>(2, 1)
export const borealis = uuid<c.AccountId>(2, 2)
export const cumulus = uuid<c.AccountId>(2, 3)
export const delta = uuid<c.AccountId>(2, 4)
export const unknownAccount = uuid<c.AccountId>(2, 99)

export const portal = uuid<c.ApplicationId>(3, 1)
export const payroll = uuid<c.ApplicationId>(3, 2)
export const wiki = uuid<c.ApplicationId>(3, 3)
export const directory = uuid<c.ApplicationId>(3, 4)
export const bot = uuid<c.ApplicationId>(3, 5)
export const sandbox = uuid<c.ApplicationId>(3, 6)

export const olga = uuid<c.MembershipId>(4, 1)
export const cassie = uuid<c.MembershipId>(4, 2)
export const ben = uuid<c.MembershipId>(4, 3)
export const sue = uuid<c.MembershipId>(4, 4)

export const pendingInvitation = uuid<c.InvitationId>(5, 1)
export const lapsedInvitation = uuid<c.InvitationId>(5, 2)
export const revokedInvitation = uuid<c.InvitationId>(5, 3)

export const cassieUser = uuid<c.UserId>(6, 2)

export function mutationId(n: number): c.MutationId {
  return uuid<c.MutationId>(7, n)
}

export const epoch = '0e0e0e0e-0000-4000-8000-000000000001'
export function cursor(xid: number, of = epoch): string {
  return `${of}.${xid}.0`
}

export const principal: c.Principal = {
  userId: cassieUser,
  name: 'Cassie Moreau',
  email: 'cassie@msp.example',
  emailVerified: true,
  administers: [],
}

function application(id: c.ApplicationId, name: string, extras: Partial<c.Application> = {}): c.Application {
  return {
    id,
    environmentId: production,
    key: name.toLowerCase(),
    name,
    description: `${name} for everybody`,
    type: 'application',
    status: 'active',
    applicationUrl: 'https://app.example/',
    loginUrl: 'https://app.example/login',
    logoUrl: null,
    isDefault: false,
    autoAssign: false,
    version: 1,
    ...extras,
  }
}

export const applications: c.Application[] = [
  application(portal, 'Portal', { isDefault: true }),
  application(payroll, 'Payroll'),
  application(wiki, 'Wiki', { status: 'inactive' }),
  application(directory, 'Directory', { autoAssign: true }),
  application(bot, 'Helper bot', { type: 'agent' }),
  application(sandbox, 'Sandbox', { environmentId: staging }),
]

export const environments: c.Environment[] = [
  {
    id: production,
    key: 'production',
    name: 'Production',
    kind: 'production',
    defaultApplicationId: portal,
    version: 1,
  },
  { id: staging, key: 'staging', name: 'Staging', kind: 'staging', defaultApplicationId: null, version: 1 },
]

export function entry(
  id: c.AccountId,
  name: string,
  role: c.Role,
  extras: { status?: c.Account['status']; environmentId?: c.EnvironmentId } = {},
): c.DirectoryEntry {
  return {
    account: {
      id,
      environmentId: extras.environmentId ?? production,
      name,
      reference: `C-${id.slice(-4)}`,
      plan: 'Business',
      status: extras.status ?? 'active',
      createdAt: daysAgo(400),
      version: 1,
    },
    access: {
      accountId: id,
      via: 'membership',
      membershipId: cassie,
      role,
      isOwner: role === 'owner',
      membershipStatus: 'active',
      permissions: [...permissionsOf(role, [])],
    },
  }
}

export const entries: c.DirectoryEntry[] = [
  entry(acme, 'Acme Logistics', 'admin'),
  entry(borealis, 'Borealis', 'viewer', { environmentId: staging }),
  entry(cumulus, 'cumulus', 'billing'),
  entry(delta, 'Delta', 'admin', { status: 'suspended' }),
]

export function membership(
  id: c.MembershipId,
  accountId: c.AccountId,
  name: string,
  extras: Partial<c.Membership> = {},
): c.Membership {
  return {
    id,
    accountId,
    userId: uuid<c.UserId>(6, Number.parseInt(id.slice(-4), 16)),
    name,
    email: `${name.split(' ')[0]}@Acme.example`,
    role: 'viewer',
    isLegacy: false,
    isOwner: false,
    status: 'active',
    permissions: [...rolePermissions.viewer],
    lastActiveAt: daysAgo(1),
    endsAt: null,
    createdAt: daysAgo(300),
    version: 1,
    ...extras,
  }
}

export function accountApplication(
  applicationId: c.ApplicationId,
  extras: Partial<c.AccountApplication> = {},
): c.AccountApplication {
  return { accountId: acme, applicationId, autoAssign: false, assignedAt: daysAgo(50), version: 1, ...extras }
}

export function invitation(
  id: c.InvitationId,
  email: string,
  extras: Partial<c.Invitation> = {},
): c.Invitation {
  return {
    id,
    accountId: acme,
    email,
    role: 'viewer',
    permissions: [...rolePermissions.viewer],
    applicationIds: [],
    message: '',
    anyAddress: false,
    membershipEndsAt: null,
    status: 'pending',
    invitedByName: 'Olga Owner',
    createdAt: daysAgo(2),
    expiresAt: daysAgo(-5),
    version: 1,
    ...extras,
  }
}

function service(n: number, extras: Partial<c.Service>): c.Service {
  return {
    id: uuid<c.ServiceId>(8, n),
    accountId: acme,
    productName: `Product ${n}`,
    label: `product-${n}`,
    status: 'active',
    renewsAt: null,
    permission: 'services.view',
    version: 1,
    ...extras,
  }
}

function activity(n: number, days: number): c.Activity {
  return {
    id: uuid<c.ActivityId>(9, n),
    accountId: acme,
    actorId: cassieUser,
    actorName: 'Cassie Moreau',
    action: 'application.assigned',
    targetKind: 'application',
    targetId: payroll,
    targetName: 'Payroll',
    before: null,
    after: { autoAssign: false },
    at: daysAgo(days),
    device: 'laptop',
    mutationId: null,
  }
}

export const services: c.Service[] = [
  service(1, { renewsAt: daysAgo(-10) }),
  service(2, { renewsAt: daysAgo(-60) }),
  service(3, { status: 'cancelled', renewsAt: daysAgo(-5) }),
]

/** What somebody did to a user of Acme a moment ago. */
export function activityOn(membershipId: c.MembershipId, actorName: string): c.Activity {
  return {
    ...activity(90, 0),
    actorId: null,
    actorName,
    action: 'membership.edited',
    targetKind: 'membership',
    targetId: membershipId,
    targetName: 'Ben Adu',
    before: { role: 'viewer' },
    after: { role: 'technician' },
  }
}

export const rows: c.AccountRows[] = [
  {
    entity: 'accountApplication',
    rows: [accountApplication(payroll), accountApplication(wiki, { autoAssign: true, version: 3 })],
  },
  {
    entity: 'membership',
    rows: [
      membership(olga, acme, 'Olga Owner', {
        role: 'owner',
        isOwner: true,
        permissions: [...rolePermissions.owner],
      }),
      membership(cassie, acme, 'Cassie Moreau', { userId: cassieUser, role: 'admin' }),
      membership(ben, acme, 'Ben Adu', { lastActiveAt: daysAgo(120) }),
      membership(sue, acme, 'Sue Park', { status: 'suspended' }),
    ],
  },
  {
    entity: 'grant',
    rows: [
      { accountId: acme, membershipId: ben, applicationId: payroll, grantedAt: daysAgo(20) },
      { accountId: acme, membershipId: sue, applicationId: payroll, grantedAt: daysAgo(20) },
    ],
  },
  {
    entity: 'invitation',
    rows: [
      invitation(pendingInvitation, 'Ina@Guest.example', { applicationIds: [payroll] }),
      invitation(lapsedInvitation, 'late@guest.example', { createdAt: daysAgo(20), expiresAt: daysAgo(13) }),
      invitation(revokedInvitation, 'gone@guest.example', { status: 'revoked', createdAt: daysAgo(30) }),
    ],
  },
  {
    entity: 'service',
    rows: services,
  },
  { entity: 'activity', rows: [activity(1, 0), activity(2, 0), activity(3, 5), activity(4, 45)] },
]

/** As it comes from the network: a line each, or a page. */
export function text(of: c.BootstrapLine[] | c.ChangesPage): string {
  return Array.isArray(of) ? of.map((line) => `${JSON.stringify(line)}\n`).join('') : JSON.stringify(of)
}

/** The whole world as the server would stream it. */
export function bootstrap(at = cursor(100)): c.BootstrapLine[] {
  return [
    { type: 'start', protocol: 1, cursor: at, at: now.toISOString(), accounts: 4, rows: 20 },
    { type: 'principal', row: principal },
    { type: 'environments', rows: environments },
    { type: 'applications', rows: applications },
    { type: 'directory', rows: entries },
    { type: 'usable' },
    ...rows.map((batch): c.BootstrapLine => ({ type: 'rows', accountId: acme, batch })),
    ...entries.map(({ account }): c.BootstrapLine => ({ type: 'account', accountId: account.id })),
    { type: 'end' },
  ]
}

/** One account as a whole. */
export function snapshot(directoryEntry: c.DirectoryEntry, batches: c.AccountRows[]): c.BootstrapLine[] {
  const accountId = directoryEntry.account.id
  return [
    { type: 'start', protocol: 1, cursor: cursor(101), at: now.toISOString(), accounts: 1, rows: 1 },
    { type: 'directory', rows: [directoryEntry] },
    ...batches.map((batch): c.BootstrapLine => ({ type: 'rows', accountId, batch })),
    { type: 'account', accountId },
    { type: 'end' },
  ]
}

/** A page of the feed; what it covers is the number of its cursor. */
export function page(xid: number, changes: c.Change[] = []): c.ChangesPage {
  return { changes, cursor: cursor(xid), coversBelow: String(xid), more: false, at: now.toISOString() }
}

export function put(batch: c.AccountRows, accountId: c.AccountId = acme): c.Change {
  return { type: 'put', accountId, batch }
}
