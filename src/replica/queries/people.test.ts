import * as c from '@gatehouse/contract'
import { expect, test } from 'vitest'
import { openEngine, read, refusal } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

// Petra is in three accounts: a user of Acme, owner of Borealis, and under another login in Delta.

const petra = w.uuid<c.UserId>(6, 70)
const petraToo = w.uuid<c.UserId>(6, 71)
const vera = w.uuid<c.UserId>(6, 72)
const inAcme = w.uuid<c.MembershipId>(4, 70)
const inBorealis = w.uuid<c.MembershipId>(4, 71)
const inDelta = w.uuid<c.MembershipId>(4, 72)
const heir = w.uuid<c.MembershipId>(4, 73)
const invited = w.uuid<c.InvitationId>(5, 70)

function withPetra(administers: c.EnvironmentId[] = []) {
  const { engine } = openEngine()
  const member = (
    id: c.MembershipId,
    accountId: c.AccountId,
    userId: c.UserId,
    name: string,
    role: c.Role,
    email = `${userId}@acme.example`,
  ) =>
    w.membership(id, accountId, name, {
      userId,
      email,
      role,
      isOwner: role === 'owner',
      permissions: [...c.permissionsOf(role, [])],
    })
  const viaEnvironment = (entry: c.DirectoryEntry): c.DirectoryEntry =>
    administers.includes(entry.account.environmentId)
      ? { ...entry, access: { ...entry.access, via: 'environment', permissions: [...c.allPermissions] } }
      : entry
  const rowsOf = (accountId: c.AccountId, batch: c.AccountRows): c.BootstrapLine => ({
    type: 'rows',
    accountId,
    batch,
  })
  const lines = w.bootstrap().map((line): c.BootstrapLine => {
    if (line.type === 'principal') return { ...line, row: { ...line.row, administers } }
    if (line.type !== 'directory') return line
    return {
      type: 'directory',
      rows: [
        w.entry(w.acme, 'Acme Logistics', 'admin'),
        w.entry(w.borealis, 'Borealis', 'admin'),
        w.entry(w.cumulus, 'cumulus', 'billing'),
        w.entry(w.delta, 'Delta', 'viewer'),
      ].map(viaEnvironment),
    }
  })
  const usable = lines.findIndex(({ type }) => type === 'usable') + 1
  lines.splice(
    usable,
    0,
    rowsOf(w.acme, {
      entity: 'membership',
      rows: [member(inAcme, w.acme, petra, 'Petra Novak', 'technician', 'petra@acme.example')],
    }),
    rowsOf(w.acme, {
      entity: 'grant',
      rows: [{ accountId: w.acme, membershipId: inAcme, applicationId: w.payroll, grantedAt: w.daysAgo(3) }],
    }),
    rowsOf(w.borealis, {
      entity: 'membership',
      rows: [
        member(inBorealis, w.borealis, petra, 'Petra Novak', 'owner', 'petra@acme.example'),
        member(heir, w.borealis, vera, 'Vera Lind', 'viewer'),
      ],
    }),
    rowsOf(w.borealis, {
      entity: 'invitation',
      rows: [{ ...w.invitation(invited, 'PETRA@acme.example '), accountId: w.borealis }],
    }),
    rowsOf(w.delta, {
      entity: 'membership',
      rows: [member(inDelta, w.delta, petraToo, 'Petra Novak', 'viewer', 'petra@delta.example')],
    }),
  )
  engine.applyBootstrap(lines, w.now)
  return engine
}

test('other logins of one name or mailbox are told with the reason, and how many accounts they are in', () => {
  const { person, others } = read(withPetra(), 'people.same', { userId: petra })
  expect(person).toEqual({ userId: petra, name: 'Petra Novak', email: 'petra@acme.example' })
  expect(others).toEqual([
    {
      userId: petraToo,
      name: 'Petra Novak',
      email: 'petra@delta.example',
      reasons: ['name_and_local_part', 'name'],
      accounts: 1,
    },
  ])
  const inSearch = read(withPetra(), 'access.person', { userId: petra }).others
  expect(inSearch, 'wherever it is asked').toEqual(others)
  expect(refusal(withPetra(), 'people.same', { userId: w.uuid(6, 99) })).toBe('not_found')
})

