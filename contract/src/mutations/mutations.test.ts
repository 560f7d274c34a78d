import { describe, expect, test } from 'vitest'
import { routes } from '../api/routes.ts'
import type { AccountApplication, Application, Grant } from '../entities/application.ts'
import type { Invitation } from '../entities/invitation.ts'
import type { Membership } from '../entities/membership.ts'
import { rolePermissions } from '../entities/permission.ts'
import type { Review } from '../entities/review.ts'
import {
  accountIdSchema,
  applicationIdSchema,
  environmentIdSchema,
  invitationIdSchema,
  membershipIdSchema,
  reviewIdSchema,
  serviceIdSchema,
  templateIdSchema,
  type UserId,
  userIdSchema,
} from '../ids.ts'
import { callOf, editOf, editOnto, type Intent, intentSchema, mutations, predict } from './index.ts'
import type { ReplicaView } from './view.ts'

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const accountId = accountIdSchema.parse(id(1))
const environmentId = environmentIdSchema.parse(id(2))
const payroll = applicationIdSchema.parse(id(3))
const membershipId = membershipIdSchema.parse(id(4))
const now = new Date('2026-05-01T10:00:00.000Z')

interface World {
  role?: 'admin' | 'viewer' | 'technician'
  status?: 'active' | 'suspended'
  environmentAuto?: boolean
  onAccount?: { autoAssign: boolean }
  granted?: boolean
  invited?: string
}

function viewOf(world: World): ReplicaView {
  const application: Application = {
    id: payroll,
    environmentId,
    key: 'payroll',
    name: 'Payroll',
    description: '',
    type: 'application',
    status: 'active',
    applicationUrl: 'https://payroll.test',
    logoUrl: null,
    loginUrl: 'https://payroll.test/login',
    isDefault: false,
    autoAssign: world.environmentAuto ?? false,
    version: 1,
  }
  const row: AccountApplication | null = world.onAccount
    ? {
        accountId,
        applicationId: payroll,
        autoAssign: world.onAccount.autoAssign,
        assignedAt: now.toISOString(),
        version: 3,
      }
    : null
  const grant: Grant | null = world.granted
    ? { accountId, membershipId, applicationId: payroll, grantedAt: now.toISOString() }
    : null
  const role = world.role ?? 'admin'
  return {
    principal: () => ({
      userId: userIdSchema.parse(id(9)),
      name: 'Cassie',
      email: 'cassie@example.com',
      emailVerified: true,
      administers: [],
    }),
    account: () => ({
      id: accountId,
      environmentId,
      name: 'Silverford',
      reference: '1',
      plan: 'Team',
      status: world.status ?? 'active',
      createdAt: now.toISOString(),
      version: 1,
    }),
    access: () => ({
      accountId,
      via: 'membership',
      membershipId,
      role,
      isOwner: false,
      membershipStatus: 'active',
      permissions: [...rolePermissions[role]],
    }),
    application: (wanted) => (wanted === payroll ? application : null),
    accountApplication: () => row,
    membership: (_account, wanted) =>
      wanted === membershipId
        ? {
            id: membershipId,
            accountId,
            userId: userIdSchema.parse(id(8)),
            name: 'Ana',
            email: 'ana@example.com',
            role: 'viewer',
            isLegacy: false,
            isOwner: false,
            status: 'active',
            permissions: [],
            lastActiveAt: null,
            endsAt: null,
            createdAt: now.toISOString(),
            version: 1,
          }
        : null,
    activeMembershipIds: () => [membershipId],
    membershipByEmail: (account, email) =>
      email === 'ana@example.com' ? viewOf(world).membership(account, membershipId) : null,
    grant: () => grant,
    grantsOfApplication: () => (grant ? [grant] : []),
    grantsOfMembership: () => (grant ? [grant] : []),
    owner: () => null,
    memberOfUser: () => null,
    administrator: () => null,
    review: () => null,
    template: () => null,
    templates: () => [],
    service: () => null,
    invitation: () => null,
    pendingInvitation: (_account, email) => (email === world.invited ? ({ email } as Invitation) : null),
  }
}

