import { mkdirSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { checkScreen, tabTo } from './by-keyboard.ts'
import { expect, test } from './fixtures.ts'
import { accountOf, activitySince, unassigned } from './world.ts'

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

test('rules 8, 9, 10, 11, 12 and 16: applications are narrowed, sorted, assigned and changed together, by keyboard alone', async ({
  signedIn,
  demo,
}) => {
  test.slow()
  const cassie = await signedIn('consultant')
  const { page } = cassie
  const account = await accountOf(demo, 'consultant', 'admin')
  const [first = '', second = ''] = await unassigned(demo, account, 2)
  const start = new Date()
  await cassie.expectPill(/^Synced/)
  await cassie.switchTo(account.name)
  await cassie.openTab('Applications')
  const table = page.getByRole('table', { name: `Applications of ${account.name}` })
  const rows = table.locator('tbody tr[data-index]')
  await picture(page, 'applications')

  await test.step('rule 8: the labels are exact, and states are told by text', async () => {
    for (const text of await rows.allInnerTexts())
      expect(text).toMatch(/(Environment auto-assigned|Account auto-assigned|Manual)/)
    for (const text of await rows.allInnerTexts()) expect(text).toMatch(/(Active|Inactive)/)
  })

  await test.step('rule 11: the drawer searches first, and gives the focus back', async () => {
    const assign = page.getByRole('button', { name: 'Assign application' })
    await assign.focus()
    await page.keyboard.press('Enter')
    const drawer = page.getByRole('dialog')
    await expect(drawer.getByRole('searchbox')).toBeFocused()
    await expect(drawer.getByText(/^Already assigned \(\d+\)$/)).toBeAttached()
    await page.keyboard.press('Escape')
    await expect(assign).toBeFocused()
    await page.keyboard.press('Enter')
    for (const name of [first, second]) {
      await drawer.getByRole('searchbox').fill(name)
      await page.keyboard.press('ArrowDown')
      await expect(drawer.getByRole('checkbox', { name: new RegExp(`^${name}`) })).toBeFocused()
      await page.keyboard.press('Space')
    }
    await expect(drawer, 'a choice outlives the search it was found by').toContainText('2 selected')
    await picture(page, 'assign')
    const auto = drawer.getByRole('switch', { name: 'Auto-assign users' })
    await tabTo(page, auto)
    await page.keyboard.press('Space')
    await expect(drawer, 'rule 12: the effect is said first').toContainText(
      /^.*All \d[\d,]* users get .*, and so will new users\./s,
    )
    await page.keyboard.press('Space')
    await tabTo(page, drawer.getByRole('button', { name: 'Assign 2' }))
    await page.keyboard.press('Enter')
    await expect(drawer).toBeHidden()
    await expect(cassie.row(first)).toBeVisible()
  })

  await test.step('lists are sorted and narrowed, and that is kept over a switch', async () => {
    await page.getByRole('button', { name: 'Users', exact: true }).press('Enter')
    await expect(table.getByRole('columnheader', { name: 'Users' })).toHaveAttribute(
      'aria-sort',
      'descending',
    )
    await page.getByRole('button', { name: /Any assignment/ }).press('Enter')
    await page.getByRole('option', { name: 'Manual' }).press('Enter')
    for (const text of await rows.allInnerTexts()) expect(text).toContain('Manual')
    await cassie.openTab('Users')
    await cassie.openTab('Applications')
    await expect(page.getByRole('button', { name: /Manual/ })).toBeVisible()
  })

  await test.step('rule 16: Space, Shift and Ctrl+A choose, and the bar acts on all of them', async () => {
    await rows.first().focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Shift+ArrowDown')
    const bar = page.getByRole('toolbar', { name: 'Actions for the selection' })
    await expect(bar).toContainText('2 selected')
    await page.keyboard.press('Escape')
    await expect(bar).toBeHidden()
    await page.keyboard.press('Control+a')
    await expect(bar).toContainText(`${await rows.count()} selected`)
    await page.keyboard.press('Escape')
    const find = page.getByRole('searchbox', { name: 'Find an application' })
    for (const name of [first, second]) {
      await find.fill(name)
      await rows.first().focus()
      await page.keyboard.press('Space')
    }
    await find.fill('')
    await expect(bar).toContainText('2 selected')
    await picture(page, 'selected')
    await checkScreen(cassie, 'applications with a selection')
    await page.setViewportSize({ width: 720, height: 480 })
    await picture(page, 'selected-narrow')
    const dots = page.getByRole('button', { name: `Actions for ${first}` })
    await dots.scrollIntoViewIfNeeded()
    await expect(dots, 'the row menu is in reach').toBeInViewport({ ratio: 1 })
    await page.setViewportSize({ width: 1280, height: 800 })
    await tabTo(page, bar.getByRole('button', { name: 'Unassign...' }), 120)
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('alertdialog', { name: 'Unassign 2 applications?' })
    await expect(dialog).toContainText(account.name)
    await expect(dialog).toContainText('Nobody loses access.')
    await picture(page, 'unassign-many')
    await checkScreen(cassie, 'unassign many')
    await tabTo(page, dialog.getByRole('button', { name: 'Unassign 2' }))
    await page.keyboard.press('Enter')
    await expect(dialog).toBeHidden()
    await expect(cassie.row(first)).toBeHidden()
  })

  await test.step('rules 9 and 10: the menu shows what is forbidden, with the reason', async () => {
    await page.getByRole('button', { name: /Manual/ }).press('Enter')
    await page.getByRole('option', { name: 'Environment auto-assigned' }).press('Enter')
    await rows.first().focus()
    await page.keyboard.press('Shift+F10')
    const unassign = page.getByRole('menuitem', { name: /^Unassign/ })
    await expect(unassign).toBeDisabled()
    await expect(unassign).toContainText('Set for the whole environment by an administrator.')
    await page.getByRole('menuitem', { name: 'Details' }).press('Enter')
    const details = page.getByRole('dialog')
    await expect(details).toContainText('Login URL')
    await picture(page, 'details')
    await checkScreen(cassie, 'details of an application')
    await page.keyboard.press('Escape')
    await expect(rows.first()).toBeFocused()
  })
  await cassie.expectPill(/^Synced/)
  expect((await activitySince(demo, account, start)).map(({ action }) => action)).toEqual([
    'application.assigned',
    'application.assigned',
    'application.unassigned',
    'application.unassigned',
  ])
})

test('rules 14 and 16: an application is given to many users at once, offline, and taken back by one Undo', async ({
  signedIn,
  demo,
}) => {
  test.slow()
  const cassie = await signedIn('consultant')
  const { page } = cassie
  const account = await accountOf(demo, 'consultant', 'admin')
  const [first = ''] = await unassigned(demo, account, 1)
  await cassie.expectPill(/^Synced/)
  await cassie.switchTo(account.name)
  await demo.stopServer()
  await cassie.assign([first])
  await cassie.expectPill('Offline - 1 change waiting')
  await cassie.row(first).click()
  const drawer = page.getByRole('dialog', { name: `Users of ${first}` })
  const users = drawer.locator('tbody tr[data-index]')
  // A suspended user keeps grants and can't open anything, so there it stays "Suspended".
  const active = users.filter({ hasNotText: 'Suspended' })
  await users.first().focus()
  await page.keyboard.press('Control+a')
  const bar = drawer.getByRole('toolbar')
  await picture(page, 'users-of-application')
  await checkScreen(cassie, 'users of an application')
  const grant = bar.getByRole('button', { name: /^Grant \d+$/ })
  const count = Number((await grant.innerText()).replace(/\D/g, ''))
  expect(count).toBeGreaterThan(5)
  await grant.click()
  await cassie.expectPill(`Offline - ${count + 1} changes waiting`)
  await expect(active.first()).toContainText('Waiting')
  await page.keyboard.press('Control+z')
  await cassie.expectPill('Offline - 1 change waiting')

  await users.first().focus()
  await page.keyboard.press('Control+a')
  await grant.click()
  await demo.startServer()
  await cassie.expectPill(/^Synced/)
  await expect(active.first()).not.toContainText('Waiting')
  await drawer.getByRole('radio', { name: 'Without', exact: true }).click()
  await expect(active, 'everybody who can sign in got it').toHaveCount(0)
})
