import type { Page } from '@playwright/test'
import type { ClientArea } from '../../tools/driver/client-area.ts'
import { checkScreen } from './by-keyboard.ts'
import { expect, test } from './fixtures.ts'

const lookAt = process.env.GATEHOUSE_PICTURES

/** For whoever wants to see what the screens look like, in both themes. */
async function picture({ page }: ClientArea, name: string): Promise<void> {
  if (!lookAt) return
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.screenshot({ path: `${lookAt}/${name}-${colorScheme}.png` })
  }
}

function figures(page: Page) {
  return page.getByRole('list', { name: 'Figures over all accounts' }).getByRole('button')
}

/** The number that a figure says. */
async function figure(page: Page, title: string): Promise<number> {
  const button = figures(page).filter({ hasText: title })
  await expect(button).not.toContainText('Still counting')
  const [, value = ''] = (await button.innerText()).split('\n')
  return Number(value.replaceAll(',', ''))
}

function listed(page: Page, table: string) {
  return page.getByRole('table', { name: table, exact: true }).locator('tbody tr[data-index]')
}

async function toPortfolio(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: 'All accounts' }).click()
  await page.getByRole('tab', { name: 'Portfolio' }).click()
  await expect(page.getByRole('region', { name: 'Needs attention' })).toBeVisible()
}

