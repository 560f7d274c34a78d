// `npm run screenshots`: a picture of every main screen of the running app, in light and dark, for README and docs.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'playwright/test'
import { demoPerson } from '../server/src/demo/people.ts'
import { type Demo, startDemo } from '../server/src/demo/start.ts'
import { buildIfStale } from './build.ts'
import { useDesktop } from './desktop.ts'
import { SystemBrowser } from './driver/browser.ts'
import { ClientArea } from './driver/client-area.ts'
import { damageCopy } from './driver/damage.ts'
import { Desktop } from './driver/desktop.ts'
import { takeReviews, takeRuns, takeSearch } from './review-pictures.ts'

const folder = join(import.meta.dirname, '../docs/pictures')
const account = 'Fernstone Optics'
// Windows without a display: their pictures are the same on every machine.
process.env.DESKTOP_HOST_HEADLESS ??= '1'

async function picture(area: ClientArea, name: string): Promise<void> {
  // What was said of the steps before belongs to no picture. A dialog keeps it out of reach, and over itself.
  const notices = area.page.locator('[data-toasts]').getByRole('button', { name: 'Dismiss' })
  while ((await area.page.getByRole('dialog').count()) === 0 && (await notices.count()) > 0)
    await notices.first().click()
  for (const colorScheme of ['light', 'dark'] as const) {
    await area.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await area.page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), animations: 'disabled' })
  }
  console.log(`screenshots: ${name}`)
}

let missing = 0

/** A picture that nothing else waits for: where it can't be taken, that is said, and the others are taken all the same. */
async function part(area: ClientArea, name: string, prepare: () => Promise<void>): Promise<void> {
  try {
    await prepare()
    await picture(area, name)
  } catch (error) {
    missing += 1
    console.error(`screenshots: no ${name}: ${error instanceof Error ? error.message : String(error)}`)
  }
  for (let presses = 0; presses < 3 && (await area.page.getByRole('dialog').count()) > 0; presses += 1)
    await area.page.keyboard.press('Escape')
}

