import type { Page } from '@playwright/test'
import type { ClientArea } from '../../tools/driver/client-area.ts'
import { checkScreen, tabTo } from './by-keyboard.ts'
import { expect, test } from './fixtures.ts'
import { expectItFits } from './looks.ts'

const lookAt = process.env.GATEHOUSE_PICTURES

/** For whoever wants to see what the screens look like, in both themes. */
async function picture({ page }: ClientArea, name: string): Promise<void> {
  if (!lookAt) return
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.screenshot({ path: `${lookAt}/${name}-${colorScheme}.png` })
  }
}

/** An entry of the open menu, as it takes the focus. */
function entryOf(page: Page, label: string) {
  return page.getByRole('menu').locator('[role^="menuitem"]').filter({ hasText: label })
}

async function byPalette(page: Page, command: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k')
  const field = page.getByRole('dialog').getByRole('combobox')
  await field.fill(`>${command}`)
  await expect(page.getByRole('dialog').getByRole('option').first()).toContainText(command)
  await page.keyboard.press('Enter')
}

/** How many memberships the search says it has found. */
async function found(page: Page): Promise<number> {
  const said = page.getByRole('main').getByText(/^(Nobody found|[\d,]+ memberships? in [\d,]+ accounts?)$/)
  await expect(said).toBeVisible()
  return Number(/^[\d,]+/.exec(await said.innerText())?.[0].replaceAll(',', '') ?? 0)
}

test('access is searched over all accounts without a connection, by keyboard alone, and the search is kept', async ({
  signedIn,
  demo,
}) => {
  test.slow()
  const cassie = await signedIn('consultant')
  const { page } = cassie
  await cassie.expectPill(/^Synced/)
  await demo.stopServer()
  await cassie.expectPill(/^Offline/)
  await byPalette(page, 'Go to All accounts: access search')
  const table = page.getByRole('table', { name: 'Who has access' })
  const rows = table.locator('tbody tr[data-index]')
  await expect(rows.first()).toBeVisible()
  const all = await found(page)
  await picture(cassie, 'access-search')
  await checkScreen(cassie, 'access search')

  await test.step('a filter is added, and taken off', async () => {
    await tabTo(page, page.getByRole('button', { name: 'Add a filter' }))
    await page.keyboard.press('Enter')
    await entryOf(page, 'Administrators').press('Enter')
    await expect(page.getByRole('group', { name: 'Filters' })).toContainText('Administrators')
    await expect.poll(() => found(page)).toBeLessThan(all)
    await tabTo(page, page.getByRole('button', { name: 'Review these accounts...' }))
    await page.keyboard.press('Enter')
    const campaign = page.getByRole('dialog', { name: /^Begin a campaign over \d+ accounts?$/ })
    await expect(campaign.getByText(/^Covers \d+ accounts?, /)).toBeVisible()
    await picture(cassie, 'access-campaign')
    await page.keyboard.press('Escape')
    await expect(campaign).toBeHidden()
    await expect(page.getByRole('button', { name: 'Review these accounts...' })).toBeFocused()
    await tabTo(page, page.getByRole('button', { name: 'Take off: Administrators' }))
    await page.keyboard.press('Enter')
    await expect.poll(() => found(page)).toBe(all)
    await expect(page.getByRole('button', { name: 'Add a filter' })).toBeFocused()
  })

  await test.step('who can open an application is told with the reason', async () => {
    await page.keyboard.press('Enter')
    await entryOf(page, 'Can open an application').press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Can open an application' })
    await tabTo(page, dialog.getByRole('button', { name: /Application/ }))
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await picture(cassie, 'access-filter')
    await checkScreen(cassie, 'access filter')
    await tabTo(page, dialog.getByRole('button', { name: 'Apply' }))
    await page.keyboard.press('Enter')
    await expect(dialog).toBeHidden()
    await expect(table.getByRole('columnheader', { name: 'Why' })).toBeVisible()
    await expect(rows.first()).toContainText(/auto-assigned|Granted/)
    await picture(cassie, 'access-why')
  })

  await test.step('all of one person, and back to the row', async () => {
    await tabTo(page, rows.first())
    await page.keyboard.press('Enter')
    const drawer = page.getByRole('dialog')
    await expect(drawer.getByRole('list', { name: 'Accounts' }).getByRole('listitem').first()).toBeVisible()
    await picture(cassie, 'access-person')
    await checkScreen(cassie, 'access of a person')
    await page.keyboard.press('Escape')
    await expect(rows.first()).toBeFocused()
  })

  await test.step('the search is kept under a name, and run by the palette', async () => {
    await tabTo(page, page.getByRole('button', { name: 'Saved searches' }))
    await page.keyboard.press('Enter')
    await entryOf(page, 'Save this search...').press('Enter')
    await page.getByLabel('Name', { exact: true }).fill('Can open it')
    await page.keyboard.press('Enter')
    await expect(page.getByText('Can open it is saved')).toBeVisible()
    await byPalette(page, 'Access search: Not seen for 90 days')
    await expect(page.getByRole('group', { name: 'Filters' })).toContainText('Not seen for 90 days')
    await byPalette(page, 'Access search: Can open it')
    await expect(page.getByRole('group', { name: 'Filters' })).toContainText('Can open:')
  })

  await page.setViewportSize({ width: 720, height: 480 })
  await picture(cassie, 'access-narrow')
  await expectItFits(page, 'access search')
})
