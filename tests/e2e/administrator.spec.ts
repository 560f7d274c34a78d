import type { Locator, Page } from '@playwright/test'
import { checkScreen, tabTo } from './by-keyboard.ts'
import { expect, test } from './fixtures.ts'

/** The question in view; notifications have the same role. */
function asked(page: Page): Locator {
  return page.locator('section[role="alertdialog"]')
}

/** Types into the field that the keyboard reaches. */
async function fill(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(text)
}

async function press(page: Page, button: Locator): Promise<void> {
  await tabTo(page, button)
  await page.keyboard.press('Enter')
}

/** Finds a row by the list's filter, and opens its menu by Shift+F10. */
async function openMenu(page: Page, row: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+f')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(row)
  const found = page.getByRole('main').getByRole('row').filter({ hasText: row })
  await expect(found).toHaveCount(1)
  await expect(page.getByRole('main').getByRole('row')).toHaveCount(2)
  await tabTo(page, found)
  await page.keyboard.press('Shift+F10')
}

async function chooseInRow(page: Page, row: string, entry: string): Promise<void> {
  await openMenu(page, row)
  const item = page.getByRole('menuitem', { name: entry })
  await expect(page.getByRole('menu')).toBeVisible()
  for (let presses = 0; presses < 12; presses += 1) {
    if (await item.evaluate((element) => element === document.activeElement)) break
    await page.keyboard.press('ArrowDown')
  }
  await expect(item).toBeFocused()
  await page.keyboard.press('Enter')
}

