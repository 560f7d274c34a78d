import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { demoPerson } from '../../server/src/demo/people.ts'
import type { ClientArea } from '../../tools/driver/client-area.ts'
import { expect, test } from './fixtures.ts'
import { accountOf, unassigned } from './world.ts'

const locked = (area: ClientArea) => area.page.getByRole('heading', { name: 'Gatehouse is locked' })

async function fromMenu(area: ClientArea, entry: string | RegExp): Promise<void> {
  await area.page.getByRole('button', { name: /^You: / }).click()
  await area.page.getByRole('menuitem', { name: entry }).click()
}

/** The page is another one than before: what the old one held in memory went with it. */
async function leaveATrace(area: ClientArea): Promise<() => Promise<boolean>> {
  await area.page.evaluate(() => Object.assign(window, { traceOfBefore: true }))
  // While the page is being replaced there is nothing to ask.
  return () => area.page.evaluate(() => 'traceOfBefore' in window).catch(() => true)
}

test('locked by a key nothing of any account is left in the window, and what waits is there again', async ({
  signedIn,
  demo,
}) => {
  const cassie = await signedIn('consultant')
  const { page } = cassie
  const account = await accountOf(demo, 'consultant', 'admin')
  const [first = ''] = await unassigned(demo, account, 1)
  await cassie.expectPill(/^Synced/)
  await cassie.switchTo(account.name)
  await demo.stopServer()
  await cassie.assign([first])
  await cassie.expectPill('Offline - 1 change waiting')

  const isOldPage = await leaveATrace(cassie)
  await page.keyboard.press('ControlOrMeta+l')
  await expect(locked(cassie)).toBeVisible()
  await expect.poll(isOldPage).toBe(false)
  await expect(page.getByRole('main')).toContainText('1 change waits to be sent and is kept.')
  await expect(page.getByRole('main')).toContainText(demoPerson('consultant').name)
  await expect(page).toHaveTitle('Gatehouse is locked - Gatehouse')
  const everything = await page.evaluate(() => document.documentElement.outerHTML)
  for (const secret of [account.name, account.id, first]) expect(everything).not.toContain(secret)
  const asked = await page.evaluate(() => {
    const { gatehouse } = window as unknown as {
      gatehouse: { query(name: string, input: object): Promise<unknown> }
    }
    return gatehouse.query('accounts.list', {})
  })
  expect(asked, 'nor is there a way to ask for it').toMatchObject({ ok: false, error: { code: 'locked' } })

  // The train is still in the tunnel.
  await expect(page.getByRole('button', { name: 'Unlock' })).toBeFocused()
  await page.keyboard.press('Enter')
  await cassie.expectAccount(account.name)
  await cassie.expectPill('Offline - 1 change waiting')
  await expect(cassie.row(first)).toContainText('Waiting')

  await demo.startServer()
  await cassie.expectPill(/^Synced/)
})

test('a lock holds over a restart, and a link that arrives meanwhile waits behind it', async ({
  signedIn,
  demo,
}) => {
  const cassie = await signedIn('consultant')
  await cassie.expectPill(/^Synced/)
  await fromMenu(cassie, /^Lock/)
  await expect(locked(cassie)).toBeVisible()
  await cassie.desktop.kill()
  await cassie.desktop.launch()
  await expect(locked(cassie)).toBeVisible()
  const link = `gatehouse://invite/${demo.inviteeLink.split('/').at(-1)}`
  await cassie.desktop.startAgain(link)
  await expect(cassie.page.getByRole('dialog')).toBeHidden()
  await cassie.page.getByRole('button', { name: 'Unlock' }).click()
  await cassie.expectSignedIn()
  await expect(cassie.page.getByRole('dialog', { name: /^Invitation/ })).toBeVisible()
})

test('two logins stand side by side: switched between offline, each where it was, and signed out alone', async ({
  signedIn,
  systemBrowser,
  demo,
}) => {
  const cassie = await signedIn('consultant')
  const { page, desktop } = cassie
  const nadia = demoPerson('owner')
  await cassie.expectPill(/^Synced/)
  await cassie.switchTo('Birchside Dental Group')

  await fromMenu(cassie, 'Add another login...')
  const before = (await desktop.opened()).length
  await page.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click()
  await expect.poll(async () => (await desktop.opened()).length).toBeGreaterThan(before)
  const address = (await desktop.opened()).at(-1) ?? ''
  expect(new URL(address).searchParams.has('request_uri') || address.includes('prompt=login')).toBe(true)
  const browser = await systemBrowser.signIn(address, nadia.email, demo.password)
  await expect(browser.getByRole('heading', { name: /signed in/i })).toBeVisible()
  await browser.context().close()
  await expect(page.getByRole('button', { name: `You: ${nadia.name}` })).toBeVisible()
  await cassie.expectAccount('Fernstone Optics')
  await cassie.expectPill(/^Synced/)

  await demo.stopServer()
  await fromMenu(cassie, new RegExp(`^Switch to ${demoPerson('consultant').name}`))
  await cassie.expectAccount('Birchside Dental Group')
  await fromMenu(cassie, new RegExp(`^Switch to ${nadia.name}`))
  await cassie.expectAccount('Fernstone Optics')

  const session = join(desktop.userData, 'session')
  const files = (await readdir(session)).filter((name) => name.endsWith('.bin'))
  expect(files).toHaveLength(2)
  const settings = await readFile(join(desktop.userData, 'settings.json'), 'utf8')
  for (const { name, email } of [nadia, demoPerson('consultant')]) {
    expect(settings).not.toContain(name)
    expect(settings).not.toContain(email)
  }

  await fromMenu(cassie, 'Sign out')
  const dialog = page.getByRole('alertdialog', { name: /Sign out/ })
  await expect(dialog).toContainText('Your other logins stay on this computer.')
  await dialog.getByRole('button', { name: 'Sign out' }).click()
  await cassie.expectAccount('Birchside Dental Group')
  await expect
    .poll(async () => (await readdir(session)).filter((name) => name.endsWith('.bin')).length)
    .toBe(1)
  await page.getByRole('button', { name: /^You: / }).click()
  await expect(page.getByRole('menuitem', { name: /^Switch to/ })).toBeHidden()
  await page.keyboard.press('Escape')
})
