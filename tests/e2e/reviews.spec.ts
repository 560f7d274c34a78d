import { mkdirSync } from 'node:fs'
import type { Locator, Page } from '@playwright/test'
import { demoPerson } from '../../server/src/demo/people.ts'
import type { ClientArea } from '../../tools/driver/client-area.ts'
import { fillUp, letSign, membersCalled } from '../../tools/driver/large-account.ts'
import { checkScreen, tabTo } from './by-keyboard.ts'
import { expect, test } from './fixtures.ts'
import { type Account, accountOf, activitySince } from './world.ts'

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
  gatehouse: { command(name: string, input: object): Promise<{ ok: boolean }> }
}

/** Somebody removes a user on their own computer, while a review is decided or signed on another. */
async function removeUser({ page }: ClientArea, { id }: Account, membershipId: string): Promise<void> {
  const isDone = await page.evaluate(
    async (args) => {
      const { gatehouse } = window as unknown as BridgeInPage
      return (await gatehouse.command('mutate', { intent: { name: 'memberships.remove', args } })).ok
    },
    { accountId: id, membershipId },
  )
  expect(isDone).toBe(true)
}

/** Leaves one user in the grid by the filter of the list, with the focus in the grid again. */
async function findUser(page: Page, grid: Locator, name: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+f')
  await expect(page.getByRole('searchbox', { name: 'Find a user' })).toBeFocused()
  await page.keyboard.press('ControlOrMeta+a')
  if (name === '') await page.keyboard.press('Delete')
  else await page.keyboard.type(name)
  if (name !== '') await expect(grid).toHaveAttribute('aria-rowcount', '2')
  await tabTo(page, grid)
  await page.keyboard.press('ControlOrMeta+Home')
}

