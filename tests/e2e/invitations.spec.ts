import type { Locator, Page } from '@playwright/test'
import { demoPerson } from '../../server/src/demo/people.ts'
import { checkScreen, tabTo } from './by-keyboard.ts'
import { expect, test } from './fixtures.ts'
import { accountOf, invitationsTo, rolesOf } from './world.ts'

const invitee = demoPerson('invitee')
const chosenPassword = 'a-long-enough-password'

const file = `\ufeffname;e-mail;role;applications;end date;phone
"Ruiz, Ana";ana@guest.test;Technician;;2030-12-31;1
Bo;bo@guest.test;Chief;;;2
Cy;cy@guest.test;;not-there;;3
`

test('rule 5, rule 20 and rule 22: people are judged line by line, mended where they stand, and sent, online and offline', async ({
  signedIn,
  demo,
}) => {
  test.setTimeout(300_000)
  const cassie = await signedIn('consultant')
  const { page } = cassie
  const account = await accountOf(demo, 'consultant', 'admin')
  await cassie.expectPill(/^Synced/)
  await cassie.switchTo(account.name)
  await cassie.openTab('Invitations')
  await page.getByRole('main').getByRole('button', { name: 'Invite', exact: true }).first().click()
  const drawer = page.getByRole('dialog')
  const field = drawer.getByLabel('E-mail addresses')
  await expect(field).toBeFocused()
  await field.fill(
    'Ole Berg <ole@guest.test>, pia@gmial.com\nQuin Lee\tquin@guest.test\nnonsense\nole@GUEST.test',
  )
  const lines = drawer.getByRole('list', { name: 'What becomes of each address' })
  const line = (text: string) => lines.getByRole('listitem').filter({ hasText: text })
  await field.blur()
  await expect(drawer).toContainText('3 invitations to send, 2 lines left out')
  await expect(line('nonsense')).toContainText('No @ in it')
  await expect(line('ole@GUEST.test').last()).toContainText('Stands here twice')
  await expect(line('quin@guest.test')).toContainText('Quin Lee')

  await test.step('a file brings people with roles and dates of their own', async () => {
    await drawer
      .locator('input[type=file]')
      .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(file) })
    await expect(drawer).toContainText('3 lines read from people.csv')
    await expect(drawer).toContainText('Column not read: phone')
    await expect(line('ana@guest.test')).toContainText('Technician')
    await expect(line('ana@guest.test')).toContainText('until')
    await expect(line('bo@guest.test')).toContainText('No role or template is called "Chief"')
    await expect(line('cy@guest.test')).toContainText('"not-there" is not an application of this account')
    await checkScreen(cassie, 'invite drawer with judged lines')
  })

  await test.step('lines are mended and taken out with the keyboard', async () => {
    await tabTo(page, line('ole@guest.test').first())
    await page.keyboard.press('ArrowDown')
    await expect(line('pia@gmial.com')).toBeFocused()
    await page.keyboard.press('Tab')
    await expect(drawer.getByRole('button', { name: 'Use pia@gmail.com' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(line('pia@gmail.com')).toContainText('Will be invited')
    await expect(line('pia@gmail.com')).toBeFocused()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.keyboard.insertText('rita@guest.test')
    await page.keyboard.press('Enter')
    await expect(line('rita@guest.test')).toBeFocused()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Delete')
    await expect(line('ole@GUEST.test')).toHaveCount(1)
    await expect(field).toHaveValue(/rita@guest\.test/)
    await expect(drawer).toContainText('5 invitations to send, 2 lines left out')
  })

  await test.step('rule 5: a switch keeps all of it, and the row says "Draft"', async () => {
    await drawer.getByLabel('Message').fill('Welcome aboard')
    await page.keyboard.press('Escape')
    await cassie.switchTo('Fernstone Optics')
    await expect(page.getByRole('option', { name: new RegExp(account.name) }).first()).toContainText('Draft')
    await cassie.switchTo(account.name)
    await page.getByRole('main').getByRole('button', { name: 'Invite', exact: true }).first().click()
    await expect(drawer.getByLabel('Message')).toHaveValue('Welcome aboard')
    await expect(drawer).toContainText('3 lines read from people.csv')
  })

  await test.step('permissions one by one: what the inviter lacks says so', async () => {
    await drawer.getByRole('button', { name: /Role/ }).click()
    await page.getByRole('option', { name: /^Permissions one by one/ }).click()
    await expect(drawer.getByRole('checkbox', { name: /^Sign off reviews/ })).toBeDisabled()
    await expect(drawer).toContainText('so you can not give it')
    await checkScreen(cassie, 'permissions of an invitation')
    await shoot(page, 'permissions')
    await drawer.getByRole('button', { name: /Role/ }).click()
    await page.getByRole('option', { name: /^Viewer/ }).click()
  })

  await test.step('sent: those that were right; the others stay in the draft', async () => {
    await shoot(page, 'drawer')
    await drawer.getByRole('button', { name: 'Send 5 invitations' }).click()
    await expect(drawer).toBeHidden()
    await expect(page.getByText('5 invitations sent').first()).toBeVisible()
    for (const name of ['ana', 'ole', 'quin', 'rita'])
      await expect(cassie.row(`${name}@guest.test`)).toBeVisible()
    await expect(cassie.row('ana@guest.test')).toContainText('Technician')
    await expect(cassie.row('ana@guest.test')).toContainText('Until')
    await expect
      .poll(async () => (await invitationsTo(demo, 'ana@guest.test')).map(({ status }) => status))
      .toEqual(['pending'])
    await page.getByRole('main').getByRole('button', { name: 'Invite', exact: true }).first().click()
    await expect(lines.getByRole('listitem')).toHaveCount(2)
    await drawer.getByRole('button', { name: 'Discard draft' }).click()
    await page.keyboard.press('Escape')
  })

  await test.step('an invitation is changed, and several are revoked with the account named', async () => {
    await cassie.rowMenu('quin@guest.test', 'Change...')
    await expect(drawer).toContainText('stays good')
    await drawer.getByLabel('Message').fill('Until Friday')
    await checkScreen(cassie, 'change an invitation')
    await shoot(page, 'edit')
    await drawer.getByRole('button', { name: 'Save' }).click()
    await expect(drawer).toBeHidden()
    await cassie.row('rita@guest.test').getByRole('checkbox').check({ force: true })
    await cassie.row('ole@guest.test').getByRole('checkbox').check({ force: true })
    await shoot(page, 'tab')
    await page.getByRole('button', { name: 'Revoke 2' }).click()
    const question = page.getByRole('alertdialog', { name: /^Revoke/ })
    await expect(question).toContainText(account.name)
    await checkScreen(cassie, 'revoke several')
    await question.getByRole('button', { name: 'Revoke 2 invitations' }).click()
    await expect(cassie.row('rita@guest.test')).toBeHidden()
    await expect
      .poll(async () => (await invitationsTo(demo, 'ole@guest.test')).map(({ status }) => status))
      .toEqual(['revoked'])
  })

  await test.step('rule 20: offline a link can not be made, and says why; inviting waits', async () => {
    await demo.stopServer()
    await cassie.expectPill(/^Offline/)
    await cassie
      .row('quin@guest.test')
      .getByRole('button', { name: /^Actions/ })
      .click()
    const copy = page.getByRole('menuitem', { name: /^Copy link/ })
    await expect(copy).toBeDisabled()
    await expect(copy).toContainText('this needs a connection')
    await page.keyboard.press('Escape')
    await cassie.invite(['tess@guest.test'])
    await expect(cassie.row('tess@guest.test')).toContainText('Waiting')
    await expect(cassie.row('tess@guest.test')).toContainText('Not sent yet')
  })
})

test('rule 29: first steps tick themselves off, and the same people are invited into many accounts', async ({
  signedIn,
}) => {
  test.setTimeout(240_000)
  const cassie = await signedIn('consultant')
  const { page } = cassie
  await cassie.expectPill(/^Synced/)
  const steps = page.getByRole('region', { name: 'First steps' })
  const step = (text: string) => steps.getByRole('listitem').filter({ hasText: text })
  await expect(step('Search everything')).toContainText('To do')
  await shoot(page, 'first-steps')
  await tabTo(page, steps.getByRole('button', { name: /^Try Ctrl\+K/ }), 90)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(step('Search everything')).toContainText('Done')
  await press(page, steps.getByRole('button', { name: /^Pin / }))
  await expect(step('Pin accounts')).toContainText('Done')
  await press(page, steps.getByRole('button', { name: 'Hide the first steps' }))
  await expect(steps).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).first().click()
  await expect(steps).toBeVisible()
  await press(page, steps.getByRole('button', { name: 'Hide the first steps' }))
  await page.reload()
  await expect(page.getByRole('tab', { name: 'Accounts', exact: true })).toBeVisible()
  await expect(steps, 'remembered').toBeHidden()

  await cassie.openTab('Accounts')
  const rows = page.getByRole('main').getByRole('row')
  for (const name of ['Fernstone Optics', 'Birchside Dental Group'])
    await rows.filter({ hasText: name }).getByRole('checkbox').first().check({ force: true })
  await page
    .getByRole('toolbar')
    .getByRole('button', { name: /^Invite/ })
    .click()
  const drawer = page.getByRole('dialog')
  await drawer.getByLabel('E-mail addresses').fill('many@guest.test, more@guest.test,')
  await expect(drawer.getByRole('row').filter({ hasText: 'Fernstone Optics' })).toContainText(
    '2 people invited',
  )
  await checkScreen(cassie, 'invite into many accounts')
  await shoot(page, 'bulk')
  await drawer.getByRole('button', { name: /^Send \d+ invitations$/ }).click()
  await expect(page.getByRole('dialog')).toContainText(/done|waiting/)
  await shoot(page, 'receipt')
})