async function takeAll(demo: Demo, browser: SystemBrowser, desktop: Desktop): Promise<void> {
  await desktop.launch()
  const area = new ClientArea(desktop)
  const { page } = area
  const overlay = page.getByRole('dialog')
  await expect(page.getByRole('heading', { name: /^Sign in to / })).toBeVisible()
  await picture(area, 'sign-in')
  await area.signIn(browser, { email: demoPerson('consultant').email, password: demo.password })
  await area.expectPill(/^Synced/)
  await part(area, 'first-steps', async () => {
    await expect(page.getByRole('region', { name: 'First steps' })).toBeVisible()
  })
  await page.getByRole('button', { name: 'Hide the first steps' }).click()
  await part(area, 'bulk-invite', () => inviteIntoMany(area))
  for (const pinned of ['Birchside Dental Group', 'Copperbrook Dental Group', account])
    await pin(area, pinned)
  await area.switchTo('Birchside Dental Group')
  await labelHere(area)
  await page.keyboard.press('ControlOrMeta+k')
  await overlay.getByRole('combobox').fill('den')
  await picture(area, 'palette')
  await page.keyboard.press('Escape')
  await goTo(area, 'All accounts')
  for (const [tab, name] of [
    ['Portfolio', 'portfolio'],
    ['Accounts', 'accounts'],
    ['Invitations', 'all-invitations'],
    ['Reviews', 'all-reviews'],
    ['Activity', 'all-activity'],
  ] as const)
    await part(area, name, () => area.openTab(tab))

  await area.switchTo(account)
  await part(area, 'who-has-access', async () => {
    await area.openTab('Access review')
    await page.getByText('Who has access', { exact: true }).click()
    await page.getByRole('grid').focus()
  })
  for (const tab of [
    'Dashboard',
    'Users',
    'Invitations',
    'Products & services',
    'Activity',
    'Agents',
    'Settings',
    'Applications',
  ]) {
    await area.openTab(tab)
    const name = tab.toLowerCase().replaceAll(/[^a-z]+/g, '-')
    await picture(area, name === 'settings' ? 'account-settings' : name)
  }
  await part(area, 'invite', () => fillInvitation(area))
  await area.openTab('Applications')
  await page.getByRole('button', { name: 'Assign application' }).click()
  await overlay.getByRole('checkbox', { name: /^Analytics/ }).check({ force: true })
  await picture(area, 'assign')
  await page.keyboard.press('Escape')
  await area.openTab('Users')
  await area.row('Nadia Okafor').click()
  await picture(area, 'user-overview')
  await overlay.getByRole('tab', { name: 'Access' }).click()
  await expect(overlay).toContainText('Environment auto-assigned')
  await picture(area, 'user')
  await page.keyboard.press('Escape')
  await part(area, 'duplicates', async () => {
    await page.getByRole('button', { name: 'Look at them' }).click()
    await expect(overlay).toContainText('Keep')
  })
  await part(area, 'permissions', async () => {
    await area.switchTo('Birchside Dental Group')
    await area.row('Viewer').first().click()
    await overlay.getByRole('tab', { name: 'Role & permissions' }).click()
    await expect(overlay.getByRole('checkbox', { name: /^View users/ })).toBeVisible()
  })

  await part(area, 'invitation-link', async () => {
    const token = demo.inviteeLink.split('/').at(-1)
    await desktop.startAgain(`gatehouse://invite/${token}?server=${encodeURIComponent(demo.url)}`)
    await expect(overlay).toContainText(account)
  })

  await takeSearch(area, part)
  await goTo(area, 'Offline data')
  await picture(area, 'offline-data')
  for (const [screen, name] of [
    ['Settings', 'settings'],
    ['Sessions and two-factor', 'sessions'],
    ['My invitations', 'my-invitations'],
  ] as const)
    await part(area, name, () => goTo(area, screen))
  await part(area, 'shortcuts', async () => {
    await page.keyboard.press('ControlOrMeta+/')
    await expect(overlay).toBeVisible()
  })
  await part(area, 'notifications', async () => {
    await page.getByRole('button', { name: /^Notifications/ }).click()
    await expect(overlay).toBeVisible()
  })
  await area.switchTo(account)

  await demo.stopServer()
  await area.assign(['Analytics'])
  await area.invite(['ada@guest.test'])
  await area.expectPill('Offline - 2 changes waiting')
  await area.pill().click()
  await expect(overlay.getByRole('listitem')).toHaveCount(2)
  await picture(area, 'offline')
  await page.keyboard.press('Escape')

  await area.page.getByRole('button', { name: /^You: / }).click()
  await picture(area, 'menu')
  await page.keyboard.press('Escape')
  await page.keyboard.press('ControlOrMeta+l')
  await expect(page.getByRole('button', { name: 'Unlock' })).toBeFocused()
  await picture(area, 'locked')

  await desktop.kill()
  await damageCopy(desktop)
  await desktop.launch()
  await area.page.getByRole('button', { name: 'Unlock' }).click()
  await expect(area.page.getByRole('button', { name: 'Try again' })).toBeVisible()
  await picture(area, 'loading')
  await demo.startServer()
  await area.page.getByRole('button', { name: 'Try again' }).click()
  await area.expectPill(/^Synced/)
  await goTo(area, 'Offline data')
  await picture(area, 'recovered')
}

/** What the administrator of an environment sees, in an installation of their own. */
async function takeEnvironment(demo: Demo, browser: SystemBrowser, desktop: Desktop): Promise<void> {
  await desktop.launch()
  const area = new ClientArea(desktop)
  const { page } = area
  await area.signIn(browser, { email: demoPerson('administrator').email, password: demo.password })
  await area.expectPill(/^Synced/)
  await page.getByRole('navigation').getByRole('button', { name: 'Production' }).click()
  for (const [tab, name] of [
    ['Accounts', 'environment-accounts'],
    ['Applications', 'environment-applications'],
    ['Roles & templates', 'environment-roles'],
    ['Activity', 'environment-activity'],
  ] as const)
    await part(area, name, () => area.openTab(tab))
  await takeRuns(area, part)
}

