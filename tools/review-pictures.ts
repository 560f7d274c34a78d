import type { Page } from 'playwright'
import { expect } from 'playwright/test'
import { demoPerson } from '../server/src/demo/people.ts'
import type { Demo } from '../server/src/demo/start.ts'
import type { SystemBrowser } from './driver/browser.ts'
import { ClientArea } from './driver/client-area.ts'
import type { Desktop } from './driver/desktop.ts'

/** Takes one picture after `prepare`, and goes on where that fails. */
type Part = (area: ClientArea, name: string, prepare: () => Promise<void>) => Promise<void>

async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k')
  const palette = page.getByRole('dialog')
  await palette.getByRole('combobox').fill(`>${name}`)
  await expect(palette.getByRole('option').first()).toContainText(name)
  await page.keyboard.press('Enter')
}

/** Reviews as the owner of an account has them, in an installation of their own. */
export async function takeReviews(
  demo: Demo,
  browser: SystemBrowser,
  desktop: Desktop,
  part: Part,
): Promise<void> {
  await desktop.launch()
  const area = new ClientArea(desktop)
  const { page } = area
  const grid = page.getByRole('grid')
  const back = () =>
    page
      .getByRole('button', { name: 'Back to the list' })
      .or(page.getByRole('tab', { name: 'Access review' }))
      .first()
      .click()
  await area.signIn(browser, { email: demoPerson('owner').email, password: demo.password })
  await area.expectPill(/^Synced/)
  await part(area, 'reviews', async () => {
    await area.openTab('Access review')
    await expect(area.row('Guests and contractors')).toBeVisible()
  })
  await part(area, 'review', async () => {
    await area.row('Guests and contractors').click()
    await grid.focus()
    await page.keyboard.press('ControlOrMeta+Home')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('k')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('r')
    await expect(grid.locator('[data-look="revoke"]').first()).toBeVisible()
  })
  await part(area, 'review-sign', async () => {
    await page.getByRole('button', { name: 'Follow recommendations' }).click()
    await page.getByRole('menuitem', { name: 'Decide everything as recommended' }).click()
    await page.getByRole('button', { name: 'Sign off...' }).click()
    const dialog = page.getByRole('alertdialog', { name: /^Sign off/ })
    await expect(dialog).toContainText('What is done then')
    await dialog.getByLabel('What you confirm').fill('I have looked at each of these with the team.')
  })
  await part(area, 'review-signed', async () => {
    await page
      .getByRole('button', { name: 'Cancel' })
      .click()
      .catch(() => undefined)
    await back()
    await area.row('Signed').first().click()
    await expect(page.getByRole('main')).toContainText('Recorded and sealed by')
    await expect(grid).toBeVisible()
  })
}

/** What a consultant finds over many accounts. */
export async function takeSearch(area: ClientArea, part: Part): Promise<void> {
  const { page } = area
  await part(area, 'access-search', async () => {
    await command(page, 'Access search: Not seen for 90 days')
    await expect(page.getByRole('main').getByText(/memberships in/)).toBeVisible()
  })
  await part(area, 'access-person', async () => {
    await page.getByRole('main').locator('tbody tr[data-index]').filter({ hasText: 'you' }).first().click()
    await expect(page.getByRole('dialog')).toBeVisible()
  })
}

/** Somebody of many accounts leaves, and somebody joins with the same access. */
export async function takeRuns(area: ClientArea, part: Part): Promise<void> {
  const { page } = area
  const dialog = page.getByRole('dialog')
  const { email } = demoPerson('consultant')
  const choose = async () => {
    await dialog.getByRole('searchbox').fill(email)
    await dialog.getByRole('button', { name: new RegExp(email) }).click()
  }
  await part(area, 'leaver', async () => {
    await command(page, 'Somebody leaves')
    await choose()
    await expect(dialog.getByRole('status').first()).toContainText(/Removed from \d+ accounts/)
  })
  await part(area, 'joiner', async () => {
    await command(page, 'Somebody joins')
    await choose()
    await dialog.getByLabel('E-mail addresses of who joins').fill('new-colleague@guest.test ')
    await expect(dialog.getByText('Whoever joins')).toHaveCount(0)
  })
}
