import { expect, test } from 'vitest'
import { openWorld, read } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

test('each account says who of these people it has already, and what can be offered there', () => {
  const { engine } = openWorld()
  const users = read(engine, 'users.list', { accountId: w.acme })
  const invited = read(engine, 'invitations.list', { accountId: w.acme }).find(
    ({ status }) => status === 'pending',
  )
  const active = users.find(({ status }) => status === 'active')
  const suspended = users.find(({ status }) => status === 'suspended')
  if (!invited || !active || !suspended) throw new Error('the world lacks somebody')
  const emails = [active.email.toUpperCase(), suspended.email, invited.email, 'new@example.net']
  const [acme, gone] = read(engine, 'invitations.known', { accountIds: [w.acme, w.unknownAccount], emails })
  expect(acme).toMatchObject({
    accountId: w.acme,
    name: 'Acme Logistics',
    refusal: null,
    members: [active.email.toLowerCase()],
    suspended: [suspended.email.toLowerCase()],
    pending: [invited.email.toLowerCase()],
    domains: [],
  })
  expect(acme?.applications.map(({ key }) => key)).toContain('payroll')
  expect(acme?.permissions).toContain('users.invite')
  expect(gone).toMatchObject({ refusal: { code: 'not_found' }, members: [], applications: [] })
})

test('where nobody may be invited it says why, and nothing of who is there', () => {
  const { engine } = openWorld()
  const [cumulus] = read(engine, 'invitations.known', {
    accountIds: [w.cumulus],
    emails: ['olga@acme.example'],
  })
  expect(cumulus?.refusal).not.toBeNull()
  expect(cumulus).toMatchObject({ members: [], pending: [], applications: [] })
})
