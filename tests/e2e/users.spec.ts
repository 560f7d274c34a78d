import type { Page } from '@playwright/test'
import { runStatements } from '../../server/src/db/statement.ts'
import { demoPerson } from '../../server/src/demo/people.ts'
import { checkScreen, tabTo } from './by-keyboard.ts'
import { expect, test } from './fixtures.ts'
import { accountOf, activitySince, grantsOf, memberOf, someUser } from './world.ts'

/** Chooses in the menu of the row that has the focus, by keys alone. */
async function chooseInRowMenu(page: Page, entry: string): Promise<void> {
  await page.keyboard.press('Shift+F10')
  const item = page.getByRole('menuitem', { name: entry })
  await expect(item).toBeVisible()
  await page.keyboard.type(entry)
  await expect(item).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menu')).toBeHidden()
}

test('rules 9, 14, 15 and 16 (users): an owner without a mouse decides who may do what, and who stays', async ({
  signedIn,
  demo,
}) => {
  test.slow()
  const nadia = await signedIn('owner')
  const { page } = nadia
  const account = await accountOf(demo, 'owner', 'owner')
  const user = await someUser(demo, account)
  const start = new Date()
  await nadia.expectPill(/^Synced/)
  await tabTo(page, page.getByRole('tab', { selected: true }))
  while ((await page.getByRole('tab', { selected: true }).textContent()) !== 'Users')
    await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('button', { name: 'Look at them' })).toBeVisible()

  // Rule 9: what can't be done to the owner stands there with the reason.
  const find = page.getByRole('searchbox', { name: 'Find a user' })
  await page.keyboard.press('ControlOrMeta+f')
  await expect(find).toBeFocused()
  await page.keyboard.type(demoPerson('owner').name)
  await expect(page.getByText('1 of ')).toBeVisible()
  await tabTo(page, nadia.row(demoPerson('owner').name))
  await page.keyboard.press('Shift+F10')
  const remove = page.getByRole('menuitem', { name: /^Remove from account/ })
  await expect(remove).toBeDisabled()
  await expect(remove).toContainText('Transfer the ownership first')
  await page.keyboard.press('Escape')

  // A permission more, kept as a draft over closing, then saved and taken back by Ctrl+Z.
  await page.keyboard.press('ControlOrMeta+f')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(user.email)
  const row = nadia.row(user.email)
  await tabTo(page, row)
  await chooseInRowMenu(page, 'Role and permissions...')
  const drawer = page.getByRole('dialog', { name: user.name })
  const invite = drawer.getByRole('checkbox', { name: /^Invite users/ })
  await tabTo(page, invite)
  await page.keyboard.press('Space')
  await expect(drawer.getByText('Differs from Viewer: 1 more.')).toBeVisible()
  await expect(drawer.getByText('Gives Invite users')).toBeVisible()
  await checkScreen(nadia, 'role and permissions')
  await page.keyboard.press('Escape')
  await expect(row, 'Esc gives the focus back').toBeFocused()
  await chooseInRowMenu(page, 'Role and permissions...')
  await expect(invite, 'the draft is kept').toBeChecked()
  await tabTo(page, drawer.getByRole('button', { name: 'Save' }), 80)
  await page.keyboard.press('Enter')
  await expect(page.getByText(`Permissions of ${user.name} saved`)).toBeVisible()
  await expect.poll(async () => (await memberOf(demo, account, user.email)).role).toBe('custom')
  await page.keyboard.press('Escape')
  await page.keyboard.press('ControlOrMeta+z')
  await expect.poll(async () => (await memberOf(demo, account, user.email)).role).toBe('viewer')

  // Until when they stay.
  await tabTo(page, row)
  await page.keyboard.press('Enter')
  await expect(drawer.getByText('The membership lasts until somebody ends it.')).toBeVisible()
  await checkScreen(nadia, 'overview of a user')
  await drawer.getByLabel('Last day').fill('2099-12-31')
  await tabTo(page, drawer.getByRole('button', { name: 'Set end' }))
  await page.keyboard.press('Enter')
  await expect(drawer.getByText(/ends by itself at the end of .*2099/)).toBeVisible()
  await page.keyboard.press('Escape')

  // Rule 14: removed at once, and back by Ctrl+Z, without the server having heard of it.
  await expect(row).toBeFocused()
  await chooseInRowMenu(page, 'Remove from account')
  await expect(row).toBeHidden()
  await page.keyboard.press('ControlOrMeta+z')
  await expect(row).toBeVisible()

  // Rule 15: the ownership is asked about, with the account, both people, and a verb.
  await tabTo(page, row)
  await chooseInRowMenu(page, 'Make owner...')
  const transfer = page.getByRole('alertdialog', { name: `Transfer the ownership of ${account.name}?` })
  await expect(transfer).toContainText(demoPerson('owner').name)
  await expect(transfer).toContainText(user.email)
  await expect(transfer.getByRole('button', { name: `Transfer to ${user.name}` })).toBeVisible()
  await checkScreen(nadia, 'transfer of ownership')
  await page.keyboard.press('Escape')
  await expect(transfer).toBeHidden()

  // Rule 16: a range of users, by Space and Shift with the arrows.
  await page.keyboard.press('ControlOrMeta+f')
  await page.keyboard.press('Escape')
  await tabTo(page, page.getByRole('button', { name: 'Any role Role' }))
  await page.keyboard.press('Enter')
  await page.keyboard.type('Viewer')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Clear filters' })).toBeVisible()
  await tabTo(page, page.getByRole('main').getByRole('row').nth(1))
  await page.keyboard.press('Space')
  await page.keyboard.press('Shift+ArrowDown')
  const bar = page.getByRole('toolbar', { name: 'Actions for the selection' })
  await expect(bar).toContainText('2 selected')
  await checkScreen(nadia, 'users, some of them chosen')
  await tabTo(page, bar.getByRole('button', { name: 'Suspend' }))
  await page.keyboard.press('Enter')
  await expect(page.getByText('2 users suspended')).toBeVisible()
  await page.keyboard.press('ControlOrMeta+z')
  await expect(page.getByText('2 users suspended')).toBeHidden()
  await expect
    .poll(async () => (await activitySince(demo, account, start)).map(({ action }) => action))
    .not.toContain('membership.removed')
})

