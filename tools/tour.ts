// `npm run tour`: the whole main job on demo data of its own, step by step, each with its time and a picture.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'playwright/test'
import { type DemoPersonKey, demoPerson } from '../server/src/demo/people.ts'
import { type Demo, startDemo } from '../server/src/demo/start.ts'
import { buildIfStale } from './build.ts'
import { useDesktop } from './desktop.ts'
import { openDisplay } from './display.ts'
import { SystemBrowser } from './driver/browser.ts'
import { ClientArea } from './driver/client-area.ts'
import { Desktop } from './driver/desktop.ts'

const pictures = join(import.meta.dirname, '../.gatehouse/tour')
const account = 'Fernstone Optics'
const newcomers = ['ada@guest.test', 'ben@guest.test', 'cleo@guest.test']
const chosenPassword = 'a-password-for-the-tour'

rmSync(pictures, { recursive: true, force: true })
mkdirSync(pictures, { recursive: true })
const desktop = useDesktop()
console.log(`tour: windows by ${desktop.kind}: ${desktop.why}`)
buildIfStale()
const display = await openDisplay()
const apps: Desktop[] = []
let number = 0

/** One step: what it is, how long it took, and how it looked at the end. */
async function step(
  title: string,
  page: () => Pick<Desktop['page'], 'screenshot'> | null,
  work: () => Promise<unknown>,
): Promise<void> {
  number += 1
  const started = performance.now()
  await work()
  const took = `${((performance.now() - started) / 1000).toFixed(1)} s`
  const file = join(
    pictures,
    `${String(number).padStart(2, '0')}-${title
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .slice(0, 60)}.png`,
  )
  const shown = page()
  if (shown) await shown.screenshot({ path: file })
  console.log(
    `${String(number).padStart(2)}. ${title.padEnd(72)} ${took.padStart(7)}${shown ? `   ${file}` : ''}`,
  )
}

async function openFor(demo: Demo): Promise<ClientArea> {
  const app = await Desktop.create({ server: demo.url })
  apps.push(app)
  await app.launch()
  return new ClientArea(app)
}

const credentials = (demo: Demo, key: DemoPersonKey) => ({
  email: demoPerson(key).email,
  password: demo.password,
})

