import { mkdirSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { checkScreen, tabTo } from './by-keyboard.ts'
import { expect, test } from './fixtures.ts'
import { accountOf, activitySince } from './world.ts'

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

interface BridgeInPage {
  gatehouse: {
    query(name: string, input: object): Promise<{ value: { membershipId: string; isMe: boolean }[] }>
    command(name: string, input: object): Promise<unknown>
  }
}

/** Somebody else's doing, while the review is open: the first user of the list goes. */
async function removeFirstUser(page: Page, accountId: string): Promise<void> {
  await page.evaluate(async (id) => {
    const { gatehouse } = window as unknown as BridgeInPage
    const users = await gatehouse.query('users.list', { accountId: id })
    const first = users.value.find(({ isMe }) => !isMe)
    const args = { accountId: id, membershipId: first?.membershipId }
    await gatehouse.command('mutate', { intent: { name: 'memberships.remove', args } })
  }, accountId)
}

test('rule 25 and rule 26: a review is begun, decided and signed offline by keys alone, and recorded later', async ({
  signedIn,
  demo,
}) => {
  test.slow()
  const nadia = await signedIn('owner')
  const { page } = nadia
  const account = await accountOf(demo, 'owner', 'owner')
  await nadia.expectPill(/^Synced/)
  await nadia.expectAccount(account.name)
  const since = new Date()
  await demo.stopServer()
  await nadia.expectPill('Offline')

  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('dialog').getByRole('combobox').fill('>Begin an access review')
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('dialog', { name: 'Begin an access review' })
  await expect(drawer.getByLabel('Title')).toBeFocused()
  await picture(page, 'begin')
  await checkScreen(nadia, 'begin a review')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('Autumn review')
  await tabTo(page, drawer.getByRole('button', { name: 'Begin the review' }))
  await page.keyboard.press('Enter')
  await expect(drawer).toBeHidden()

  await expect(page.getByRole('heading', { name: /Autumn review/ })).toBeVisible()
  const grid = page.getByRole('grid')
  const progress = page.getByRole('progressbar', { name: 'Decided so far' }).first()
  await tabTo(page, grid)
  const active = grid.locator('[data-active]').locator('visible=true').last()
  await expect(active).toHaveAttribute('aria-label', /recommended|locked/)
  await page.keyboard.press('ArrowDown')
  await picture(page, 'review')
  await checkScreen(nadia, 'a review')

  await test.step('K, R and N decide, Delete and Ctrl+Z take back, Shift chooses more', async () => {
    await page.keyboard.press('ControlOrMeta+Home')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('r')
    await expect(active).toHaveText('Revoke')
    await page.keyboard.press('Delete')
    await expect(active).not.toHaveText('Revoke')
    await page.keyboard.press('n')
    await expect(active).toHaveText('Not sure')
    await page.keyboard.press('ControlOrMeta+z')
    await expect(active).not.toHaveText('Not sure')
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Shift+ArrowRight')
    await expect(grid.locator('[data-chosen]')).toHaveCount(4)
    await page.keyboard.press('k')
    await expect(grid.locator('[data-look="keep"]').first()).toBeVisible()
  })

  await test.step('Enter goes to the details of the cell, Esc back', async () => {
    await page.keyboard.press('Enter')
    await expect(
      page.getByRole('complementary', { name: 'Details of the cell' }).locator(':focus'),
    ).toHaveCount(1)
    await picture(page, 'cell')
    await page.keyboard.press('Escape')
    await expect(grid).toBeFocused()
  })

  await test.step('it is signed only when everything is decided', async () => {
    const sign = page.getByRole('button', { name: 'Sign off...' })
    await expect(sign).toHaveAttribute('aria-disabled', 'true')
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.press('k')
    await expect(progress).toHaveAttribute('aria-valuenow', '100')
    // One user is removed, one cell stays undecided in the end.
    await page.keyboard.press('ControlOrMeta+End')
    await page.keyboard.press('Home')
    await page.keyboard.press('r')
    await expect(active).toHaveText('Revoke')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('n')
    await expect(active).toHaveText('Not sure')
    await expect(sign).not.toHaveAttribute('aria-disabled', 'true')
    await picture(page, 'decided')
    await removeFirstUser(page, account.id)
    await page.keyboard.press('Shift+Tab')
    await tabTo(page, sign, 120)
    await page.keyboard.press('Enter')
  })

  const dialog = page.getByRole('alertdialog', { name: 'Sign off Autumn review?' })
  await expect(dialog).toContainText(account.name)
  await expect(dialog).toContainText('1 access is revoked')
  await expect(dialog).toContainText('is removed from the account')
  await expect(dialog, 'whoever is gone by now is no longer reviewed in silence').toContainText(
    'is no longer a user of the account',
  )
  await expect(dialog.getByLabel('What you confirm')).toBeFocused()
  await page.keyboard.type('I looked at each of these.')
  await picture(page, 'sign')
  await checkScreen(nadia, 'sign off')
  await tabTo(page, dialog.getByRole('button', { name: 'Sign off and revoke 1' }))
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  const receipt = page.getByRole('dialog', { name: /^What became of/ })
  await expect(receipt).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('main')).toContainText('Signed on this device, not yet recorded')
  await picture(page, 'signed-offline')
  await checkScreen(nadia, 'a signed review')

  await demo.startServer()
  await nadia.expectPill(/^Synced/)
  await expect(page.getByRole('main')).toContainText('Recorded and sealed by', { timeout: 30_000 })
  await picture(page, 'recorded')
  const removed = (await activitySince(demo, account, since)).filter(
    ({ action }) => action === 'membership.removed',
  )
  expect(removed, 'the one who was removed before, and the one whom the review removes').toHaveLength(2)
  expect(new Set(removed.map(({ mutation_id: id }) => id)).size, 'each of them once').toBe(2)
})