test('rules 8, 10, 12 and 15 in an environment: an administrator integrates an application, gives it to everybody and opens an account, without a mouse', async ({
  signedIn,
  demo,
}) => {
  test.slow()
  const ines = await signedIn('administrator')
  const { page } = ines
  const main = page.getByRole('main')
  const dialog = page.getByRole('dialog')
  const ask = asked(page)
  await ines.expectPill(/^Synced/)

  await press(page, page.getByRole('navigation').getByRole('button', { name: 'Production', exact: true }))
  await expect(page.getByRole('heading', { level: 1, name: 'Production' })).toBeVisible()
  await expect(page).toHaveTitle(/^Production · Accounts · you are Environment administrator/)
  await tabTo(page, page.getByRole('tab', { name: 'Accounts' }))
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('tab', { name: 'Applications' })).toHaveAttribute('aria-selected', 'true')

  const create = main.getByRole('button', { name: 'Create application' })
  await press(page, create)
  await expect(dialog.getByLabel('Name')).toBeFocused()
  await page.keyboard.type('Night Watch')
  await expect(dialog.getByLabel('Key'), 'the key follows the name').toHaveValue('night-watch')
  await fill(page, dialog.getByLabel('Application URL'), `${demo.url}/.well-known/gatehouse`)
  await fill(page, dialog.getByLabel('Login URL'), 'http://127.0.0.1:9/login')
  await press(page, dialog.getByRole('button', { name: 'Check the addresses' }))
  await expect(dialog.getByText(/^Application URL: answered with status \d+ after/)).toBeVisible()
  await expect(dialog.getByText(/^Login URL: .*(nothing answers|No answer)/)).toBeVisible()
  await press(page, dialog.getByRole('button', { name: 'Create', exact: true }))
  await expect(dialog.getByRole('heading', { name: 'Night Watch' }), 'what comes next').toBeVisible()
  await expect(dialog.getByLabel('contextOptions with the application id')).toContainText("appId: '")
  await expect(dialog.getByRole('button', { name: 'Mark as integrated' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('button', { name: 'Mark as not integrated...' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(create, 'Esc gives the focus back').toBeFocused()

  await test.step('rule 12: auto-assignment for the whole environment says its effect first', async () => {
    await chooseInRow(page, 'Night Watch', 'Enable environment auto-assignment...')
    await expect(ask).toContainText(
      /All [\d,]+ users in \d+ accounts get Night Watch, and so will new ones\./,
    )
    await press(page, ask.getByRole('button', { name: 'Enable auto-assignment' }))
    await expect(ask).toBeHidden()
  })
  await test.step('rule 8: its label and its status are said in text', async () => {
    await expect(ines.row('Night Watch')).toContainText('Environment auto-assigned')
    await expect(ines.row('Night Watch')).toContainText('Active')
  })

  await tabTo(page, page.getByRole('tab', { name: 'Applications' }))
  await page.keyboard.press('ArrowLeft')
  await press(page, main.getByRole('button', { name: 'Create account' }))
  await expect(dialog.getByLabel('Name')).toBeFocused()
  await page.keyboard.type('Tidewater Salvage')
  await fill(page, dialog.getByLabel('Reference'), 'A-777')
  await fill(page, dialog.getByLabel('Plan'), 'Starter')
  await fill(page, dialog.getByLabel("Owner's e-mail address"), 'skipper@example.org')
  await expect(dialog).toContainText(/It starts with .*Night Watch/)
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(ines.row('Tidewater Salvage')).toContainText('No owner')

  await test.step('rule 10: what the environment gives can not be taken from one account', async () => {
    await chooseInRow(page, 'Tidewater Salvage', 'Open')
    await ines.expectAccount('Tidewater Salvage')
    await tabTo(page, page.getByRole('tab', { selected: true }))
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowRight')
    await expect(ines.row('Night Watch')).toBeVisible()
    await openMenu(page, 'Night Watch')
    const unassign = page.getByRole('menuitem', { name: /^Unassign/ })
    await expect(unassign).toBeDisabled()
    await expect(unassign).toContainText('Set for the whole environment by an administrator.')
    await page.keyboard.press('Escape')
  })

  await test.step('rule 15: what reaches wide or ends something asks by name, and the button is the verb', async () => {
    await press(page, page.getByRole('navigation').getByRole('button', { name: 'Production', exact: true }))
    await chooseInRow(page, 'Tidewater Salvage', 'Suspend...')
    await expect(ask).toContainText('Suspend Tidewater Salvage?')
    await press(page, ask.getByRole('button', { name: 'Suspend', exact: true }))
    await expect(ines.row('Tidewater Salvage')).toContainText('Suspended')
    await chooseInRow(page, 'Tidewater Salvage', 'Close...')
    await press(page, ask.getByRole('button', { name: 'Close', exact: true }).last())
    await expect(ines.row('Tidewater Salvage')).toContainText('Closed')
    await chooseInRow(page, 'Tidewater Salvage', 'Delete...')
    await expect(ask).toContainText('1 pending invitation')
    const verb = ask.getByRole('button', { name: 'Delete Tidewater Salvage' })
    await expect(verb).toHaveAttribute('aria-disabled', 'true')
    await expect(ask.getByLabel('Type A-777 to confirm')).toBeFocused()
    await page.keyboard.type('A-777')
    await press(page, verb)
    await expect(ask).toBeHidden()
    await expect(main.getByText('Nothing matches')).toBeVisible()
  })
  await test.step('rule 15: an application goes with what is counted, by name', async () => {
    await tabTo(page, page.getByRole('tab', { name: 'Accounts' }))
    await page.keyboard.press('ArrowRight')
    await chooseInRow(page, 'Ledger', 'Delete...')
    await expect(ask).toContainText(/[\d,]+ users? in \d+ accounts? lose access\./)
    await expect(ask).toContainText(/It is taken from \d+ accounts?, with [\d,]+ grants?/)
    await press(page, ask.getByRole('button', { name: 'Delete Ledger' }))
    await expect(ask).toBeHidden()
    await expect(main.getByText('Nothing matches')).toBeVisible()
  })
})

test('no screen and no overlay of an environment has accessibility faults', async ({ signedIn }) => {
  test.slow()
  const ines = await signedIn('administrator')
  const { page } = ines
  const main = page.getByRole('main')
  await ines.expectPill(/^Synced/)
  await page.getByRole('navigation').getByRole('button', { name: 'Production', exact: true }).click()
  await expect(ines.row('Fernstone Optics')).toBeVisible()
  await checkScreen(ines, 'accounts of an environment')
  await main.getByRole('button', { name: 'Create account' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Create', exact: true }).click()
  await expect(page.getByText('An account needs a name.')).toBeVisible()
  await checkScreen(ines, 'create an account')
  await page.keyboard.press('Escape')
  await ines.rowMenu('Fernstead Logistics', 'Close...')
  await checkScreen(ines, 'close an account')
  await page.keyboard.press('Escape')

  await ines.openTab('Applications')
  await test.step('neither a default nor an auto-assigned application: a warning with the fix beside it', async () => {
    await ines.rowMenu('Client Portal', 'Unset default')
    await expect(page.getByText('There is no default application any more')).toBeVisible()
    for (const name of ['Helpdesk', 'Status Page']) {
      await ines.rowMenu(name, 'Disable environment auto-assignment...')
      await page.getByRole('radio', { name: /^They keep it/ }).check({ force: true })
      await expect(asked(page)).toContainText('New users and accounts no longer get it.')
      if (name === 'Helpdesk') await checkScreen(ines, 'disable an auto-assignment')
      await asked(page).getByRole('button', { name: 'Disable auto-assignment' }).click()
      await expect(asked(page), 'two thousand grants are written').toBeHidden({ timeout: 60_000 })
    }
    await expect(main.getByText(/lands on the error page/)).toBeVisible()
    await checkScreen(ines, 'applications of an environment')
    await main.getByRole('button', { name: 'Choose the default...' }).click()
    await checkScreen(ines, 'choose the default')
    await page.getByRole('dialog').getByRole('button', { name: 'Set the default' }).click()
    await expect(main.getByText(/lands on the error page/)).toBeHidden()
  })
  await ines.row('Contract Review').click()
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Mark as integrated' })).toBeVisible()
  await checkScreen(ines, 'an application of an environment')
  await page.keyboard.press('Escape')
  await ines.openTab('Roles & templates')
  await expect(page.getByRole('table', { name: 'What each role includes' })).toBeVisible()
  await checkScreen(ines, 'roles')
  await ines.openTab('Activity')
  await main
    .getByRole('button', { name: /Ines Carvalho/ })
    .first()
    .click()
  await checkScreen(ines, 'activity of an environment')
  await page.getByRole('button', { name: 'Environment settings' }).click()
  await expect(page.getByRole('heading', { name: 'Administrators (1)' })).toBeVisible()
  await checkScreen(ines, 'environment settings')
  await page.keyboard.press('Escape')
})

test('without a connection what needs the server says so, and a template is written all the same', async ({
  signedIn,
  demo,
}) => {
  test.slow()
  const ines = await signedIn('administrator')
  const { page } = ines
  const main = page.getByRole('main')
  await ines.expectPill(/^Synced/)
  await page.getByRole('navigation').getByRole('button', { name: 'Production', exact: true }).click()
  await demo.stopServer()
  await ines.expectPill(/^Offline/)
  await expect(ines.row('Fernstone Optics'), 'read without a connection').toBeVisible()
  const create = main.getByRole('button', { name: 'Create account' })
  await expect(create).toHaveAttribute('aria-disabled', 'true')
  await tabTo(page, create)
  await expect(page.getByRole('tooltip')).toHaveText('This needs a connection to the server.')
  await expect(create).toHaveAccessibleDescription('This needs a connection to the server.')

  await ines.openTab('Roles & templates')
  await page.getByRole('radio', { name: 'Templates' }).click()
  await main.getByRole('button', { name: 'New template' }).first().click()
  await page.getByRole('dialog').getByRole('searchbox').fill('fernstone')
  await checkScreen(ines, 'choose an account')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Fernstone Optics/ })
    .click()
  const editor = page.getByRole('dialog', { name: 'New template' })
  await editor.getByRole('textbox', { name: 'Name', exact: true }).fill('Front desk')
  await editor.getByRole('button', { name: /Start from/ }).click()
  await page.getByRole('option', { name: /^Viewer/ }).click()
  await expect(editor.getByText('6 of 27 permissions chosen')).toBeVisible()
  await checkScreen(ines, 'a template')
  await editor.getByRole('button', { name: 'Create', exact: true }).click()
  await expect(editor).toBeHidden()
  await expect(ines.row('Front desk')).toContainText('Fernstone Optics')
  await checkScreen(ines, 'templates')
  await ines.expectPill('Offline - 1 change waiting')
})
