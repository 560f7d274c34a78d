import type { Locator } from '@playwright/test'
import { runStatements } from '../../server/src/db/statement.ts'
import type { ClientArea } from '../../tools/driver/client-area.ts'
import { checkScreen } from './by-keyboard.ts'
import { expect, test } from './fixtures.ts'
import { type Account, accountOf, memberOf, someUser, unassigned } from './world.ts'

/** Goes to a button by Tab alone, as who has no mouse does, and presses it. */
async function pressByKeyboard({ page }: ClientArea, button: Locator): Promise<void> {
  await expect(button).toBeVisible()
  for (let presses = 0; presses < 80; presses += 1) {
    if (await button.evaluate((element) => element === document.activeElement)) {
      await page.keyboard.press('Enter')
      return
    }
    await page.keyboard.press('Tab')
  }
  throw new Error('the keyboard does not get there')
}

async function openOutbox(area: ClientArea): Promise<void> {
  await area.pill().click()
  await area.page.getByRole('dialog').getByRole('button', { name: 'Open the outbox' }).click()
  await expect(area.page.getByRole('heading', { name: 'Outbox' })).toBeVisible()
}

/** As a screen that changes a user would make it; nobody has one yet. */
async function makeBilling(
  area: ClientArea,
  { id: accountId }: Account,
  membershipId: string,
  version: number,
) {
  const answer = await area.page.evaluate(
    (intent) => {
      const { gatehouse } = globalThis as unknown as {
        gatehouse: { command(name: string, input: object): Promise<{ ok: boolean }> }
      }
      return gatehouse.command('mutate', { intent })
    },
    {
      name: 'memberships.setPermissions',
      args: { accountId, membershipId, role: 'billing', baseVersion: version },
    },
  )
  expect(answer.ok).toBe(true)
}

test('what two changed at once is decided by keyboard: mine is sent, theirs is kept', async ({
  signedIn,
  demo,
}) => {
  const cassie = await signedIn('consultant')
  const account = await accountOf(demo, 'consultant', 'admin')
  const user = await someUser(demo, account)
  const { membershipId, version } = await memberOf(demo, account, user.email)
  await cassie.expectPill(/^Synced/)
  await cassie.switchTo(account.name)
  const { databaseUrl } = demo
  // Somebody else is faster, while this device is away.
  const changeTo = (role: string) =>
    runStatements(
      databaseUrl,
      `update membership set role = '${role}', permissions = array['account.view','users.view'], version = version + 1
        where id = '${membershipId}'`,
    )

  await demo.stopServer()
  await makeBilling(cassie, account, membershipId, version)
  await cassie.expectPill('Offline - 1 change waiting')
  await changeTo('custom')
  await demo.startServer()
  await cassie.expectPill('1 change needs you')
  await openOutbox(cassie)
  const what = `Make ${user.name} Billing in ${account.name}`
  const row = cassie.page.getByRole('listitem').filter({ hasText: what })
  const sides = row.getByRole('table', { name: `What both made of it: ${what}` })
  await expect(sides.getByRole('row', { name: /^Role/ })).toHaveText(/Role\s*Viewer\s*Billing\s*Custom/)

  await checkScreen(cassie, 'a conflict')
  await pressByKeyboard(cassie, row.getByRole('button', { name: `Apply mine: ${what}` }))
  await cassie.expectPill(/^Synced/)
  expect((await memberOf(demo, account, user.email)).role).toBe('billing')
  await expect(cassie.page.getByText('Everything is sent')).toBeVisible()
})

test('a refused change is discarded by keyboard, with what was built on it, and the focus stays in the list', async ({
  signedIn,
  demo,
}) => {
  const cassie = await signedIn('consultant')
  const account = await accountOf(demo, 'consultant', 'admin')
  const user = await someUser(demo, account)
  const [first = '', second = ''] = await unassigned(demo, account, 2)
  await cassie.expectPill(/^Synced/)
  await cassie.switchTo(account.name)
  await demo.stopServer()
  await cassie.assign([first])
  await cassie.setGrant(user.name, first, true)
  await cassie.openTab('Applications')
  await cassie.assign([second])
  await cassie.expectPill('Offline - 3 changes waiting')
  // The application belongs to another environment before the change arrives.
  await runStatements(
    demo.databaseUrl,
    `update application set key = key || '-moved',
       environment_id = (select id from environment where id <> application.environment_id limit 1)
      where name = '${first.replaceAll("'", "''")}'
        and environment_id = (select environment_id from account where id = '${account.id}')`,
  )
  await demo.startServer()
  await cassie.expectPill('1 change needs you')
  await openOutbox(cassie)
  const refused = cassie.page
    .getByRole('listitem')
    .filter({ hasText: `Assign ${first}` })
    .first()
  await expect(refused).toContainText('1 change waits for this one')
  await expect(refused).toContainText(`Give ${user.name}`)
  await expect(cassie.page.getByText(`Assign ${second}`), 'what is independent went on').toBeHidden()

  await pressByKeyboard(cassie, refused.getByRole('button', { name: /^Discard: Assign/ }))
  const dialog = cassie.page.getByRole('alertdialog', { name: 'Discard this change?' })
  await expect(dialog).toContainText(account.name)
  await checkScreen(cassie, 'discarding a change')
  await pressByKeyboard(cassie, dialog.getByRole('button', { name: 'Discard all 2' }))
  await expect(cassie.page.getByText('Everything is sent')).toBeVisible()
  await expect(cassie.page.locator('main :focus'), 'the focus is where the row was').toHaveCount(1)
  await cassie.expectPill(/^Synced/)
})
