import { demoPerson } from '../../server/src/demo/people.ts'
import type { Demo } from '../../server/src/demo/start.ts'
import { expect, test } from './fixtures.ts'
import { accountOf, activitySince, invitationsTo, rolesOf } from './world.ts'

const invitee = demoPerson('invitee')
const chosenPassword = 'a-long-enough-password'

/** The token of the link in the mail to the invitee. */
function tokenOf(link: string): string {
  return link.split('/').at(-1) ?? ''
}

test('an invitee without a login gets in by the mailed link, as a new user', async ({
  openApp,
  demo,
  systemBrowser,
}) => {
  const start = new Date()
  const app = await openApp()
  await app.desktop.startAgain(
    `gatehouse://invite/${tokenOf(demo.inviteeLink)}?server=${encodeURIComponent(demo.url)}`,
  )
  const dialog = app.page.getByRole('dialog')
  await expect(dialog.getByRole('heading', { name: 'Invitation to Fernstone Optics' })).toBeVisible()
  for (const fact of ['Nadia Okafor', 'Technician', invitee.email]) await expect(dialog).toContainText(fact)
  expect(await rolesOf(demo, invitee.email), 'nothing happens by looking').toEqual([])

  const address = await app.pressSignIn('Create a login')
  const page = await systemBrowser.open(address)
  await expect(page.getByRole('main')).toContainText('Fernstone Optics')
  await page.getByLabel('Name').fill(invitee.name)
  await page.getByLabel('Password').first().fill(chosenPassword)
  await page.getByRole('button', { name: /create/i }).click()
  await expect(page.getByRole('heading', { name: /signed in/i })).toBeVisible()
  await page.context().close()

  await app.page.getByRole('dialog').getByRole('button', { name: 'Accept' }).click()
  await app.expectAccount('Fernstone Optics')
  expect(await rolesOf(demo, invitee.email)).toEqual(['technician'])
  expect((await invitationsTo(demo, invitee.email)).map(({ status }) => status)).toEqual(['accepted'])
  const account = await accountOf(demo, 'owner', 'owner')
  const done = await activitySince(demo, account, start)
  expect(done.filter(({ action }) => action === 'invitation.accepted')).toHaveLength(1)
})

test('rule 24: an invitation stands in the switcher with its number, and a pasted link is accepted', async ({
  signedIn,
  demo,
}) => {
  const owner = await signedIn('owner')
  await owner.invite([demoPerson('administrator').email], { role: 'Viewer' })
  await owner.expectPill(/^Synced/)
  const link = await mailedLink(demo, demoPerson('administrator').email)

  const ines = await signedIn('administrator')
  await ines.page
    .getByRole('navigation')
    .getByRole('button', { name: /My invitations.*1/ })
    .click()
  await expect(ines.page.getByRole('main')).toContainText('Fernstone Optics')
  await ines.page.keyboard.press('ControlOrMeta+k')
  await ines.page.getByRole('dialog').getByRole('combobox').fill('>Paste')
  await ines.page.keyboard.press('Enter')
  await ines.page.getByRole('dialog').getByLabel('Link or code').fill(link)
  await ines.page.getByRole('dialog').getByRole('button', { name: 'Open' }).click()
  await ines.page.getByRole('dialog').getByRole('button', { name: 'Accept' }).click()
  await ines.expectAccount('Fernstone Optics')
  expect(await rolesOf(demo, demoPerson('administrator').email)).toContain('viewer')
})

test('rule 23: an invitation for somebody else names both addresses and offers another login', async ({
  signedIn,
  demo,
}) => {
  const cassie = await signedIn('consultant')
  await cassie.desktop.startAgain(
    `gatehouse://invite/${tokenOf(demo.inviteeLink)}?server=${encodeURIComponent(demo.url)}`,
  )
  const dialog = cassie.page.getByRole('dialog')
  await expect(dialog).toContainText('This invitation is for another address')
  await expect(dialog).toContainText(invitee.email)
  await expect(dialog).toContainText(demoPerson('consultant').email)
  await expect(dialog.getByRole('button', { name: 'Use another login' })).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Accept', exact: true })).toBeHidden()
  expect((await invitationsTo(demo, invitee.email)).map(({ status }) => status)).toEqual(['pending'])
})

test('dead links say what became of them, and links of others are refused plainly', async ({
  signedIn,
  demo,
}) => {
  const owner = await signedIn('owner')
  await owner.openTab('Invitations')
  await owner.rowMenu(invitee.email, 'Revoke')
  await expect(owner.row(invitee.email), 'no longer pending').toBeHidden()
  await expect
    .poll(async () => (await invitationsTo(demo, invitee.email)).map(({ status }) => status), {
      message: 'sent once it can no longer be undone',
      timeout: 30_000,
    })
    .toEqual(['revoked'])
  await owner.desktop.startAgain(
    `gatehouse://invite/${tokenOf(demo.inviteeLink)}?server=${encodeURIComponent(demo.url)}`,
  )
  const dialog = owner.page.getByRole('dialog')
  await expect(dialog).toContainText('This invitation was revoked')
  await expect(dialog.getByRole('button', { name: 'Ask for a new one' })).toBeVisible()
  await owner.page.keyboard.press('Escape')

  const unknown = 'A'.repeat(43)
  await owner.desktop.startAgain(`gatehouse://invite/${unknown}?server=${encodeURIComponent(demo.url)}`)
  await expect(owner.page.getByRole('dialog')).toContainText('This link leads nowhere')
  await owner.page.keyboard.press('Escape')

  await owner.desktop.startAgain('gatehouse://delete/everything')
  await expect(owner.page.getByText('This link can not be opened').first()).toBeVisible()
})

test('a newcomer without Gatehouse accepts on the web page of the link', async ({ demo, systemBrowser }) => {
  const page = await systemBrowser.open(demo.inviteeLink)
  await expect(page.getByRole('main')).toContainText('Fernstone Optics')
  await expect(page.getByRole('link', { name: 'Open in Gatehouse' })).toHaveAttribute(
    'href',
    /^gatehouse:\/\/invite\//,
  )
  await page.getByLabel('Name').fill(invitee.name)
  await page.getByLabel('Password').first().fill('short')
  await page
    .getByRole('button', { name: /accept/i })
    .first()
    .click()
  await expect(page.getByRole('alert')).toContainText('12')
  expect(
    (await invitationsTo(demo, invitee.email)).map(({ status }) => status),
    'a failed try consumes nothing',
  ).toEqual(['pending'])
  await page.getByLabel('Password').first().fill(chosenPassword)
  await page
    .getByRole('button', { name: /accept/i })
    .first()
    .click()
  await expect(page.getByRole('main')).toContainText('Fernstone Optics')
  await expect.poll(() => rolesOf(demo, invitee.email)).toEqual(['technician'])
  await page.context().close()
})

async function mailedLink(demo: Demo, recipient: string): Promise<string> {
  const mail = await demo.mailbox?.waitFor((message) => message.to.includes(recipient))
  const link = mail?.links.find((address) => address.includes('/invite/'))
  if (!link) throw new Error('the mail holds no link')
  return link
}
