import { readFileSync } from 'node:fs'
import { runStatements } from '../../server/src/db/statement.ts'
import type { ClientArea } from '../../tools/driver/client-area.ts'
import { checkScreen, tabTo } from './by-keyboard.ts'
import { expect, test } from './fixtures.ts'
import { type Account, accountAsIs, accountInStatus, accountOf, activitySince, servicesOf } from './world.ts'

const main = ({ page }: ClientArea) => page.getByRole('main')
const group = (area: ClientArea, name: string) => main(area).getByRole('region', { name, exact: true })

/** Whatever is written goes here instead of where a person would choose. */
async function saveTo(area: ClientArea, file: string): Promise<void> {
  await area.desktop.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath })
  }, file)
}

/** Neither a default nor an auto-assigned application, wherever the account is. */
function withoutWayIn({ id }: Account): string {
  const its = `(select environment_id from account where id = '${id}')`
  return `
    update application set is_default = false, auto_assign = false, version = version + 1 where environment_id = ${its};
    update account_application set auto_assign = false, version = version + 1 where account_id = '${id}';`
}

test('rules 4, 5, 7, 13, 14 and 27: an account from its dashboard to its settings', async ({
  signedIn,
  demo,
}, testInfo) => {
  test.slow()
  const admin = await accountOf(demo, 'consultant', 'admin')
  const billing = await accountOf(demo, 'consultant', 'billing')
  await runStatements(demo.databaseUrl, withoutWayIn(admin))
  const start = new Date()
  const cassie = await signedIn('consultant')
  const { page } = cassie
  await cassie.expectPill(/^Synced/)
  await cassie.switchTo(admin.name)

  await test.step('rule 7: figures are those of the account on the screen, and say as of when they are', async () => {
    const figures = main(cassie).getByRole('list', { name: 'Figures' })
    await expect(main(cassie)).toContainText(/Updated \d\d:\d\d/)
    await expect(main(cassie)).toContainText(/Figures as read at \d\d:\d\d/)
    await expect(figures.getByRole('button')).toHaveCount(8)
    for (const figure of await figures.getByRole('button').all())
      await expect(figure).toHaveAccessibleDescription(/^Figures as read at/)
    await figures.getByRole('button', { name: /^Not active, 90 days/ }).click()
    await expect(page.getByRole('tab', { name: 'Users' }), 'a figure opens its list').toHaveAttribute(
      'aria-selected',
      'true',
    )
    await expect(main(cassie)).toContainText('Not for 90 days')
    await cassie.openTab('Dashboard')
  })

  await test.step('rule 13: no way in without naming an application is said, with the way to fix it', async () => {
    const warning = main(cassie).getByRole('region', { name: 'Nobody gets in without naming an application' })
    await warning.getByRole('button', { name: 'Choose an application to auto-assign' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await page.keyboard.press('Escape')
    await cassie.openTab('Dashboard')
  })

  await test.step('charts are a sentence, and a table on demand', async () => {
    const seats = group(cassie, 'Seats in use, 30 days')
    await expect(seats.getByRole('img')).toHaveAccessibleName(/^Users active in the last 30 days/)
    await expect(seats).toContainText(/seats? in \d+ applications/)
    await expect(group(cassie, 'Renewals, 12 months').getByRole('img')).toHaveAccessibleName(/^Renewals over/)
    await seats.getByRole('button', { name: 'Show as table' }).click()
    await expect(seats.getByRole('columnheader', { name: 'Not active' })).toBeVisible()
    await checkScreen(cassie, 'dashboard with a table')
  })

  await test.step('rule 5: what is half written stays over a switch, and its row says so', async () => {
    await cassie.openTab('Products & services')
    await main(cassie).getByRole('button', { name: 'Add service' }).first().click()
    const drawer = page.getByRole('dialog')
    await expect(drawer.getByRole('textbox', { name: 'Product' })).toBeFocused()
    await page.keyboard.type('Fax line')
    await drawer.getByRole('textbox', { name: 'Label' }).fill('+43 1 555')
    await checkScreen(cassie, 'service drawer')
    await page.keyboard.press('Escape')
    await cassie.switchTo(billing.name)
    const row = page.getByRole('navigation', { name: 'Accounts' }).getByRole('option', { name: admin.name })
    await expect(row.first()).toContainText('Draft')
    await cassie.switchTo(admin.name)
    await main(cassie).getByRole('button', { name: 'Add service' }).first().click()
    await expect(drawer.getByRole('textbox', { name: 'Product' })).toHaveValue('Fax line')
    await drawer.getByRole('textbox', { name: 'Product' }).fill('')
    await drawer.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(drawer, 'rule 27: what is wrong is named, and nothing typed is lost').toContainText(
      'Say which product it is.',
    )
    await expect(drawer.getByRole('textbox', { name: 'Label' })).toHaveValue('+43 1 555')
    await drawer.getByRole('textbox', { name: 'Product' }).fill('Fax line')
    await drawer.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(drawer).toBeHidden()
    await expect(row.first()).not.toContainText('Draft')
  })

  await test.step('rule 14: a change acts at once and is undone from its notice', async () => {
    const row = cassie.row('Fax line')
    await expect(row).toContainText('Does not renew')
    await cassie.expectPill(/^Synced/)
    await cassie.rowMenu('Fax line +43 1 555', 'Cancel the service')
    await expect(row).toContainText('Cancelled')
    await cassie.expectPill(/^Synced/)
    await page.keyboard.press('ControlOrMeta+z')
    await expect(row).toContainText('Active')
    await expect
      .poll(
        async () => (await servicesOf(demo, admin)).find((each) => each.product_name === 'Fax line')?.status,
      )
      .toBe('active')
    await main(cassie)
      .getByRole('button', { name: /Status/ })
      .first()
      .click()
    await page.getByRole('option', { name: /^Cancelled/ }).click()
    await expect(row).toBeHidden()
    await main(cassie)
      .getByRole('button', { name: /Status/ })
      .first()
      .click()
    await page.getByRole('option', { name: /^All/ }).click()
  })

  await test.step('rule 14: and in Activity, where one did it oneself', async () => {
    await cassie.expectPill(/^Synced/)
    await cassie.openTab('Activity')
    const list = main(cassie).getByRole('list', { name: `Activity of ${admin.name}` })
    const added = list.getByRole('listitem').filter({ hasText: 'added Fax line' })
    await expect(added).toBeVisible()
    await added.getByRole('button').first().click()
    await expect(added.getByRole('table')).toContainText('Shown to users with')
    await added.getByRole('button', { name: /^Undo: Cassie Moreau added Fax line/ }).click()
    await expect
      .poll(async () => (await servicesOf(demo, admin)).map((each) => each.product_name))
      .not.toContain('Fax line')
    expect((await activitySince(demo, admin, start)).map(({ action }) => action)).toEqual([
      'service.added',
      'service.edited',
      'service.edited',
      'service.removed',
    ])
    await expect(list.getByRole('listitem').filter({ hasText: 'removed Fax line' })).toBeVisible()
    await expect(added.getByRole('button', { name: /^Undo: / })).toBeDisabled()
  })

  await test.step('activity is narrowed down and written to a file as it is narrowed', async () => {
    await main(cassie).getByRole('button', { name: 'Everything' }).click()
    await page.getByRole('option', { name: 'Products & services' }).click()
    await expect(main(cassie).getByText(/^4 of \d+ entries$/)).toBeVisible()
    await main(cassie).getByRole('button', { name: 'Filters' }).click()
    await main(cassie)
      .getByRole('button', { name: /Person/ })
      .click()
    await page.getByRole('option', { name: /^Cassie Moreau/ }).click()
    await expect(main(cassie).getByText(/^4 of \d+ entries$/)).toBeVisible()
    const file = testInfo.outputPath('activity.csv')
    await saveTo(cassie, file)
    await main(cassie).getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: /^As a table/ }).click()
    await expect(page.getByText('4 entries written')).toBeVisible()
    const lines = readFileSync(file, 'utf8').split('\r\n')
    expect(lines[0]).toContain(admin.name)
    expect(lines[3]).toBe('Filter,Kind: Products & services and Person: Cassie Moreau')
    expect(lines.filter((line) => line.includes(',service.'))).toHaveLength(4)
    await main(cassie).getByRole('searchbox').fill('nobody is called this')
    await expect(main(cassie), 'rule 27: an empty list says why').toContainText('Nothing matches')
    await main(cassie).getByRole('button', { name: 'Clear the filter' }).click()
    await expect(main(cassie).getByText(/^\d+ entries$/)).toBeVisible()
  })

  await test.step('rule 4: a switch keeps the tab, and where that is not permitted says so on the dashboard', async () => {
    await cassie.switchTo(billing.name)
    await expect(page.getByRole('tab', { name: 'Dashboard' })).toHaveAttribute('aria-selected', 'true')
    await expect(main(cassie)).toContainText(`You may not see Activity in ${billing.name}`)
    await cassie.switchTo(admin.name)
    await expect(page.getByRole('tab', { name: 'Activity' })).toHaveAttribute('aria-selected', 'true')
  })

  await test.step('the settings rename by keyboard, keep what is the vendor’s, and name a conflict', async () => {
    await cassie.openTab('Settings')
    const name = main(cassie).getByRole('textbox', { name: 'Name' })
    await expect(main(cassie).getByRole('textbox', { name: 'Plan' })).toHaveAttribute('readonly', '')
    await expect(main(cassie)).toContainText('Set by the administrators of Production.')
    await tabTo(page, name)
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('Renamed Client')
    await checkScreen(cassie, 'settings of an account with a draft')
    await page.keyboard.press('Enter')
    await cassie.expectAccount('Renamed Client')
    await expect.poll(async () => (await accountAsIs(demo, admin))?.name).toBe('Renamed Client')
    await expect(group(cassie, 'Leave').getByRole('button')).toBeEnabled()
    await expect(group(cassie, 'Status')).toContainText('The administrators of Production suspend')
  })
})