/** People from a paste, some of them right: what becomes of each stands beneath. */
async function fillInvitation(area: ClientArea): Promise<void> {
  await area.openTab('Invitations')
  await area.page.getByRole('main').getByRole('button', { name: 'Invite', exact: true }).first().click()
  const drawer = area.page.getByRole('dialog')
  const field = drawer.getByLabel('E-mail addresses')
  await field.fill(
    [
      'Ana Ruiz <ana@fernstone.example>',
      'bo@fernstone.example, cy@gmial.com',
      'nadia@example.org',
      'dora.fernstone.example',
    ].join('\n'),
  )
  await field.blur()
  await expect(drawer.getByRole('listitem').first()).toBeVisible()
  await expect(drawer).toContainText('left out')
}

async function inviteIntoMany(area: ClientArea): Promise<void> {
  await area.openTab('Accounts')
  const rows = area.page.getByRole('main').getByRole('row')
  for (const name of ['Birchside Dental Group', 'Copperbrook Dental Group', account])
    await rows.filter({ hasText: name }).getByRole('checkbox').first().check({ force: true })
  await area.page
    .getByRole('toolbar')
    .getByRole('button', { name: /^Invite/ })
    .click()
  const drawer = area.page.getByRole('dialog')
  await drawer.getByLabel('E-mail addresses').fill('Ana Ruiz <ana@msp.example>, Bo Lund <bo@msp.example>,')
  await expect(drawer).toContainText('2 people invited')
}

/** The account gets a name, a colour and a tag of the user's own. */
async function labelHere({ page }: ClientArea): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('dialog').getByRole('combobox').fill('>Label this account')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Label' })
  await dialog.getByLabel('Your name for it').fill('The dentists')
  await dialog.getByRole('button', { name: /Colour/ }).click()
  await page.getByRole('option', { name: 'Teal' }).click()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
}

async function pin(area: ClientArea, name: string): Promise<void> {
  await area.switchTo(name)
  await area.page.keyboard.press('ControlOrMeta+k')
  await area.page.getByRole('dialog').getByRole('combobox').fill('>Pin this account')
  await area.page.keyboard.press('Enter')
}

async function goTo(area: ClientArea, screen: string): Promise<void> {
  await area.page.keyboard.press('ControlOrMeta+k')
  await area.page.getByRole('dialog').getByRole('combobox').fill(`>Go to ${screen}`)
  await area.page.keyboard.press('Enter')
  await expect(area.page.getByRole('heading', { level: 1, name: screen })).toBeVisible()
}

useDesktop()
buildIfStale()
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const demo = await startDemo({ logLevel: 'error' })
if (!demo.ok) {
  console.error(`screenshots: ${demo.error.message}`)
  process.exit(1)
}
const browser = await SystemBrowser.start()
const desktop = await Desktop.create({ server: demo.value.url })
const administrator = await Desktop.create({ server: demo.value.url })
const owner = await Desktop.create({ server: demo.value.url })
let failed = false
try {
  await takeEnvironment(demo.value, browser, administrator)
  await takeReviews(demo.value, browser, owner, part)
  await takeAll(demo.value, browser, desktop)
  console.log(`screenshots: written to ${folder}`)
} catch (error) {
  failed = true
  console.error(`screenshots: ${error instanceof Error ? error.message : String(error)}`)
}
await desktop.dispose()
await administrator.dispose()
await owner.dispose()
await browser.close()
await demo.value.close()
if (missing > 0) console.error(`screenshots: ${missing} of them could not be taken`)
process.exit(failed || missing > 0 ? 1 : 0)
