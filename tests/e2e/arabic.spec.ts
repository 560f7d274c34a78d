import { accessChangeWords } from '../../src/strings/access-changes.ts'
import { tabNames } from '../../src/strings/common.ts'
import { loadLanguage } from '../../src/strings/load.ts'
import { menuWords } from '../../src/strings/native.ts'
import { personFieldWords } from '../../src/strings/people-runs.ts'
import { beginReviewWords, campaignWords, decideWords, reviewWords } from '../../src/strings/reviews.ts'
import { shell, start } from '../../src/strings/shell.ts'
import type { ClientArea } from '../../tools/driver/client-area.ts'
import { checkScreen } from './by-keyboard.ts'
import { expect, test } from './fixtures.ts'
import { expectItFits, run } from './looks.ts'
import { accountOf, someUser } from './world.ts'

const pictures = process.env.GATEHOUSE_PICTURES

test.afterEach(() => loadLanguage('en'))
// It walks every screen.
test.setTimeout(300_000)

/** Those whose layout differs most; the others are checked in English, by the same parts. */
const checked = ['first start', 'users', 'dashboard', 'settings', 'assign drawer', 'review', 'campaign']

/** The rules that hold on each screen in Arabic. */
async function look(area: ClientArea, name: string): Promise<void> {
  const { page } = area
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  await expectItFits(page, name)
  if (checked.includes(name)) await checkScreen(area, name)
  if (pictures) await page.screenshot({ path: `${pictures}/ar-${name}.png` })
}

/** As somebody changes it: in the settings, by the words in use. */
async function speakArabic(area: ClientArea): Promise<void> {
  const { page } = area
  await run(area, 'settings')
  await page.getByRole('button', { name: /Language/ }).click()
  await page.getByRole('option', { name: 'العربية' }).click()
  await loadLanguage('ar')
  await expect(page.locator('html')).toHaveAttribute('lang', 'ar')
}

test('rule 30: a computer whose language is Arabic gets Arabic from the first frame, in the menu too', async ({
  openApp,
}) => {
  const area = await openApp({ server: '', env: { LANGUAGE: 'ar', LANG: 'ar_EG.UTF-8', LC_ALL: '' } })
  await loadLanguage('ar')
  await expect(area.page.getByRole('heading', { name: start.title })).toBeVisible()
  await look(area, 'first start')
  const labels = await area.desktop.app.evaluate(({ Menu }) =>
    Menu.getApplicationMenu()?.items.map(({ label }) => label),
  )
  expect(labels).toContain(menuWords.edit)
})

test('rule 30: every screen works from right to left, and the language is changed in the settings', async ({
  signedIn,
}) => {
  const cassie = await signedIn('consultant')
  const { page } = cassie
  await cassie.expectPill(/^Synced/)
  await cassie.switchTo('Fernstone Optics')
  await cassie.openTab('Users')
  await speakArabic(cassie)

  // The window begins anew, where it was.
  await expect(page.locator('html')).toHaveAttribute('lang', 'ar')
  await expect(page.getByRole('heading', { level: 1, name: 'Fernstone Optics' })).toBeVisible()
  await expect(page.getByRole('tab', { name: tabNames.users })).toHaveAttribute('aria-selected', 'true')
  await expect(page).toHaveTitle(/Fernstone Optics.* - Gatehouse/)
  await look(cassie, 'users')

  for (const tab of [
    'dashboard',
    'applications',
    'agents',
    'invitations',
    'services',
    'activity',
    'settings',
  ] as const) {
    await page.getByRole('tab', { name: tabNames[tab], exact: true }).click()
    await expect(page.getByRole('tab', { name: tabNames[tab], exact: true })).toHaveAttribute(
      'aria-selected',
      'true',
    )
    await expect(page.getByRole('tabpanel').locator('[aria-busy="true"]')).toHaveCount(0)
    await look(cassie, tab)
  }

  // Arrows go where they point: the tab on the left is the next one.
  await page.getByRole('tab', { name: tabNames.applications }).click()
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByRole('tab', { name: tabNames.agents })).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('tab', { name: tabNames.applications })).toBeFocused()

  for (const screen of [
    'all-accounts',
    'my-invitations',
    'outbox',
    'offline',
    'sessions',
    'settings',
  ] as const) {
    await run(cassie, screen)
    await look(cassie, screen)
  }

  // Overlays come from the end of the line.
  await page.keyboard.press('ControlOrMeta+k')
  await expect(page.getByRole('dialog')).toBeVisible()
  await look(cassie, 'palette')
  await page.keyboard.press('Escape')
  await cassie.switchTo('Fernstone Optics')
  await run(cassie, 'assign')
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByRole('searchbox')).toBeVisible()
  expect((await drawer.boundingBox())?.x, 'the drawer is on the left').toBeLessThanOrEqual(1)
  await look(cassie, 'assign drawer')
  await page.keyboard.press('Escape')

  // And back, by the words of the language in use.
  await run(cassie, 'settings')
  await page.getByRole('button', { name: /اللغة/ }).click()
  await page.getByRole('option', { name: 'English' }).click()
  await expect(page.locator('html')).toHaveAttribute('dir', 'ltr')
  await loadLanguage('en')
  await expect(page.getByRole('button', { name: shell.search })).toBeVisible()
})