test('accounts that can only be read say so on every tab, and leaving one takes it away', async ({
  signedIn,
  demo,
}) => {
  const suspended = await accountInStatus(demo, 'consultant', 'suspended')
  const owned = await accountOf(demo, 'consultant', 'owner')
  const viewer = await accountOf(demo, 'consultant', 'viewer')
  const cassie = await signedIn('consultant')
  const { page } = cassie
  await cassie.expectPill(/^Synced/)

  await cassie.switchTo(suspended.name)
  for (const tab of ['Dashboard', 'Applications', 'Users', 'Products & services', 'Activity', 'Settings']) {
    await cassie.openTab(tab)
    await expect(main(cassie)).toContainText('Suspended: this account can only be read')
  }
  await expect(main(cassie).getByRole('textbox', { name: 'Name' })).toHaveAttribute('readonly', '')
  await cassie.openTab('Products & services')
  await expect(main(cassie).getByRole('button', { name: 'Add service' }).first()).toBeDisabled()

  await cassie.switchTo(owned.name)
  await cassie.openTab('Settings')
  await expect(group(cassie, 'Leave')).toContainText('You own this account.')
  await expect(group(cassie, 'Leave').getByRole('button')).toBeDisabled()
  await expect(group(cassie, 'Owner').getByRole('button', { name: 'Transfer ownership...' })).toBeEnabled()

  await cassie.switchTo(viewer.name)
  await expect(page.getByRole('tab', { name: 'Settings' })).toHaveAttribute('aria-selected', 'true')
  await group(cassie, 'Leave').getByRole('button', { name: 'Leave this account...' }).click()
  const dialog = page.getByRole('alertdialog', { name: `Leave ${viewer.name}?` })
  await expect(dialog).toContainText(viewer.name)
  await checkScreen(cassie, 'leaving an account')
  await dialog.getByRole('button', { name: `Leave ${viewer.name}` }).click()
  await expect(page.getByText(`You left ${viewer.name}`)).toBeVisible()
  await expect(
    page.getByRole('navigation', { name: 'Accounts' }).getByRole('option', { name: viewer.name }),
  ).toBeHidden()
})

