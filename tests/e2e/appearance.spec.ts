import type { ClientArea } from '../../tools/driver/client-area.ts'
import { checkScreen } from './by-keyboard.ts'
import { expect, test } from './fixtures.ts'
import { expectFocusIsSeen, expectItFits, run } from './looks.ts'

const pictures = process.env.GATEHOUSE_PICTURES
const accountTabs = ['Dashboard', 'Applications', 'Users', 'Invitations', 'Activity', 'Settings']
// They walk every screen.
test.setTimeout(300_000)

/** What 200 % leaves of a window of 1280 x 800. */
const zoomed = { width: 640, height: 400 }

async function shoot({ page }: ClientArea, name: string): Promise<void> {
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png` })
}

test('rule 30: at 200 % zoom everything is reached and read, in both densities and themes', async ({
  signedIn,
}) => {
  const cassie = await signedIn('consultant')
  const { page } = cassie
  await cassie.expectPill(/^Synced/)
  await cassie.switchTo('Fernstone Optics')
  await page.setViewportSize(zoomed)
  for (const tab of accountTabs) {
    await cassie.openTab(tab)
    await expectItFits(page, `${tab} at 200 %`)
    if (tab === 'Users') await checkScreen(cassie, `${tab} at 200 %`)
    await shoot(cassie, `zoom-${tab}`)
  }
  await cassie.openTab('Users')
  await expect(page.getByRole('main').getByRole('row').nth(2)).toBeVisible()
  await expectFocusIsSeen(page, 'users at 200 %')
  for (const screen of ['all-accounts', 'outbox', 'offline', 'settings'] as const) {
    await run(cassie, screen)
    await expectItFits(page, `${screen} at 200 %`)
    if (screen === 'settings') await checkScreen(cassie, `${screen} at 200 %`)
    await shoot(cassie, `zoom-${screen}`)
  }
  await page.getByRole('radio', { name: 'Compact' }).click()
  await cassie.switchTo('Fernstone Optics')
  await cassie.openTab('Users')
  await expect(page.locator('html')).toHaveAttribute('data-density', 'compact')
  const height = (await page.getByRole('main').getByRole('row').nth(2).boundingBox())?.height ?? 0
  expect(Math.round(height)).toBe(32)
  await expectItFits(page, 'users, compact, at 200 %')
  await run(cassie, 'invite')
  await expectItFits(page, 'invite drawer at 200 %')
  await shoot(cassie, 'zoom-invite')
  await page.keyboard.press('Escape')
})

test('rule 30: forced colours, more contrast and less motion', async ({ signedIn }) => {
  const cassie = await signedIn('consultant')
  const { page } = cassie
  await cassie.expectPill(/^Synced/)
  await cassie.switchTo('Fernstone Optics')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ forcedColors: 'active', colorScheme, reducedMotion: 'reduce' })
    for (const tab of ['Dashboard', 'Users']) {
      await cassie.openTab(tab)
      const selected = page.getByRole('tab', { name: tab, exact: true })
      const other = page.getByRole('tab', { selected: false }).first()
      const look = (element: typeof selected) =>
        element.evaluate((tab) => {
          const { color, backgroundColor, borderBlockEndColor, borderBlockEndStyle, outlineStyle } =
            getComputedStyle(tab)
          const line = getComputedStyle(tab, '::after').backgroundColor
          return [color, backgroundColor, borderBlockEndColor, borderBlockEndStyle, outlineStyle, line].join()
        })
      await page.getByRole('main').hover({ position: { x: 5, y: 5 } })
      expect(await look(selected), 'a selected tab looks different').not.toBe(await look(other))
      await shoot(cassie, `forced-${colorScheme}-${tab}`)
    }
    await cassie.openTab('Users')
    await expectFocusIsSeen(page, `users, forced colours, ${colorScheme}`, 20)
    await run(cassie, 'settings')
    await shoot(cassie, `forced-${colorScheme}-settings`)
    await cassie.switchTo('Fernstone Optics')
  }

  await page.emulateMedia({
    forcedColors: 'none',
    contrast: 'more',
    colorScheme: 'light',
    reducedMotion: 'reduce',
  })
  await shoot(cassie, 'more-contrast')
  await page.emulateMedia({
    forcedColors: 'none',
    contrast: null,
    colorScheme: 'light',
    reducedMotion: 'reduce',
  })
  await cassie.openTab('Applications')
  await page.getByRole('button', { name: 'Assign application' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  const moving = await page.evaluate(() =>
    document
      .getAnimations()
      .filter((animation) => Number(animation.effect?.getComputedTiming().activeDuration ?? 0) > 1)
      .map((animation) => (animation as CSSAnimation).animationName ?? 'transition'),
  )
  expect(moving, 'what still moves').toEqual([])
})
