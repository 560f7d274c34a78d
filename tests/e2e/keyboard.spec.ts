import { tabTo } from './by-keyboard.ts'
import { expect, test } from './fixtures.ts'
import { accountOf, unassigned } from './world.ts'

test('the main job is done without a mouse, and the focus comes back after every overlay', async ({
  signedIn,
  demo,
}) => {
  const cassie = await signedIn('consultant')
  const { page } = cassie
  const account = await accountOf(demo, 'consultant', 'admin')
  const [first = ''] = await unassigned(demo, account, 1)
  await cassie.expectPill(/^Synced/)

  await page.keyboard.press('ControlOrMeta+k')
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused()
  await page.keyboard.type(account.name.slice(0, 6))
  await expect(page.getByRole('dialog').getByRole('option').first()).toContainText(account.name)
  await page.keyboard.press('Enter')
  await cassie.expectAccount(account.name)

  const dashboard = page.getByRole('tab', { name: 'Dashboard' })
  await tabTo(page, dashboard, 60)
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('tab', { name: 'Applications' })).toHaveAttribute('aria-selected', 'true')

  const assign = page.getByRole('button', { name: 'Assign application' })
  await tabTo(page, assign)
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByRole('searchbox'), 'the search has the focus').toBeFocused()
  await page.keyboard.press('Escape')
  await expect(assign, 'Esc gives the focus back').toBeFocused()

  await page.keyboard.press('Enter')
  await expect(drawer.getByRole('searchbox')).toBeFocused()
  await page.keyboard.type(first)
  const box = drawer.getByRole('checkbox', { name: new RegExp(`^${first}`) })
  await tabTo(page, box)
  await page.keyboard.press('Space')
  await tabTo(page, drawer.getByRole('button', { name: 'Assign 1' }))
  await page.keyboard.press('Enter')
  await expect(drawer).toBeHidden()
  await expect(cassie.row(first)).toBeVisible()

  await page.keyboard.press('ControlOrMeta+z')
  await expect(cassie.row(first), 'undone by Ctrl+Z').toBeHidden()
  await cassie.expectPill(/^Synced/)
})

test('rows open their menu by Shift+F10, and what is forbidden there says why', async ({ signedIn }) => {
  const cassie = await signedIn('consultant')
  const { page } = cassie
  await cassie.expectPill(/^Synced/)
  await cassie.switchTo('Fernstone Optics')
  await cassie.openTab('Applications')
  const row = cassie.row('Helpdesk')
  await row.focus()
  await page.keyboard.press('Shift+F10')
  const unassign = page.getByRole('menuitem', { name: /^Unassign/ })
  await expect(unassign).toBeDisabled()
  await expect(unassign).toContainText('Set for the whole environment by an administrator.')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menu')).toBeHidden()
  await expect(row).toBeFocused()
})