const on = { accountId, applicationId: payroll }
const assign: Intent = {
  name: 'applications.assign',
  args: { accountId, applicationIds: [payroll], autoAssign: false },
}
const invite = (extra: object = {}): Intent =>
  intentSchema.parse({
    name: 'invitations.create',
    args: {
      accountId,
      invitationId: invitationIdSchema.parse(id(7)),
      email: 'new@example.com',
      role: 'viewer',
      ...extra,
    },
  })
const code = (intent: Intent, world: World) => {
  const result = predict(intent, { view: viewOf(world), now })
  return result.ok ? result.value.map((change) => `${change.op} ${change.entity}`) : result.error.code
}

describe('predictions', () => {
  test('assigning puts the application on the account, once', () => {
    expect(code(assign, {})).toEqual(['put accountApplication'])
    expect(code(assign, { onAccount: { autoAssign: true } })).toEqual([])
  })

  test('assigning with auto-assignment needs the permission for that too', () => {
    const auto = intentSchema.parse({ ...assign, args: { ...assign.args, autoAssign: true } })
    expect(code(auto, { role: 'technician' })).toEqual(['put accountApplication'])
    expect(code(auto, { role: 'viewer' })).toBe('forbidden')
  })

  test('unassigning takes the grants with it, and is refused while the environment holds', () => {
    const unassign: Intent = { name: 'applications.unassign', args: on }
    expect(code(unassign, { onAccount: { autoAssign: false }, granted: true })).toEqual([
      'delete grant',
      'delete accountApplication',
    ])
    expect(code(unassign, { environmentAuto: true, onAccount: { autoAssign: false } })).toBe('auto_assigned')
    expect(code(unassign, {})).toBe('not_on_account')
  })

  test('ending auto-assignment with keep turns derived access into grants, with drop it does not', () => {
    const end = (onDisable: 'keep' | 'drop'): Intent => ({
      name: 'applications.setAutoAssign',
      args: { ...on, autoAssign: false, onDisable },
    })
    expect(code(end('keep'), { onAccount: { autoAssign: true } })).toEqual([
      'put accountApplication',
      'put grant',
    ])
    expect(code(end('keep'), { onAccount: { autoAssign: true }, granted: true })).toEqual([
      'put accountApplication',
    ])
    expect(code(end('drop'), { onAccount: { autoAssign: true } })).toEqual(['put accountApplication'])
  })

  test('an auto-assigned application can not be taken from one user, and the refusal names the level', () => {
    const revoke: Intent = { name: 'grants.remove', args: { ...on, membershipId } }
    const refused = predict(revoke, { view: viewOf({ onAccount: { autoAssign: true } }), now })
    expect(refused).toMatchObject({ ok: false, error: { code: 'auto_assigned', level: 'account' } })
    expect(code(revoke, { onAccount: { autoAssign: true }, granted: true })).toEqual(['delete grant'])
  })

  test('a grant needs the application to be on the account', () => {
    const grant: Intent = { name: 'grants.add', args: { ...on, membershipId } }
    expect(code(grant, {})).toBe('not_on_account')
    expect(code(grant, { onAccount: { autoAssign: false } })).toEqual(['put grant'])
    expect(code(grant, { environmentAuto: true })).toEqual(['put grant'])
  })

  test('inviting says when the address is a member, is invited, or the role is more than the inviter holds', () => {
    expect(code(invite(), {})).toEqual(['put invitation'])
    expect(code(invite({ email: 'ana@example.com' }), {})).toBe('already_member')
    expect(code(invite(), { invited: 'new@example.com' })).toBe('already_invited')
    expect(code(invite({ role: 'admin' }), { role: 'technician' })).toBe('forbidden')
    expect(code(invite({ applicationIds: [payroll] }), {})).toBe('not_on_account')
    expect(code(invite({ role: 'custom' }), {})).toBe('validation')
    expect(code(invite({ role: 'viewer', permissions: ['account.view'] }), {})).toBe('validation')
    expect(code(invite({ role: 'custom', permissions: ['account.view'] }), {})).toEqual(['put invitation'])
  })

  test('sending an invitation again gives no more than the sender holds', () => {
    const invitationId = invitationIdSchema.parse(id(7))
    const resend: Intent = { name: 'invitations.resend', args: { accountId, invitationId } }
    const resent = (role: 'admin' | 'technician' | 'viewer', offer: Partial<Invitation>) => {
      const row = {
        id: invitationId,
        accountId,
        status: 'pending',
        permissions: [],
        applicationIds: [],
        membershipEndsAt: null,
        expiresAt: now.toISOString(),
        version: 1,
        ...offer,
      } as unknown as Invitation
      const result = predict(resend, { view: { ...viewOf({ role }), invitation: () => row }, now })
      return result.ok ? 'sent' : result.error.required
    }
    expect(resent('technician', { permissions: ['applications.view'], applicationIds: [payroll] })).toBe(
      'sent',
    )
    expect(resent('technician', { permissions: ['users.remove'] })).toBe('users.remove')
    expect(resent('viewer', {})).toBe('users.invite')
  })

  test('nothing can be written in a suspended account', () => {
    expect(code(assign, { status: 'suspended' })).toBe('account_read_only')
  })
})