test('an administrator edits what is the vendor’s and closes an account from its settings', async ({
  signedIn,
  demo,
}) => {
  const account = await accountOf(demo, 'consultant', 'admin')
  const ines = await signedIn('administrator')
  const { page } = ines
  await ines.expectPill(/^Synced/)
  await ines.switchTo(account.name)
  await ines.openTab('Settings')
  await main(ines).getByRole('textbox', { name: 'Plan' }).fill('Platinum')
  await main(ines).getByRole('button', { name: 'Save' }).click()
  await expect.poll(async () => (await accountAsIs(demo, account))?.plan).toBe('Platinum')
  await page.keyboard.press('ControlOrMeta+z')
  await expect.poll(async () => (await accountAsIs(demo, account))?.plan).not.toBe('Platinum')

  const status = group(ines, 'Status')
  await expect(status.getByRole('button', { name: /^Delete/ })).toBeDisabled()
  await status.getByRole('button', { name: /^Suspend/ }).click()
  const dialog = page.getByRole('alertdialog', { name: /^Suspend / })
  await expect(dialog).toContainText(account.name)
  await checkScreen(ines, 'suspending an account')
  await dialog.getByRole('button', { name: /^Suspend/ }).click()
  await expect(main(ines)).toContainText('Suspended: this account can only be read')
  expect((await accountAsIs(demo, account))?.status).toBe('suspended')
  await status.getByRole('button', { name: /^(Resume|End)/ }).click()
  await expect(main(ines)).not.toContainText('this account can only be read')
  await expect(group(ines, 'Leave')).toContainText('are not a user of it')
})