test('rule 23: an invitee gets in by the mailed link without a mouse, and sees all of it before', async ({
  openApp,
  demo,
  systemBrowser,
}) => {
  const app = await openApp()
  const { page } = app
  const token = demo.inviteeLink.split('/').at(-1)
  await app.desktop.startAgain(`gatehouse://invite/${token}?server=${encodeURIComponent(demo.url)}`)
  const dialog = page.getByRole('dialog')
  for (const fact of ['Fernstone Optics', 'Nadia Okafor', 'Technician', invitee.email])
    await expect(dialog).toContainText(fact)
  await checkScreen(app, 'invitation link, signed out')
  await shoot(page, 'link-signed-out')
  const before = (await app.desktop.opened()).length
  await press(page, dialog.getByRole('button', { name: 'Create a login' }))
  await expect.poll(async () => (await app.desktop.opened()).length).toBeGreaterThan(before)

  const browser = await systemBrowser.open((await app.desktop.opened()).at(-1) ?? '')
  await tabTo(browser, browser.getByLabel('Name'))
  await browser.keyboard.insertText(invitee.name)
  await tabTo(browser, browser.getByLabel('Password').first())
  await browser.keyboard.insertText(chosenPassword)
  await press(browser, browser.getByRole('button', { name: /create/i }))
  await expect(browser.getByRole('heading', { name: /signed in/i })).toBeVisible()
  await browser.context().close()

  await page.bringToFront()
  await expect(dialog.getByRole('button', { name: 'Accept' })).toBeVisible()
  await checkScreen(app, 'invitation link, to be answered')
  await shoot(page, 'link-ready')
  await press(page, dialog.getByRole('button', { name: 'Accept' }))
  await app.expectAccount('Fernstone Optics')
  expect(await rolesOf(demo, invitee.email)).toEqual(['technician'])
  const steps = page.getByRole('region', { name: 'First steps' })
  await expect(steps.getByRole('listitem').filter({ hasText: 'Search everything' })).toBeVisible()
  await checkScreen(app, 'first steps')
  await shoot(page, 'invitee-dashboard')
})

async function press(page: Page, button: Locator): Promise<void> {
  await tabTo(page, button)
  await page.keyboard.press('Enter')
}

/** Pictures to look at, where a folder is named for them. */
async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.GATEHOUSE_LOOK_AT
  if (!folder) return
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png` })
  }
}