const templateId = templateIdSchema.parse(id(11))
const reviewId = reviewIdSchema.parse(id(13))
const serviceId = serviceIdSchema.parse(id(12))
const service = {
  productName: 'Backup',
  label: '',
  status: 'active',
  renewsAt: null,
  permission: 'services.view',
} as const
/** Every other change, as a screen would make it. */
const edits: Intent[] = [
  {
    name: 'invitations.edit',
    args: {
      accountId,
      invitationId: invitationIdSchema.parse(id(7)),
      role: 'custom',
      permissions: ['account.view'],
      applicationIds: [],
      message: '',
      baseVersion: 1,
    },
  },
  {
    name: 'memberships.setPermissions',
    args: { accountId, membershipId, role: 'technician', baseVersion: 1 },
  },
  { name: 'memberships.setEnd', args: { accountId, membershipId, endsAt: null, baseVersion: 1 } },
  { name: 'memberships.suspend', args: { accountId, membershipId, baseVersion: 1 } },
  { name: 'memberships.resume', args: { accountId, membershipId, baseVersion: 1 } },
  { name: 'memberships.remove', args: { accountId, membershipId } },
  {
    name: 'memberships.transferOwnership',
    args: { accountId, membershipId, previousOwnerRole: 'admin', baseVersion: 1 },
  },
  {
    name: 'templates.create',
    args: { accountId, templateId, name: 'Readers', permissions: ['account.view'] },
  },
  {
    name: 'templates.edit',
    args: { accountId, templateId, name: 'Readers', permissions: ['account.view'], baseVersion: 1 },
  },
  { name: 'templates.delete', args: { accountId, templateId } },
  { name: 'services.add', args: { accountId, serviceId, ...service } },
  { name: 'services.edit', args: { accountId, serviceId, ...service, baseVersion: 1 } },
  { name: 'services.remove', args: { accountId, serviceId } },
  { name: 'accounts.edit', args: { accountId, name: 'Another', baseVersion: 1 } },
  {
    name: 'reviews.edit',
    args: {
      accountId,
      reviewId,
      title: 'Spring',
      reviewerId: userIdSchema.parse(id(9)),
      secondReviewerId: null,
      dueAt: null,
      repeatMonths: 3,
      baseVersion: 1,
    },
  },
  { name: 'reviews.cancel', args: { accountId, reviewId, reason: 'Begun twice' } },
  { name: 'reviews.return', args: { accountId, reviewId, reason: 'Ana has left' } },
]

const snapshotSha256 = '0'.repeat(64)
const open: Extract<Intent, { name: 'reviews.open' }> = {
  name: 'reviews.open',
  args: {
    accountId,
    reviewId,
    title: 'Spring',
    campaign: null,
    reviewerId: userIdSchema.parse(id(9)),
    secondReviewerId: null,
    allowsSelf: false,
    dueAt: null,
    repeatMonths: null,
    snapshot: {
      format: 'gatehouse.review.snapshot/1',
      reviewId,
      account: { id: accountId, name: 'Silverford', reference: '1', environmentName: 'Production' },
      scope: { applicationIds: null, roles: null, unusedDays: null },
      asOf: '2026-04-30T10:00:00.000Z',
      cursor: null,
      waiting: 0,
      applications: [],
      people: [],
      administrators: null,
    },
    snapshotSha256,
    total: 5,
  },
}
const signing = (by: 'reviewer' | 'second'): Intent => ({
  name: 'reviews.sign',
  args: {
    accountId,
    reviewId,
    by,
    statement: 'All of it.',
    signedAt: now.toISOString(),
    decisions: { format: 'gatehouse.review.decisions/1', cells: [], notes: [], changes: [] },
    decisionsSha256: snapshotSha256,
    conflicts: [],
    outcome: { keep: 5, revoke: 0, change: 0, unsure: 0, own: 0 },
    recordSha256: snapshotSha256,
  },
})

