import { mkdirSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { checkScreen } from './by-keyboard.ts'
import { expect, test } from './fixtures.ts'

const pictures = process.env.GATEHOUSE_PICTURES

/** For whoever wants to look: in light and in dark. */
async function picture(page: Page, name: string): Promise<void> {
  if (!pictures) return
  mkdirSync(pictures, { recursive: true })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.screenshot({ path: `${pictures}/${name}-${colorScheme}.png` })
  }
}

test('rules 14, 15 and 16: an application is assigned in many accounts offline, each line has its result, and all of it is undone', async ({
  signedIn,
  demo,
}) => {
  test.slow()
  const cassie = await signedIn('consultant')
  const { page } = cassie
  await cassie.expectPill(/^Synced/)
  await cassie.openTab('Accounts')
  const rows = page.getByRole('main').locator('tbody tr[data-index]')
  await rows.first().focus()
  await page.keyboard.press('Control+a')
  const bar = page.getByRole('toolbar', { name: 'Actions for the selection' })
  await expect(bar).toContainText('40 selected')
  await demo.stopServer()
  await cassie.expectPill('Offline')
  await bar.getByRole('button', { name: 'Assign applications...' }).click()
  const drawer = page.getByRole('dialog', { name: 'Assign applications to 40 accounts' })
  await expect(drawer.getByRole('searchbox')).toBeFocused()
  await picture(page, 'bulk-assign-empty')
  await page.keyboard.press('ArrowDown')
  await expect(drawer.getByRole('checkbox').first()).toBeFocused()
  await page.keyboard.press('Space')
  await expect(drawer).toContainText(/Changes \d+ of 40 accounts/)
  await expect(drawer, 'where nothing may be changed, that is said').toContainText(/Not changing \(\d+\)/)
  await picture(page, 'bulk-assign')
  await checkScreen(cassie, 'assign in many accounts')
  const assign = drawer.getByRole('button', { name: /^Assign in \d+ accounts$/ })
  const count = Number((await assign.innerText()).replace(/\D/g, ''))
  expect(count).toBeGreaterThan(5)
  await assign.click()

  const receipt = page.getByRole('dialog', { name: `What became of ${count} changes` })
  await expect(receipt).toContainText(`${count} waiting`)
  await picture(page, 'receipt-waiting')
  await checkScreen(cassie, 'receipt')
  await cassie.expectPill(`Offline - ${count} changes waiting`)
  await page.keyboard.press('Escape')
  await expect(receipt).toBeHidden()

  await test.step('it survives closing the app: the outbox opens it again', async () => {
    await cassie.desktop.kill()
    await cassie.desktop.launch()
  })
  const again = cassie.page
  await cassie.expectPill(`Offline - ${count} changes waiting`)
  await cassie.pill().click()
  await again.getByRole('button', { name: /Open the outbox/ }).click()
  await picture(again, 'outbox')
  await again.getByRole('button', { name: 'Show what became of each' }).click()
  const reopened = again.getByRole('dialog', { name: `What became of ${count} changes` })
  await expect(reopened).toContainText(`${count} waiting`)
  await demo.startServer()
  await expect(reopened, 'live, as each is confirmed').toContainText(`${count} done`, { timeout: 30_000 })
  await cassie.expectPill(/^Synced/)
  await picture(again, 'receipt-done')
  await reopened.getByRole('button', { name: 'Undo all' }).click()
  await expect(reopened).toContainText(`${count} undone`)
  await cassie.expectPill(/^Synced/)
})
