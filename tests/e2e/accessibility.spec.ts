import { AxeBuilder } from '@axe-core/playwright'
import { checkScreen, goTo } from './by-keyboard.ts'
import { expect, test } from './fixtures.ts'

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
  for (const screen of ['My invitations', 'Outbox', 'Offline data', 'Settings', 'Sessions and two-factor']) {
    await goTo(cassie, screen)
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
  await page.keyboard.press('Tab')
  await checkScreen(cassie, 'what can be done with a result')
  await page.keyboard.press('Escape')
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

test('the lock, the logins, the labels and what is found are free of accessibility faults', async ({
  signedIn,
}) => {
  const cassie = await signedIn('consultant')
  const { page } = cassie
  const you = page.getByRole('button', { name: /^You: / })
  await cassie.expectPill(/^Synced/)
  await cassie.switchTo('Birchside Dental Group')
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('dialog').getByRole('combobox').fill('>Label this account')
  await page.keyboard.press('Enter')
  const label = page.getByRole('dialog', { name: 'Label' })
  await label.getByLabel('Your name for it').fill('The dentists')
  await label.getByLabel('Tags').fill('monthly')
  await label.getByRole('button', { name: /Colour/ }).click()
  await checkScreen(cassie, 'colours')
  await page.getByRole('option', { name: 'Teal' }).click()
  await checkScreen(cassie, 'label')
  await label.getByRole('button', { name: 'Save' }).click()
  await expect(label).toBeHidden()
  await checkScreen(cassie, 'an account with a label')

  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('dialog').getByRole('combobox').fill('month')
  await expect(page.getByRole('dialog').getByRole('option').first()).toContainText('Birchside')
  await checkScreen(cassie, 'an account found by its tag')
  await page.getByRole('dialog').getByRole('combobox').fill('okafor')
  await expect(page.getByRole('dialog').locator('mark').first()).toBeVisible()
  await checkScreen(cassie, 'people found')
  await page.keyboard.press('Escape')

  await you.click()
  await checkScreen(cassie, 'menu of the login')
  await page.getByRole('menuitem', { name: 'Add another login...' }).click()
  await expect(page.getByRole('dialog').getByLabel('Server address')).toBeFocused()
  await checkScreen(cassie, 'another login')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog'), 'Esc closes it').toBeHidden()
  await you.click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await checkScreen(cassie, 'sign out')
  await page.keyboard.press('Escape')

  await page.keyboard.press('ControlOrMeta+l')
  await expect(page.getByRole('button', { name: 'Unlock' })).toBeFocused()
  await checkScreen(cassie, 'locked')
  await cassie.pressSignIn('Sign in instead')
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await checkScreen(cassie, 'locked, signing in')
})
