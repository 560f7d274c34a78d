import { runStatements } from '../../server/src/db/statement.ts'
import { expect, test } from './fixtures.ts'
import { accountOf, activitySince, grantsOf, invitationsTo, someUser, unassigned } from './world.ts'

test('the consultant signs in through the system browser and works in forty accounts', async ({
  signedIn,
  demo,
}) => {
  const cassie = await signedIn('consultant')
  await expect(cassie.page.getByText('40 accounts').first()).toBeVisible()
  await cassie.expectPill(/^Synced \d\d:\d\d$/)

  const admin = await accountOf(demo, 'consultant', 'admin')
  await cassie.switchTo(admin.name)
  await expect(cassie.page).toHaveTitle(`${admin.name} · Dashboard · you are Admin - Gatehouse`)

  const viewer = await accountOf(demo, 'consultant', 'viewer')
  await cassie.openTab('Applications')
  await cassie.switchTo(viewer.name)
  await expect(cassie.page, 'a switch keeps the tab').toHaveTitle(
    `${viewer.name} · Applications · you are Viewer - Gatehouse`,
  )
  await expect(cassie.page.getByRole('button', { name: 'Assign application' })).toBeDisabled()
})

test('rule 1: account and own role stand on every screen, and a change goes where it was made', async ({
  signedIn,
  demo,
}) => {
  const cassie = await signedIn('consultant')
  const account = await accountOf(demo, 'consultant', 'admin')
  const other = await accountOf(demo, 'consultant', 'owner')
  const [wanted = ''] = await unassigned(demo, account, 1)
  await cassie.switchTo(account.name)
  for (const tab of ['Applications', 'Agents', 'Users', 'Invitations', 'Products & services', 'Activity']) {
    await cassie.openTab(tab)
    await expect(cassie.page).toHaveTitle(`${account.name} · ${tab} · you are Admin - Gatehouse`)
    await cassie.expectAccount(account.name)
    await expect(cassie.page.getByRole('main').getByText('you are Admin')).toBeVisible()
  }
  const start = new Date()
  await cassie.assign([wanted])
  // What is taken back with another account in view is what was done in the first one.
  await cassie.switchTo(other.name)
  await cassie.page.getByRole('main').focus()
  await cassie.page.keyboard.press('ControlOrMeta+z')
  await expect(cassie.page.getByText('Undone')).toBeVisible()
  await cassie.expectPill(/^Synced/)
  await expect.poll(() => unassigned(demo, account, 1)).toEqual([wanted])
  expect(await activitySince(demo, other, start), 'nothing happened in the account in view').toEqual([])
})

test('assigning, auto-assigning and granting reach the server and its activity', async ({
  signedIn,
  demo,
}) => {
  const cassie = await signedIn('consultant')
  const account = await accountOf(demo, 'consultant', 'admin')
  const [first = '', second = ''] = await unassigned(demo, account, 2)
  const user = await someUser(demo, account)
  const start = new Date()
  await cassie.switchTo(account.name)

  await cassie.assign([first, second])
  await cassie.setGrant(user.name, first, true)
  await cassie.openTab('Applications')
  await cassie.rowMenu(second, 'Enable auto-assignment')
  const dialog = cassie.page.getByRole('alertdialog', { name: /auto-assignment of/ })
  await expect(dialog, 'the effect is said first').toContainText(/users? gain access/)
  await expect(dialog, 'the account is named').toContainText(account.name)
  await dialog.getByRole('button', { name: 'Enable auto-assignment' }).click()
  await expect(cassie.row(second)).toContainText('Account auto-assigned')
  await cassie.expectPill(/^Synced/)

  await cassie.rowMenu(second, 'Disable auto-assignment')
  await dialog.getByRole('radio', { name: /They keep it/ }).check({ force: true })
  await dialog.getByRole('button', { name: 'Disable auto-assignment' }).click()
  await expect(cassie.row(second)).toContainText('Manual')
  await cassie.setGrant(user.name, first, false)
  await cassie.expectPill(/^Synced/)

  await expect.poll(() => grantsOf(demo, account, user.email)).not.toContain(first)
  expect(await grantsOf(demo, account, user.email), 'kept, as was chosen').toContain(second)
  expect((await activitySince(demo, account, start)).map(({ action }) => action)).toEqual([
    'application.assigned',
    'application.assigned',
    'grant.added',
    'application.auto_assign_enabled',
    'application.auto_assign_disabled',
    'grant.removed',
  ])
})