test('rule 25 and rule 26: 500 users with 40 applications are reviewed by two people offline, by keys alone, and it is recorded later', async ({
  signedIn,
  demo,
}) => {
  test.slow()
  const account = await accountOf(demo, 'owner', 'owner')
  await fillUp(demo, account, { users: 500, applications: 40 })
  await letSign(demo, account, 'consultant')
  const since = new Date()
  const nadia = await signedIn('owner')
  const cassie = await signedIn('consultant')
  const { page } = nadia
  await nadia.expectPill(/^Synced/)
  await nadia.expectAccount(account.name)
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
  await expect(page.getByText('500 users, 40 applications')).toBeVisible()
  const grid = page.getByRole('grid')
  const progress = page.getByRole('progressbar', { name: 'Decided so far' }).first()
  await tabTo(page, grid)
  const active = grid.locator('[data-active]').locator('visible=true').last()
  await expect(active).toHaveAttribute('aria-label', /recommended|locked/)
  await page.keyboard.press('ArrowDown')
  await picture(page, 'review')
  await checkScreen(nadia, 'a review')

  await test.step('K, R and N decide, Delete and Ctrl+Z take back, Shift chooses more', async () => {
    await findUser(page, grid, '')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('r')
    await expect(active).toHaveText(/Revoke$/)
    await page.keyboard.press('Delete')
    await expect(active).not.toHaveText(/Revoke$/)
    await page.keyboard.press('n')
    await expect(active).toHaveText(/Not sure$/)
    await page.keyboard.press('ControlOrMeta+z')
    await expect(active).not.toHaveText(/Not sure$/)
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

  await test.step('somebody is asked to sign as well', async () => {
    await page.keyboard.press('Shift+Tab')
    await tabTo(page, page.getByRole('button', { name: 'More', exact: true }), 120)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    const change = page.getByRole('dialog', { name: 'Change Autumn review' })
    await tabTo(page, change.getByRole('group', { name: 'Second reviewer' }).getByRole('button'))
    await page.keyboard.press('Enter')
    await expect(change.getByLabel('Find a user of the account')).toBeFocused()
    await page.keyboard.type(demoPerson('consultant').name)
    await tabTo(page, change.getByRole('button', { name: demoPerson('consultant').email }))
    await picture(page, 'second')
    await page.keyboard.press('Enter')
    await tabTo(page, change.getByRole('button', { name: 'Save' }))
    await page.keyboard.press('Enter')
    await expect(change).toBeHidden()
    await expect(page.getByText(`then ${demoPerson('consultant').name}`)).toBeVisible()
  })

  await test.step('all of it is decided by few keys, and signed only then', async () => {
    const sign = page.getByRole('button', { name: 'Sign off...' })
    await expect(sign).toHaveAttribute('aria-disabled', 'true')
    await tabTo(page, grid, 120)
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.press('k')
    await expect(progress).toHaveAttribute('aria-valuenow', '100')
    await findUser(page, grid, 'Worker 002')
    await page.keyboard.press('n')
    await expect(active).toHaveText(/Not sure$/)
    await findUser(page, grid, 'Worker 003')
    await page.keyboard.press('r')
    await expect(active).toHaveText(/Revoke$/)
    for (const [worker, tool] of [
      ['Worker 005', 'Tool 01'],
      ['Worker 006', 'Tool 03'],
    ] as const) {
      await findUser(page, grid, worker)
      for (let presses = 0; presses < 40; presses += 1) {
        const label = await active.getAttribute('aria-label')
        if (label?.startsWith(`${worker}, ${tool}:`)) break
        await page.keyboard.press('ArrowRight')
      }
      await page.keyboard.press('r')
      await expect(active).toHaveText(/Revoke$/)
    }
    await findUser(page, grid, '')
    await expect(sign).not.toHaveAttribute('aria-disabled', 'true')
    await picture(page, 'decided')
    await page.keyboard.press('Shift+Tab')
    await tabTo(page, sign, 120)
    await page.keyboard.press('Enter')
  })

  await test.step('the first of two signs and passes on', async () => {
    const dialog = page.getByRole('alertdialog', { name: 'Sign off Autumn review?' })
    await expect(dialog).toContainText(account.name)
    await expect(dialog).toContainText('3 accesses are revoked')
    await expect(dialog).toContainText('Worker 003 is removed from the account')
    await expect(dialog).toContainText(`left to ${demoPerson('consultant').name}`)
    await expect(dialog.getByLabel('What you confirm')).toBeFocused()
    await page.keyboard.type('I looked at each of these.')
    await picture(page, 'sign')
    await checkScreen(nadia, 'sign off')
    await tabTo(page, dialog.getByRole('button', { name: 'Sign and pass on' }))
    await page.keyboard.press('Enter')
    await expect(dialog).toBeHidden()
    await expect(page.getByText('Waits for the second reviewer')).toBeVisible()
    await demo.startServer()
    await nadia.expectPill(/^Synced/)
    const removed = await membersCalled(demo, account, 'Worker 003')
    expect(removed, 'nothing is revoked before both signed').toHaveLength(1)
  })

  const theirs = cassie.page
  await test.step('the second one fetches it, decides on the access of the first, and signs offline too', async () => {
    await cassie.expectPill(/^Synced/)
    await cassie.switchTo(account.name)
    await cassie.openTab('Access review')
    await theirs.getByRole('row').filter({ hasText: 'Autumn review' }).focus()
    await theirs.keyboard.press('Enter')
    const found = theirs.getByRole('grid')
    await expect(found).toBeVisible({ timeout: 30_000 })
    await expect(theirs.getByText('Decide on their own access')).toBeVisible()
    await demo.stopServer()
    await cassie.expectPill('Offline')
    await tabTo(theirs, found, 120)
    await theirs.keyboard.press('ControlOrMeta+a')
    await theirs.keyboard.press('k')
    const sign = theirs.getByRole('button', { name: 'Sign off...' })
    await expect(sign).not.toHaveAttribute('aria-disabled', 'true')
    await picture(theirs, 'second-decided')
    await theirs.keyboard.press('Shift+Tab')
    await tabTo(theirs, sign, 120)
    await theirs.keyboard.press('Enter')
    const dialog = theirs.getByRole('alertdialog', { name: 'Sign off Autumn review?' })
    await expect(dialog.getByLabel('What you confirm')).toBeFocused()
    await theirs.keyboard.type('Seen and agreed.')
    await tabTo(theirs, dialog.getByRole('button', { name: 'Sign off and revoke 3' }))
    await theirs.keyboard.press('Enter')
    await expect(dialog).toBeHidden()
    await expect(theirs.getByRole('dialog', { name: /^What became of/ })).toBeVisible()
    await theirs.keyboard.press('Escape')
    await expect(theirs.getByRole('main')).toContainText('Signed on this device, not yet recorded')
    await picture(theirs, 'signed-offline')
  })

  await test.step('while that computer is off, somebody of the review is removed by another person', async () => {
    await cassie.desktop.kill()
    await demo.startServer()
    await nadia.expectPill(/^Synced/)
    const [gone] = await membersCalled(demo, account, 'Worker 006')
    await removeUser(nadia, account, gone ?? '')
    await expect.poll(() => membersCalled(demo, account, 'Worker 006'), { timeout: 30_000 }).toEqual([])
  })

  await test.step('it is recorded, what no longer held is named, and each revocation arrived once', async () => {
    await cassie.desktop.launch()
    const now = cassie.page
    await cassie.expectPill(/^Synced/)
    await cassie.switchTo(account.name)
    await cassie.openTab('Access review')
    if (await now.getByRole('row').filter({ hasText: 'Autumn review' }).isVisible())
      await now.getByRole('row').filter({ hasText: 'Autumn review' }).click()
    await expect(now.getByRole('main')).toContainText('Recorded and sealed by', { timeout: 30_000 })
    await expect(now.getByRole('main')).toContainText('Worker 006 is no longer a user of the account')
    await expect(now.getByRole('main')).not.toContainText('Worker 003 is no longer')
    await picture(now, 'recorded')
    await checkScreen(cassie, 'a recorded review')
    const done = (await activitySince(demo, account, since)).filter(({ action }) =>
      ['membership.removed', 'grant.removed'].includes(action),
    )
    expect(done.map(({ action, actor_name: actor }) => `${action} ${actor}`).sort()).toEqual([
      `grant.removed ${demoPerson('consultant').name}`,
      `membership.removed ${demoPerson('consultant').name}`,
      `membership.removed ${demoPerson('owner').name}`,
    ])
    expect(new Set(done.map(({ mutation_id: id }) => id)).size, 'each of them once').toBe(3)
  })
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
  const covers = drawer.getByText(/^Covers \d+ accounts?, /)
  await expect(covers).toBeVisible()
  const begin = drawer.getByRole('button', { name: /^Begin in \d accounts?$/ })
  await drawer.getByText('Each owner', { exact: true }).click()
  await expect(covers.or(drawer.getByText('No account can be reviewed this way.').first())).toBeVisible()
  await picture(page, 'campaign-owners')
  await drawer.getByText('Somebody else', { exact: true }).click()
  await expect(begin, 'nobody was named yet').toHaveAttribute('aria-disabled', 'true')
  await tabTo(page, drawer.getByRole('button', { name: 'Choose... Who it is' }))
  await page.keyboard.press('Enter')
  await expect(drawer.getByRole('searchbox', { name: 'Find somebody who may review' })).toBeFocused()
  await page.keyboard.type(demoPerson('consultant').name)
  await tabTo(page, drawer.getByRole('button', { name: demoPerson('consultant').email }))
  await picture(page, 'campaign-person')
  await page.keyboard.press('Enter')
  await expect(drawer.getByRole('button', { name: 'Change... Who it is' })).toBeFocused()
  await tabTo(page, drawer.getByRole('button', { name: 'Choose... Second reviewer' }))
  await page.keyboard.press('Enter')
  await page.keyboard.type(demoPerson('consultant').name)
  await expect(drawer.getByText('Nobody matches.'), 'nobody signs twice').toBeVisible()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('Delete')
  const second = drawer.getByRole('button', { name: /May review in \d of 3$/ }).first()
  await tabTo(page, second)
  const name = (await second.locator('bdi').first().textContent()) ?? ''
  await picture(page, 'campaign-second')
  await page.keyboard.press('Enter')
  await expect(drawer.getByRole('button', { name: 'Change... Second reviewer' })).toBeFocused()
  await drawer.getByText('Some of them', { exact: true }).click()
  const applications = drawer.getByRole('group', { name: 'Choose applications' })
  // One that all of them have: in a single account the reviewer may not be allowed to review.
  await applications
    .getByRole('checkbox', { name: /On 3 of 3 accounts$/ })
    .first()
    .focus()
  await page.keyboard.press('Space')
  await expect(covers).toBeVisible()
  const leaveOut = drawer.getByRole('checkbox', { name: /^Begin without/ })
  if (await leaveOut.isVisible()) {
    await expect(begin, 'what is left out is to be seen first').toHaveAttribute('aria-disabled', 'true')
    await tabTo(page, leaveOut, 60)
    await page.keyboard.press('Space')
  }
  await covers.scrollIntoViewIfNeeded()
  await picture(page, 'campaign-covers')
  await checkScreen(cassie, 'what a campaign covers')
  await expect(begin).not.toHaveAttribute('aria-disabled', 'true')
  await begin.click()
  await expect(drawer.getByRole('button', { name: /^Begin in/ })).toBeHidden()
  await page.keyboard.press('Escape')
  await cassie.openTab('Reviews')
  await expect(page.getByRole('main')).toContainText(`then ${name}`)
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