test('rule 30: reviews, campaigns, access search and runs of people work from right to left', async ({
  signedIn,
  demo,
}) => {
  const cassie = await signedIn('consultant')
  const { page } = cassie
  const account = await accountOf(demo, 'consultant', 'owner')
  const colleague = await someUser(demo, account)
  await cassie.expectPill(/^Synced/)
  await cassie.switchTo(account.name)
  await speakArabic(cassie)
  await expect(page.getByRole('heading', { level: 1, name: account.name })).toBeVisible()
  const drawer = page.getByRole('dialog')
  const chooses = (whom: string) => drawer.getByRole('button', { name: `${personFieldWords.choose} ${whom}` })
  const people = drawer.getByRole('list', { name: personFieldWords.found }).getByRole('button')

  await page.getByRole('tab', { name: tabNames.reviews }).click()
  await look(cassie, 'reviews')
  await run(cassie, 'begin-review')
  await drawer.getByText(beginReviewWords.someApplications, { exact: true }).click()
  await chooses(beginReviewWords.second).click()
  await expect(people.first()).toBeVisible()
  await look(cassie, 'begin a review')
  await drawer.getByText(beginReviewWords.allApplications, { exact: true }).click()
  await drawer.getByRole('button', { name: beginReviewWords.button }).click()
  const grid = page.getByRole('grid')
  await expect(grid).toBeVisible()
  const back = page.getByRole('button', { name: reviewWords.back })
  await expect(back.locator('svg'), 'the way back points to the right').toHaveCSS('scale', '-1 1')
  await expect(back.locator('svg'), 'and is turned once').toHaveCSS('transform', 'none')
  await look(cassie, 'review')
  await grid.focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('k')
  await page.getByRole('button', { name: decideWords.sign }).click()
  await expect(page.getByRole('alertdialog').getByRole('textbox')).toBeFocused()
  await look(cassie, 'sign off')
  await page.keyboard.press('Escape')

  await run(cassie, 'access-search')
  await expect(page.getByRole('main').locator('tbody tr[data-index]').first()).toBeVisible()
  await look(cassie, 'access search')
  await page.getByRole('button', { name: campaignWords.fromSearch }).click()
  await chooses(beginReviewWords.second).click()
  await people.nth(1).click()
  await drawer.getByRole('region', { name: campaignWords.coverage }).scrollIntoViewIfNeeded()
  await expect(drawer.getByText(campaignWords.gaps['second-not-them']).first()).toBeVisible()
  await look(cassie, 'campaign')
  await page.keyboard.press('Escape')

  await cassie.switchTo(account.name)
  await run(cassie, 'access-changes')
  await drawer.getByText(accessChangeWords.sinceDay, { exact: true }).click()
  await look(cassie, 'access changes')
  await page.keyboard.press('Escape')
  for (const action of ['leaver', 'joiner'] as const) {
    await run(cassie, action)
    await page.keyboard.type(colleague.email)
    await drawer.getByRole('button', { name: colleague.email }).click()
    await expect(drawer).toContainText(account.name)
    await look(cassie, action)
    await page.keyboard.press('Escape')
  }
})
