import { AxeBuilder } from '@axe-core/playwright'
import type { ClientArea } from '../../tools/driver/client-area.ts'
import { expect, test } from './fixtures.ts'

/** Runs the WCAG 2.2 A and AA rules over what is on the screen now, in light and in dark. */
async function checkScreen(area: ClientArea, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await area.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const { violations } = await new AxeBuilder({ page: area.page })
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

test('start screens are free of accessibility faults', async ({ openApp, demo, systemBrowser }) => {
  const app = await openApp({ server: '' })
  await expect(app.page.getByRole('heading', { name: 'Which server?' })).toBeVisible()
  await checkScreen(app, 'first start')
  await app.page.getByRole('button', { name: 'Connect' }).click()
  await checkScreen(app, 'first start with an error')
  await app.page.getByLabel('Server address').fill(demo.url)
  await app.page.getByRole('button', { name: /Connect|Try again/ }).click()
  await expect(app.page.getByRole('heading', { name: /^Sign in to / })).toBeVisible()
  await checkScreen(app, 'signed out')

  const address = await app.pressSignIn()
  const page = await systemBrowser.open(address)
  const signIn = await new AxeBuilder({ page }).analyze()
  expect
    .soft(
      signIn.violations.map(({ id }) => id),
      'sign-in page',
    )
    .toEqual([])
  await page.goto(demo.inviteeLink)
  const invitation = await new AxeBuilder({ page }).analyze()
  expect
    .soft(
      invitation.violations.map(({ id }) => id),
      'invitation page',
    )
    .toEqual([])
  await page.context().close()
})

test('every screen of the consultant is free of accessibility faults', async ({ signedIn }) => {
  const cassie = await signedIn('consultant')
  const { page } = cassie
  await cassie.expectPill(/^Synced/)
  await checkScreen(cassie, 'All accounts')
  await cassie.switchTo('Fernstone Optics')
  for (const tab of [
    'Dashboard',
    'Applications',
    'Agents',
    'Users',
    'Invitations',
    'Products & services',
    'Activity',
  ]) {
    await cassie.openTab(tab)
    await expect(page.getByRole('tabpanel')).not.toContainText('Loading')
    await checkScreen(cassie, tab)
  }
  for (const screen of ['My invitations', 'Outbox', 'Settings']) {
    await page.keyboard.press('ControlOrMeta+k')
    await page.getByRole('dialog').getByRole('combobox').fill(`>Go to ${screen}`)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: screen })).toBeVisible()
    await checkScreen(cassie, screen)
  }
})

test('every overlay is free of accessibility faults', async ({ signedIn }) => {
  const cassie = await signedIn('consultant')
  const { page } = cassie
  await cassie.expectPill(/^Synced/)
  await page.keyboard.press('ControlOrMeta+k')
  await expect(page.getByRole('dialog')).toBeVisible()
  await checkScreen(cassie, 'palette')
  await page.keyboard.press('Escape')
  await page.keyboard.press('ControlOrMeta+/')
  await checkScreen(cassie, 'shortcuts')
  await page.keyboard.press('Escape')
  await cassie.pill().click()
  await checkScreen(cassie, 'sync panel')
  await page.keyboard.press('Escape')

  await cassie.switchTo('Fernstone Optics')
  await cassie.openTab('Applications')
  await page.getByRole('button', { name: 'Assign application' }).click()
  await expect(page.getByRole('dialog').getByRole('searchbox')).toBeFocused()
  await checkScreen(cassie, 'assign drawer')
  await page.keyboard.press('Escape')
  await page
    .getByRole('main')
    .getByRole('button', { name: /^Actions for / })
    .first()
    .click()
  await expect(page.getByRole('menu')).toBeVisible()
  await checkScreen(cassie, 'row menu')
  await page.keyboard.press('Escape')
  await cassie.openTab('Users')
  await cassie.row('Nadia Okafor').click()
  await checkScreen(cassie, 'user drawer')
  await page.keyboard.press('Escape')
  await cassie.openTab('Invitations')
  await page.getByRole('main').getByRole('button', { name: 'Invite', exact: true }).first().click()
  await page.getByRole('dialog').getByLabel('E-mail addresses').fill('a@guest.test\nnonsense')
  await checkScreen(cassie, 'invite drawer')
})