test('rule 18: what is done without the server waits, survives a kill, and arrives exactly once', async ({
  signedIn,
  demo,
}) => {
  const cassie = await signedIn('consultant')
  const account = await accountOf(demo, 'consultant', 'admin')
  const [first = '', second = ''] = await unassigned(demo, account, 2)
  const user = await someUser(demo, account)
  const invited = ['one@guest.test', 'two@guest.test', 'three@guest.test']
  const start = new Date()
  await cassie.expectPill(/^Synced/)
  await cassie.switchTo(account.name)
  await demo.stopServer()

  await cassie.assign([first, second])
  await expect(cassie.row(first)).toContainText('Waiting')
  await cassie.setGrant(user.name, first, true)
  await cassie.invite(invited)
  await expect(cassie.row('two@guest.test')).toContainText('Waiting')
  await cassie.expectPill('Offline - 5 changes waiting')

  await cassie.desktop.kill()
  await cassie.desktop.launch()
  await cassie.expectAccount(account.name)
  await cassie.expectPill('Offline - 5 changes waiting')
  await cassie.pill().click()
  const outbox = cassie.page.getByRole('dialog')
  await expect(outbox.getByRole('listitem')).toHaveCount(5)
  await expect(outbox).toContainText(`Give ${user.name} ${first} in ${account.name}`)
  // One of them is taken back before anybody saw it.
  await outbox.getByRole('button', { name: `Undo: Invite three@guest.test to ${account.name}` }).click()
  await expect(outbox.getByRole('listitem')).toHaveCount(4)
  await cassie.page.keyboard.press('Escape')

  await demo.startServer()
  await cassie.expectPill(/^Synced/)
  await cassie.openTab('Applications')
  await expect(cassie.row(first)).not.toContainText('Waiting')

  const done = await activitySince(demo, account, start)
  expect(done.map(({ action, target_name }) => `${action} ${target_name}`).sort()).toEqual(
    [
      `application.assigned ${first}`,
      `application.assigned ${second}`,
      `grant.added ${done.find(({ action }) => action === 'grant.added')?.target_name}`,
      'invitation.sent one@guest.test',
      'invitation.sent two@guest.test',
    ].sort(),
  )
  expect(
    new Set(done.map(({ mutation_id }) => mutation_id)).size,
    'one mutation for the two applications',
  ).toBe(4)
  expect(await grantsOf(demo, account, user.email)).toContain(first)
  expect(await invitationsTo(demo, 'one@guest.test')).toHaveLength(1)
  expect(await invitationsTo(demo, 'three@guest.test')).toHaveLength(0)
})

test('rule 21: a change that the server refuses is taken back, says why and waits for a decision', async ({
  signedIn,
  demo,
}) => {
  const cassie = await signedIn('consultant')
  const account = await accountOf(demo, 'consultant', 'admin')
  const [first = ''] = await unassigned(demo, account, 1)
  await cassie.expectPill(/^Synced/)
  await cassie.switchTo(account.name)
  await demo.stopServer()
  await cassie.assign([first])
  await cassie.expectPill('Offline - 1 change waiting')

  await demo.startServer()
  const server = demo.server()
  await cassie.expectPill(/^Synced/)
  // Meanwhile somebody suspends the account, and Cassie hasn't heard of it.
  await demo.stopServer()
  await cassie.expectPill('Offline')
  await cassie.rowMenu(first, 'Unassign...')
  await cassie.page.getByRole('button', { name: `Unassign ${first}` }).click()
  await cassie.expectPill('Offline - 1 change waiting')
  await runStatements(
    demo.databaseUrl,
    `update account set status = 'suspended', version = version + 1 where id = '${account.id}'`,
  )
  await demo.startServer()
  expect(server).not.toBe(demo.server())

  await cassie.expectPill('1 change needs you')
  await expect(cassie.row(first), 'taken back').toBeVisible()
  await cassie.pill().click()
  const outbox = cassie.page.getByRole('dialog')
  await expect(outbox).toContainText('This account can only be read')
  await outbox.getByRole('button', { name: /^Discard: / }).click()
  await cassie.page.keyboard.press('Escape')
  await cassie.expectPill(/^Synced/)
})
