import { tabNames } from '../../src/strings/common.ts'
import { loadLanguage } from '../../src/strings/load.ts'
import { menuWords } from '../../src/strings/native.ts'
import { shell, start } from '../../src/strings/shell.ts'
import type { ClientArea } from '../../tools/driver/client-area.ts'
import { checkScreen } from './by-keyboard.ts'
import { expect, test } from './fixtures.ts'
import { expectItFits, run } from './looks.ts'

const pictures = process.env.GATEHOUSE_PICTURES

test.afterEach(() => loadLanguage('en'))
// It walks every screen.
test.setTimeout(300_000)

/** Those whose layout differs most; the others are checked in English, by the same parts. */
const checked = ['first start', 'users', 'dashboard', 'settings', 'assign drawer']

/** The rules that hold on each screen in Arabic. */
async function look(area: ClientArea, name: string): Promise<void> {
  const { page } = area
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  await expectItFits(page, name)
  if (checked.includes(name)) await checkScreen(area, name)
  if (pictures) await page.screenshot({ path: `${pictures}/ar-${name}.png` })
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
  await run(cassie, 'settings')
  await page.getByRole('button', { name: /Language/ }).click()
  await page.getByRole('option', { name: 'العربية' }).click()
  await loadLanguage('ar')

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