test('who leaves is shown in every account with what they have, what they alone hold, and why not by us', () => {
  const engine = withPetra()
  const { lines, invitations, people } = read(engine, 'people.leaver', { userIds: [petra] })
  expect(people.map(({ name }) => name)).toEqual(['Petra Novak'])
  expect(lines.map(({ accountName, role }) => [accountName, role])).toEqual([
    ['Acme Logistics', 'technician'],
    ['Borealis', 'owner'],
  ])
  const [acme, borealis] = lines
  expect(acme?.applications?.map(({ name, sources }) => `${name} ${sources}`)).toEqual([
    'Directory environment',
    'Payroll grant',
    'Wiki account',
  ])
  expect(acme).toMatchObject({ removeRefusal: null, lastWith: [], askName: 'Olga Owner', heirs: [] })
  expect(borealis).toMatchObject({
    isOwner: true,
    lastWith: ['users.edit', 'users.remove'],
    transferRefusal: { code: 'forbidden', required: c.ownershipRequired },
    // Who leaves isn't the one to ask.
    askName: null,
  })
  expect([acme?.hasHeirs, borealis?.hasHeirs]).toEqual([false, true])
  expect(read(engine, 'people.heirs', { accountId: w.borealis, userIds: [petra] }).heirs).toMatchObject([
    { membershipId: heir, name: 'Vera Lind' },
  ])
  expect(invitations).toMatchObject([{ invitationId: invited, accountName: 'Borealis', refusal: null }])
})

test('a login that was ticked comes into the plan, and suspended accounts say why nothing can be done', () => {
  const { lines } = read(withPetra(), 'people.leaver', { userIds: [petra, petraToo] })
  expect(lines.map(({ accountName }) => accountName)).toEqual(['Acme Logistics', 'Borealis', 'Delta'])
  expect(lines[2]?.removeRefusal).toMatchObject({ code: 'forbidden', required: 'users.remove' })
})

test('an administrator transfers and removes in one batch; the removal is not sent where the transfer is refused', () => {
  const engine = withPetra([w.staging, w.production])
  const [, borealis] = read(engine, 'people.leaver', { userIds: [petra], heirIds: [heir] }).lines
  expect(borealis?.transferRefusal).toBeNull()
  const [transfer, remove] = [w.mutationId(1), w.mutationId(2)]
  const { batchId } = { batchId: w.uuid<string>(11, 1) }
  const answer = engine.applyBatch(
    {
      batchId,
      confirmed: true,
      changes: [
        {
          mutationId: transfer,
          intent: {
            name: 'memberships.transferOwnership',
            args: {
              accountId: w.borealis,
              membershipId: heir,
              previousOwnerRole: 'viewer',
              baseVersion: borealis?.heirs[0]?.version ?? 0,
            },
          },
          inverse: null,
        },
        {
          mutationId: remove,
          intent: { name: 'memberships.remove', args: { accountId: w.borealis, membershipId: inBorealis } },
          inverse: null,
        },
      ],
    },
    w.now,
  )
  expect(answer.ok && answer.value.results).toEqual([null, null])
  expect(read(engine, 'people.leaver', { userIds: [petra] }).lines).toHaveLength(1)
  engine.moveOutbox(transfer, { to: 'sending' })
  engine.moveOutbox(transfer, { to: 'refused', problem: c.problem('forbidden') })
  expect(engine.outgoing(), 'the removal is not sent').toEqual([])
  const { lines } = read(engine, 'bulk.receipt', { batchId })
  expect(lines.map(({ state, isHeld }) => [state, isHeld])).toEqual([
    ['refused', false],
    ['waiting', true],
  ])
})

test('who joins gets role and grants, never the ownership, and nothing that the principal lacks', () => {
  const engine = withPetra()
  const { lines, colleague } = read(engine, 'people.joiner', {
    userId: petra,
    emails: ['new@guest.example', 'Ben@acme.example'],
  })
  expect(colleague.name).toBe('Petra Novak')
  const of = (accountName: string, email: string) =>
    lines.find((line) => line.accountName === accountName && line.email === email)
  expect(of('Acme Logistics', 'new@guest.example')).toMatchObject({
    kind: 'invite',
    role: 'technician',
    permissions: null,
    lacks: [],
    grants: [{ id: w.payroll }],
    auto: ['Directory', 'Wiki'],
    refusal: null,
  })
  expect(of('Acme Logistics', 'Ben@acme.example'), 'has payroll, is raised').toMatchObject({
    kind: 'change',
    membershipId: w.ben,
    roleBefore: 'viewer',
    role: 'technician',
    grants: [],
  })
  expect(of('Borealis', 'new@guest.example')).toMatchObject({
    isColleagueOwner: true,
    kind: 'invite',
    role: 'admin',
    permissions: null,
  })
})

test('a role that the principal does not hold as a whole is given as far as they do, and that is said', () => {
  const { lines } = read(withPetra(), 'people.joiner', { userId: petraToo, emails: ['new@guest.example'] })
  expect(lines[0]).toMatchObject({
    accountName: 'Delta',
    refusal: { code: 'forbidden', required: 'users.invite' },
  })
})

test('who is invited already, or has all of it, is told so', () => {
  const engine = withPetra()
  const acme = (email: string) =>
    read(engine, 'people.joiner', { userId: petra, emails: [email] }).lines.find(
      ({ accountName }) => accountName === 'Acme Logistics',
    )
  expect(acme('ina@guest.example')?.kind).toBe('invited')
  expect(acme('petra@acme.example')?.kind).toBe('same')
  expect(read(engine, 'people.joiner', { userId: petra, emails: [] }).lines[0]?.kind).toBe('invite')
})