async function tour(demo: Demo, browser: SystemBrowser): Promise<void> {
  let cassie!: ClientArea
  let jonas!: ClientArea
  const ofCassie = () => cassie.page
  const ofJonas = () => jonas.page

  await step('Open the app for the first time', ofCassie, async () => {
    cassie = await openFor(demo)
    await expect(cassie.page.getByRole('heading', { name: /^Sign in to / })).toBeVisible()
  })
  await step('Sign in as the consultant, in the system browser', ofCassie, async () => {
    await cassie.signIn(browser, credentials(demo, 'consultant'))
    await cassie.expectPill(/^Synced/)
  })
  await step('Search for an account', ofCassie, async () => {
    await cassie.page.keyboard.press('ControlOrMeta+k')
    await cassie.page.getByRole('dialog').getByRole('combobox').fill('fernst')
  })
  await step(`Switch to ${account}`, ofCassie, async () => {
    await cassie.page.keyboard.press('Escape')
    await cassie.switchTo(account)
  })
  const names = await cassie.unassignedApplications(3)
  const [first = '', second = '', third = ''] = names
  await step('Assign two applications', ofCassie, () => cassie.assign([first, second]))
  await step('Auto-assign one: its effect is said first', ofCassie, async () => {
    await cassie.rowMenu(second, 'Enable auto-assignment')
    await expect(cassie.page.getByRole('alertdialog', { name: /auto-assignment of/ })).toContainText(
      /gain access/,
    )
  })
  await step('It is auto-assigned to every user', ofCassie, async () => {
    await cassie.page
      .getByRole('alertdialog', { name: /auto-assignment of/ })
      .getByRole('button', { name: 'Enable auto-assignment' })
      .click()
    await expect(cassie.row(second)).toContainText('Account auto-assigned')
  })
  await step('See what a user can open, and why', ofCassie, async () => {
    await cassie.openTab('Users')
    await cassie.row('Nadia Okafor').click()
    await expect(cassie.page.getByRole('dialog')).toContainText('Account auto-assigned')
  })
  await step('Invite three people', ofCassie, async () => {
    await cassie.page.keyboard.press('Escape')
    await cassie.invite(newcomers, { role: 'Viewer' })
    await cassie.expectPill(/^Synced/)
  })
  await step(
    'The mail to the first of them arrives',
    () => null,
    () => demo.mailbox?.waitFor((mail) => mail.to.includes(newcomers[0] ?? '')) ?? Promise.resolve(),
  )

  await step('Another person opens the invitation link from their mail', ofJonas, async () => {
    jonas = await openFor(demo)
    const token = demo.inviteeLink.split('/').at(-1)
    await jonas.desktop.startAgain(`gatehouse://invite/${token}?server=${encodeURIComponent(demo.url)}`)
    await expect(jonas.page.getByRole('dialog')).toContainText(account)
  })
  await step('Makes a login in the browser', ofJonas, async () => {
    const page = await browser.open(await jonas.pressSignIn('Create a login'))
    await page.getByLabel('Name').fill(demoPerson('invitee').name)
    await page.getByLabel('Password').first().fill(chosenPassword)
    await page.getByRole('button', { name: /create/i }).click()
    await expect(page.getByRole('heading', { name: /signed in/i })).toBeVisible()
    await page.context().close()
    await jonas.page.bringToFront()
    await expect(jonas.page.getByRole('dialog').getByRole('button', { name: 'Accept' })).toBeVisible()
  })
  await step('Accepts, and is in', ofJonas, async () => {
    await jonas.page.getByRole('dialog').getByRole('button', { name: 'Accept' }).click()
    await jonas.expectAccount(account)
  })
  await step('The consultant sees the new user without a reload', ofCassie, async () => {
    await cassie.page.bringToFront()
    await cassie.openTab('Users')
    await expect(cassie.row(demoPerson('invitee').name)).toBeVisible()
  })

  await step('The server goes away; the work goes on', ofCassie, async () => {
    await demo.stopServer()
    await cassie.assign([third])
    await cassie.setGrant(demoPerson('invitee').name, first, true)
    await cassie.openTab('Invitations')
    await cassie.rowMenu(newcomers[2] ?? '', 'Revoke')
    await cassie.invite(['dora@guest.test'])
    await cassie.expectPill('Offline - 4 changes waiting')
  })
  await step('The program is killed and opened again', ofCassie, async () => {
    await cassie.desktop.kill()
    await cassie.desktop.launch()
    await cassie.expectPill('Offline - 4 changes waiting')
    await cassie.pill().click()
    await expect(cassie.page.getByRole('dialog').getByRole('listitem')).toHaveCount(4)
  })
  await step('The server is back; everything arrives, once', ofCassie, async () => {
    await cassie.page.keyboard.press('Escape')
    await demo.startServer()
    await cassie.expectPill(/^Synced/)
    await cassie.openTab('Activity')
    await expect(cassie.page.getByRole('main')).toContainText('dora@guest.test')
  })
}

const began = performance.now()
let failed = false
const demo = await startDemo({ logLevel: 'error', onProgress: (text) => console.log(`tour: ${text}`) })
if (!demo.ok) {
  console.error(`tour: ${demo.error.message}`)
  process.exit(1)
}
const browser = await SystemBrowser.start()
try {
  await tour(demo.value, browser)
  console.log(`\ntour: done in ${((performance.now() - began) / 1000).toFixed(0)} s. Pictures: ${pictures}`)
} catch (error) {
  failed = true
  console.error(`\ntour: step ${number} failed.\n${error instanceof Error ? error.message : String(error)}`)
  for (const [index, app] of apps.entries()) {
    await app.page.screenshot({ path: join(pictures, `failed-${index + 1}.png`) }).catch(() => {})
  }
}
for (const app of apps) await app.dispose()
await browser.close()
await demo.value.close()
display.close()
process.exit(failed ? 1 : 0)