describe('reviews', () => {
  const viewOfOwner = (row: Review | null): ReplicaView => ({
    ...viewOf({}),
    access: () => ({
      accountId,
      via: 'membership',
      membershipId,
      role: 'owner',
      isOwner: true,
      membershipStatus: 'active',
      permissions: [...rolePermissions.owner],
    }),
    memberOfUser: (_account, userId) => members.find((each) => each.userId === userId) ?? null,
    review: () => row,
  })
  let members: Membership[] = []
  const reviewerNamed = (userId: UserId): Membership => {
    const ana = viewOf({}).membership(accountId, membershipId)
    if (!ana) throw new Error('somebody is in the account')
    return { ...ana, userId, name: 'Sam', permissions: [...rolePermissions.admin] }
  }
  const predicted = (intent: Intent, row: Review | null) => {
    const result = predict(intent, { view: viewOfOwner(row), now })
    if (!result.ok) return result.error
    const [change] = result.value
    if (change?.op !== 'put' || change.entity !== 'review') throw new Error('a review was expected')
    return change.row
  }
  const begun = (overrides: Partial<Review> = {}): Review => {
    const row = predicted(open, null)
    if (!('state' in row) || !('progress' in row)) throw new Error('it was not begun')
    return { ...row, ...overrides }
  }
  const somebody = userIdSchema.parse(id(30))

  test('are begun at the moment of their snapshot, and planned ones under their own id', () => {
    expect(begun()).toMatchObject({ state: 'open', createdAt: '2026-04-30T10:00:00.000Z', version: 1 })
    const planned = begun({ state: 'planned', createdAt: '2026-01-01T00:00:00.000Z', version: 4 })
    expect(predicted(open, planned)).toMatchObject({
      state: 'open',
      createdAt: '2026-01-01T00:00:00.000Z',
      version: 5,
    })
    expect(predicted(open, begun())).toMatchObject({ code: 'review_state', state: 'open' })
  })

  test('are signed by the reviewer, and then by the second one', () => {
    expect(predicted(signing('reviewer'), begun())).toMatchObject({
      state: 'signed',
      progress: { decided: 5, total: 5 },
    })
    const second = { secondReviewerId: somebody, secondReviewerName: 'Sam' }
    expect(predicted(signing('reviewer'), begun(second))).toMatchObject({ state: 'second' })
    expect(predicted(signing('reviewer'), begun({ reviewerId: somebody }))).toMatchObject({
      code: 'forbidden',
    })
    expect(predicted(signing('second'), begun(second))).toMatchObject({ code: 'review_state' })
    expect(predicted(signing('second'), begun({ ...second, state: 'second' }))).toMatchObject({
      code: 'forbidden',
    })
  })

  test('are decided by people who may review in the account, as the server asks it of them', () => {
    const told = (userId: UserId, secondReviewerId: UserId | null = null) =>
      predicted({ ...open, args: { ...open.args, reviewerId: userId, secondReviewerId } }, null)
    const me = open.args.reviewerId
    const refused = (path: string) => ({ code: 'validation', fields: [{ path }] })
    expect(told(me, somebody)).toMatchObject(refused('secondReviewerId'))
    members = [reviewerNamed(somebody)]
    expect(told(me, somebody)).toMatchObject({ secondReviewerId: somebody, secondReviewerName: 'Sam' })
    expect(told(me, me), 'two people').toMatchObject(refused('secondReviewerId'))
    for (const change of [
      { permissions: rolePermissions.viewer },
      { status: 'suspended' },
      { endsAt: now.toISOString() },
    ] as Partial<Membership>[]) {
      members = [{ ...reviewerNamed(somebody), ...change }]
      expect(told(me, somebody)).toMatchObject(refused('secondReviewerId'))
      expect(told(somebody)).toMatchObject(refused('reviewerId'))
    }
  })

  test('that are signed can not be given up, handed on or given back', () => {
    const signed = begun({ state: 'signed' })
    for (const intent of edits.filter(({ name }) => name.startsWith('reviews.')))
      expect(predicted(intent, signed), intent.name).toMatchObject({ code: 'review_state', state: 'signed' })
  })
})

