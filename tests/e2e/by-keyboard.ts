import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import type { ClientArea } from '../../tools/driver/client-area.ts'
import { expect } from './fixtures.ts'

/** Presses Tab until the wanted element has the focus; nobody with a keyboard would go on for ever. */
export async function tabTo(page: Page, wanted: Locator, most = 60): Promise<void> {
  await expect(wanted).toBeVisible()
  for (let presses = 0; presses < most; presses += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`not reached by ${most} presses of Tab: ${wanted}`)
}

/** By the palette, to a screen that has this heading. */
export async function goTo({ page }: ClientArea, screen: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('dialog').getByRole('combobox').fill(`>Go to ${screen}`)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: screen })).toBeVisible()
}

/** Runs the WCAG 2.2 A and AA rules over what is on the screen now, in light and in dark. */
export async function checkScreen({ page }: Pick<ClientArea, 'page'>, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      // The whole page is one document; axe's legacy mode needs no second one, which an app window can't open.
      .setLegacyMode()
      .analyze()
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`,
    )
    expect.soft(found, `${name}, ${colorScheme}`).toEqual([])
  }
}