test('rule 25: who has access is a grid for keys, in both directions, and a campaign runs over many accounts', async ({
  signedIn,
}) => {
  test.slow()
  const cassie = await signedIn('consultant')
  const { page } = cassie
  await cassie.expectPill(/^Synced/)
  await cassie.openTab('Accounts')
  const rows = page.getByRole('main').locator('tbody tr[data-index]')
  await rows.first().focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  const bar = page.getByRole('toolbar', { name: 'Actions for the selection' })
  await bar.getByRole('button', { name: 'Begin a review...' }).click()
  const drawer = page.getByRole('dialog', { name: 'Begin a campaign over 3 accounts' })
  await expect(drawer.getByLabel('Name of the campaign')).toBeFocused()
  await picture(page, 'campaign-begin')
  await checkScreen(cassie, 'begin a campaign')
  await drawer.getByRole('button', { name: 'Begin in 3 accounts' }).click()
  await expect(drawer.getByRole('button', { name: /^Begin in/ })).toBeHidden()
  await page.keyboard.press('Escape')
  await cassie.openTab('Reviews')
  await picture(page, 'all-reviews')
  await checkScreen(cassie, 'reviews of all accounts')

  await cassie.switchTo('Fernstone Optics')
  await cassie.openTab('Access review')
  await picture(page, 'list')
  await checkScreen(cassie, 'reviews of an account')
  await page.getByText('Who has access', { exact: true }).click()
  const grid = page.getByRole('grid')
  await grid.focus()
  const label = () => grid.locator('[data-active][role="gridcell"]').getAttribute('aria-label')
  const first = await label()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  expect(await label()).not.toBe(first)
  await page.keyboard.press('ControlOrMeta+End')
  await expect(grid.locator('[data-active][role="gridcell"]')).toBeInViewport()
  await page.keyboard.press('ControlOrMeta+Home')
  expect(await label()).toBe(first)
  await page.keyboard.press('k')
  expect(await label(), 'without a review there is nothing to decide').toBe(first)
  await picture(page, 'access')
  await checkScreen(cassie, 'who has access')
  expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThanOrEqual(1_500)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  await checkScreen(cassie, 'a cell')
  await page.keyboard.press('Escape')
  await page.setViewportSize({ width: 720, height: 480 })
  await picture(page, 'access-720')
})