test('likely duplicates stand side by side, and the grants of the one that goes are kept', async ({
  signedIn,
  demo,
}) => {
  const nadia = await signedIn('owner')
  const { page } = nadia
  const account = await accountOf(demo, 'owner', 'owner')
  await nadia.expectPill(/^Synced/)
  await nadia.openTab('Users')
  await page.getByRole('button', { name: 'Look at them' }).click()
  const drawer = page.getByRole('dialog', { name: 'Likely duplicates' })
  const pair = drawer.getByRole('region', { name: 'Logins of Cassie Moreau' })
  await expect(pair).toContainText('Same name, and one is a legacy login')
  await checkScreen(nadia, 'likely duplicates')
  const button = pair.getByRole('button', { name: /^Remove / })
  const gone = (await button.textContent())?.replace('Remove ', '') ?? ''
  const had = await grantsOf(demo, account, gone)
  await button.click()
  await expect(pair).toBeHidden()
  await expect(page.getByText(`${gone} was removed`)).toBeVisible()
  // Until "Undo" is over the removal stays here; what was copied goes out before it.
  await expect
    .poll(async () => (await activitySince(demo, account, new Date(0))).map(({ action }) => action), {
      timeout: 30_000,
    })
    .toContain('membership.removed')
  expect(await grantsOf(demo, account, demoPerson('consultant').email)).toEqual(expect.arrayContaining(had))
})