test('every figure opens its filtered list, and every reason the screen that mends it', async ({
  signedIn,
}) => {
  test.slow()
  const cassie = await signedIn('consultant')
  const { page } = cassie
  await cassie.expectPill(/^Synced/)
  await expect(page.getByRole('heading', { level: 1, name: 'All accounts' })).toBeVisible()
  await expect(page.getByRole('main'), 'rule 7: as of when it is right').toContainText(/synced \d\d:\d\d/)
  await expect(page.getByText(/^Figures as of \d\d:\d\d$/)).toBeVisible()
  await expect(figures(page)).toHaveCount(6)
  await picture(cassie, 'portfolio')
  await checkScreen(cassie, 'portfolio')

  for (const [title, table] of [
    ['Need attention', 'Accounts'],
    ['Inactive applications assigned', 'Accounts'],
    ['Renewals, 30 days', 'Accounts'],
    ['One or no owner', 'Accounts'],
    ['Invitations > 7 days', 'Invitations of all accounts'],
  ] as const) {
    const button = figures(page).filter({ hasText: title })
    const value = await figure(page, title)
    const inAccounts = /in (\d+) accounts?/.exec(await button.innerText())?.[1]
    const expected = table === 'Accounts' && inAccounts ? Number(inAccounts) : value
    await button.click()
    if (expected === 0) await expect(page.getByText(/^No (account|invitation) matches$/), title).toBeVisible()
    else await expect(listed(page, table), title).toHaveCount(expected)
    await toPortfolio(page)
  }
  await figures(page).filter({ hasText: 'Waiting to sync' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Outbox' })).toBeVisible()
  await toPortfolio(page)

  const rows = listed(page, 'Accounts that need attention')
  const first = rows.first()
  const name = (await first.getByRole('rowheader').locator('bdi').innerText()).trim()
  await first.focus()
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menu').getByRole('menuitem').first().press('Enter')
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await toPortfolio(page)
  await page.getByRole('button', { name: /^Every reason/ }).click()
  await page.getByRole('option', { name: /^Users not seen for 90 days/ }).click()
  await page
    .getByRole('button', { name: /not seen for 90 days$/ })
    .first()
    .click()
  await expect(page.getByRole('tab', { name: 'Users' })).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByText(/of \d+ users?$/).first(), 'the list is narrowed already').toBeVisible()

  await toPortfolio(page)
  const coverage = page.getByRole('region', { name: /^Coverage/ })
  await coverage.getByRole('button', { name: 'Show as table' }).click()
  await expect(coverage.getByRole('button', { name: /\d+ of \d+ accounts?/ }).first()).toHaveText(
    /\d+ of \d+/,
  )
  await coverage
    .getByRole('button', { name: /: [1-9]\d* of \d+ accounts?/ })
    .first()
    .click()
  await expect(page.getByRole('button', { name: /^Take off the filter: (With|Without) / })).toBeVisible()
})

test('rules 1, 3 and 6: many accounts are found by any word, sorted, tagged and pinned together', async ({
  signedIn,
}) => {
  test.slow()
  const cassie = await signedIn('consultant')
  const { page } = cassie
  await cassie.expectPill(/^Synced/)
  await cassie.openTab('Accounts')
  const rows = listed(page, 'Accounts')
  await expect(rows).toHaveCount(40)
  await picture(cassie, 'accounts')
  await checkScreen(cassie, 'all accounts')

  const find = page.getByRole('main').getByRole('searchbox', { name: 'Find accounts' })
  await find.fill('suspended')
  await expect(rows.first()).toContainText('Suspended')
  const suspended = await rows.count()
  await find.fill('')
  await page.getByRole('button', { name: 'Filters', exact: true }).click()
  await page
    .getByRole('group', { name: 'Filters' })
    .getByRole('button', { name: /Status/ })
    .click()
  await page.getByRole('option', { name: 'Suspended', exact: true }).click()
  await expect(rows, 'the words and the filter find the same').toHaveCount(suspended)
  await picture(cassie, 'accounts-filtered')
  await page.getByRole('button', { name: 'Filters (1)' }).click()
  await page.getByRole('button', { name: 'Take off the filter: Suspended' }).click()
  await expect(rows).toHaveCount(40)

  await page.getByRole('columnheader', { name: /Users/ }).getByRole('button').click()
  const users = async (index: number) =>
    Number((await rows.nth(index).getByRole('cell').nth(-3).innerText()) || 0)
  const most = page.getByRole('columnheader', { name: /Users/ })
  await expect(most, 'the largest first').toHaveAttribute('aria-sort', 'descending')
  await expect
    .poll(async () => (await users(0)) >= (await users(1)) && (await users(1)) >= (await users(2)))
    .toBe(true)

  await find.fill('retail')
  await expect(page.getByText('No account matches')).toBeVisible()
  await find.fill('')
  await rows.first().focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  const bar = page.getByRole('toolbar')
  await expect(bar).toContainText('3')
  await picture(cassie, 'accounts-selected')
  await bar.getByRole('button', { name: 'Tags...' }).click()
  await page.getByRole('dialog').getByLabel('Add tags').fill('retail, monthly')
  await checkScreen(cassie, 'tags')
  await picture(cassie, 'tags')
  await page.getByRole('button', { name: 'Change 3 accounts' }).click()
  await expect(page.getByText('Tags of 3 accounts changed')).toBeVisible()
  await bar.getByRole('button', { name: 'Pin' }).click()
  await expect(page.getByText('3 accounts pinned')).toBeVisible()
  const pinned = page.getByRole('navigation').getByRole('option', { name: /Pinned/ })
  await expect(pinned).toHaveCount(3)
  await bar.getByRole('button', { name: 'Assign applications...' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await find.fill('retail')
  await expect(rows).toHaveCount(3)

  const title = () => page.title()
  await page.keyboard.press('Control+1')
  await expect.poll(title, 'rule 3: Ctrl+1 opens the first pin').not.toContain('All accounts')
  const first = await title()
  await page.keyboard.press('Alt+ArrowDown')
  await expect.poll(title, 'rule 3: the next one of the list').not.toBe(first)
  await page.keyboard.press('Control+Tab')
  await expect.poll(title, 'rule 3: the one before').toBe(first)

  await toPortfolio(page)
  await expect(page, 'rule 1: the title says that it is all accounts').toHaveTitle(/^All accounts/)
  await expect(page.getByRole('region', { name: /^Coverage/ }).getByRole('rowheader')).toHaveText([
    'monthly',
    'retail',
  ])
  await picture(cassie, 'coverage-by-tag')
  await cassie.openTab('Accounts')
  await expect(find, 'rule 6: filters come back').toHaveValue('retail')
  await expect(rows).toHaveCount(3)
})

test('rule 27: invitations and activity of all accounts are narrowed, worked on and opened; with one account there is no portfolio', async ({
  signedIn,
}) => {
  test.slow()
  const cassie = await signedIn('consultant')
  const { page } = cassie
  await cassie.expectPill(/^Synced/)
  await page.getByRole('tab', { name: 'Invitations' }).click()
  const invitations = listed(page, 'Invitations of all accounts')
  await expect(invitations.first()).toBeVisible()
  await picture(cassie, 'invitations')
  await checkScreen(cassie, 'invitations of all accounts')
  await page.getByRole('button', { name: /Any state/ }).click()
  await page.getByRole('option', { name: 'Expired', exact: true }).click()
  await expect(invitations.filter({ hasText: 'Expired' }).first()).toBeVisible()
  await expect(invitations.filter({ hasNotText: 'Expired' })).toHaveCount(0)
  await page.getByRole('searchbox', { name: 'Find by address, account or inviter' }).fill('nobody at all')
  await expect(page.getByText('No invitation matches')).toBeVisible()
  await page.getByRole('button', { name: 'Clear the filter' }).click()
  await expect(invitations.first()).toBeVisible()

  await page.getByRole('button', { name: /Any state/ }).click()
  await page.getByRole('option', { name: 'Pending', exact: true }).click()
  await expect(page.getByRole('button', { name: /^Pending/ })).toBeVisible()
  await invitations.first().focus()
  await page.keyboard.press('Control+a')
  await page
    .getByRole('toolbar')
    .getByRole('button', { name: /^Revoke \d+$/ })
    .click()
  const dialog = page.getByRole('alertdialog')
  await expect(dialog).toContainText('this can’t be undone'.replace('’', "'"))
  await checkScreen(cassie, 'revoke many')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await page.keyboard.press('Escape')

  const email = (await invitations.first().getByRole('rowheader').locator('bdi').innerText()).trim()
  await invitations.first().focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('tab', { name: 'Invitations' })).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByRole('row').filter({ hasText: email })).toBeVisible()

  await toPortfolio(page)
  await page.getByRole('tab', { name: 'Activity' }).click()
  const entries = page.getByRole('list', { name: 'Activity of all accounts' }).getByRole('listitem')
  await expect(entries.first()).toBeVisible()
  await picture(cassie, 'activity')
  await checkScreen(cassie, 'activity of all accounts')
  await entries.first().getByRole('button').first().click()
  await page.getByRole('button', { name: 'Open the activity of this account' }).click()
  await expect(page.getByRole('tab', { name: 'Activity' })).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByRole('heading', { level: 1, name: 'All accounts' })).toBeHidden()

  const nadia = await signedIn('owner')
  await nadia.expectPill(/^Synced/)
  await expect(nadia.page.getByRole('tab', { name: 'Dashboard' })).toBeVisible()
  await expect(nadia.page.getByRole('button', { name: 'All accounts' })).toHaveCount(0)
})