describe('edits', () => {
  const based = edits.filter((intent) => 'baseVersion' in intent.args)

  test.each(based.map((intent) => [intent.name, intent] as const))(
    '%s says which version it is about, and stays the same change for a newer one',
    (_, intent) => {
      const edit = editOf(intent, now)
      expect(edit?.baseVersion).toBe(1)
      const newer = editOnto(intent, edit?.wants ?? {}, 7)
      expect(intentSchema.parse(newer)).toEqual({ ...intent, args: { ...intent.args, baseVersion: 7 } })
    },
  )

  test('that name no version hold whatever the row is', () => {
    const resume: Intent = { name: 'memberships.resume', args: { accountId, membershipId } }
    expect(editOf(resume, now)).toBeNull()
    expect(editOnto(assign, {}, 7)).toEqual(assign)
  })

  test('of a user need the permission for it and never touch the owner', () => {
    const [, setPermissions = assign] = edits
    expect(code(setPermissions, {}), 'it is the principal’s own').toEqual(['put membership', 'put account'])
    expect(code(setPermissions, { role: 'technician' })).toBe('forbidden')
    const view = viewOf({})
    const ana = view.membership(accountId, membershipId)
    const owner = { ...view, membership: () => ana && { ...ana, isOwner: true } }
    const refused = predict(setPermissions, { view: owner, now })
    expect(refused).toMatchObject({ ok: false, error: { code: 'owner_fixed' } })
  })

  test('of an older version are stale, with the row as it is', () => {
    const view = viewOf({})
    const ana = view.membership(accountId, membershipId)
    const newer = { ...view, membership: () => ana && { ...ana, version: 4 } }
    for (const intent of edits.filter(({ name }) => /^memberships.set/.test(name))) {
      expect(predict(intent, { view: newer, now })).toMatchObject({
        ok: false,
        error: { code: 'stale_version', current: { version: 4 } },
      })
    }
  })
})

describe('calls', () => {
  test('every mutation names a route that writes, and its arguments fit it', () => {
    const invitationId = invitationIdSchema.parse(id(7))
    const all: Intent[] = [
      assign,
      { name: 'applications.unassign', args: on },
      { name: 'applications.setAutoAssign', args: { ...on, autoAssign: true, onDisable: 'drop' } },
      { name: 'grants.add', args: { ...on, membershipId } },
      { name: 'grants.remove', args: { ...on, membershipId } },
      invite(),
      { name: 'invitations.revoke', args: { accountId, invitationId } },
      { name: 'invitations.resend', args: { accountId, invitationId } },
      ...edits,
      open,
      signing('reviewer'),
    ]
    expect(new Set(all.map(({ name }) => name))).toEqual(new Set(Object.keys(mutations)))
    for (const intent of all) {
      const call = callOf(intent)
      const route = routes[call.route]
      expect('writes' in route && route.writes, call.route).toBe(true)
      if ('params' in route && 'params' in call)
        expect(route.params.safeParse(call.params).success, call.route).toBe(true)
      if ('body' in route && 'body' in call)
        expect(route.body.safeParse(call.body).success, call.route).toBe(true)
    }
  })
})

test('an intent with a bad address is refused by name of the field', () => {
  const result = intentSchema.safeParse({
    name: 'invitations.create',
    args: { accountId, invitationId: id(7), email: 'not an address', role: 'viewer' },
  })
  expect(result.success).toBe(false)
  expect(result.error?.issues[0]?.path).toEqual(['args', 'email'])
  expect(result.error?.issues[0]?.message).toContain('name@example.com')
})