test('rules 18, 19 and 21 (users): what waits can be edited, a conflict names both sides, nothing goes with a permission', async ({
  signedIn,
  demo,
}) => {
  test.slow()
  const account = await accountOf(demo, 'consultant', 'admin')
  const user = await someUser(demo, account)
  const cassie = await signedIn('consultant')
  const { page } = cassie
  const { membershipId } = await memberOf(demo, account, user.email)
  const { databaseUrl } = demo
  await cassie.expectPill(/^Synced/)
  await cassie.switchTo(account.name)
  await cassie.openTab('Users')
  await page.getByRole('searchbox', { name: 'Find a user' }).fill(user.email)
  await demo.stopServer()
  await cassie.expectPill('Offline')

  const drawer = page.getByRole('dialog', { name: user.name })
  async function chooseRole(role: string) {
    await drawer.getByRole('button', { name: 'Role', exact: false }).first().click()
    await page.getByRole('option', { name: new RegExp(`^${role}`) }).click()
    await drawer.getByRole('button', { name: 'Save' }).click()
    await drawer.getByRole('button', { name: 'Close' }).click()
    await expect(drawer).toBeHidden()
  }
  await cassie.rowMenu(user.name, 'Role and permissions...')
  await chooseRole('Billing')
  await expect(cassie.row(user.email), 'rule 18: it says that it waits').toContainText('Waiting')

  // What waits is edited where it was made, and stays one change.
  async function openOutbox() {
    await cassie.pill().click()
    await page.getByRole('button', { name: 'Open the outbox' }).click()
    await expect(page.getByRole('heading', { name: 'Outbox' })).toBeVisible()
  }
  await openOutbox()
  await page.getByRole('button', { name: `Edit: Make ${user.name} Billing in ${account.name}` }).click()
  await chooseRole('Technician')
  await cassie.expectPill('Offline - 1 change waiting')

  // Rule 19: somebody else was faster.
  await runStatements(
    databaseUrl,
    `update membership set role = 'custom', permissions = array['account.view','users.view','invoices.view_pay'],
       version = version + 1 where id = '${membershipId}'`,
    `with done as (
       insert into activity (id, account_id, actor_name, action, target_kind, target_id, target_name, before, after, at)
         values (gen_random_uuid(), '${account.id}', 'Petra Lind', 'membership.edited', 'membership',
           '${membershipId}', 'somebody', '{"role":"viewer"}', '{"role":"custom"}', now()) returning id)
     insert into change (account_id, entity, key, op)
       select '${account.id}', 'activity', jsonb_build_object('id', id), 'put' from done`,
  )
  await demo.startServer()
  await cassie.expectPill('1 change needs you')
  await openOutbox()
  const line = page.getByRole('listitem').filter({ hasText: `Make ${user.name} Technician` })
  await expect(line).toContainText('Petra Lind changed the same')
  const sides = line.getByRole('table')
  await expect(sides.getByRole('columnheader', { name: "Petra's" })).toBeVisible()
  await expect(sides.getByRole('row', { name: /^Role/ })).toHaveText(/Role\s*Viewer\s*Technician\s*Custom/)
  await expect(sides.getByRole('row', { name: /^Permissions/ })).toContainText('adds View and pay invoices')
  await checkScreen(cassie, 'a conflict about a user')
  await line.getByRole('button', { name: /^Keep Petra's/ }).click()
  await cassie.expectPill(/^Synced/)

  // Rule 21: what was decided before the permission went is kept, with the reason and whom to ask.
  await demo.stopServer()
  await cassie.expectPill('Offline')
  await cassie.switchTo(account.name)
  await cassie.openTab('Users')
  await cassie.rowMenu(user.name, 'Open')
  await drawer.getByLabel('Last day').fill('2099-12-31')
  await drawer.getByRole('button', { name: 'Set end' }).click()
  await page.keyboard.press('Escape')
  await cassie.expectPill('Offline - 1 change waiting')
  await runStatements(
    databaseUrl,
    `update membership set role = 'viewer', permissions = array['account.view','users.view'], version = version + 1
       where account_id = '${account.id}'
         and user_id = (select id from app_user where email = '${demoPerson('consultant').email}')`,
  )
  await demo.startServer()
  await cassie.expectPill('1 change needs you')
  await openOutbox()
  const refused = page.getByRole('listitem').filter({ hasText: `Let ${user.name} stay` })
  await expect(refused).toContainText('You may not do this here')
  await expect(refused).toContainText('owns the account and can give it to you')
  await expect(page.getByRole('button', { name: 'Export...' })).not.toHaveAttribute('aria-disabled', 'true')
})
