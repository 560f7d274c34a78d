import { demoPerson } from '../../server/src/demo/people.ts'
import { checkScreen, goTo } from './by-keyboard.ts'
import { expect, test } from './fixtures.ts'
import { accountOf } from './world.ts'

test('settings hold at once, are found by their names, and keys can be chosen', async ({
  signedIn,
  demo,
}) => {
  const cassie = await signedIn('consultant')
  const { page } = cassie
  const root = page.locator('html')
  const account = await accountOf(demo, 'consultant', 'admin')
  await cassie.expectPill(/^Synced/)
  await cassie.switchTo(account.name)
  await page.keyboard.press('ControlOrMeta+,')
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
  await page.getByRole('radio', { name: 'Dark' }).check({ force: true })
  await expect(root).toHaveAttribute('data-theme', 'dark')
  await expect(page.getByRole('status').filter({ hasText: 'Theme: Dark.' })).toBeAttached()
  await page.getByRole('radio', { name: 'Compact' }).check({ force: true })
  await expect(root).toHaveAttribute('data-density', 'compact')
  await page.getByRole('radio', { name: 'Like the system' }).check({ force: true })

  const find = page.getByRole('searchbox', { name: 'Find a setting' })
  await find.fill('row height')
  await expect(page.getByRole('group', { name: 'Row height' })).toBeVisible()
  await expect(page.getByRole('group', { name: 'Theme' })).toBeHidden()
  await expect(page.getByRole('heading', { name: 'Lock' })).toBeHidden()
  await find.fill('no such thing')
  await expect(page.getByText('No setting has these words')).toBeVisible()
  // Looking for a command finds its keys, and nothing else of the list.
  await find.fill('invite users')
  await expect(page.getByRole('button', { name: 'No keys: choose some for "Invite users..."' })).toBeVisible()
  await expect(page.getByRole('button', { name: /"Go to Settings"/ })).toBeHidden()
  await find.fill('')

  // Rebinding a key works, and a conflict is named.
  await page.getByRole('searchbox', { name: 'Find a command' }).fill('invite')
  const invite = page.getByRole('button', { name: 'No keys: choose some for "Invite users..."' })
  await invite.focus()
  await page.keyboard.press('Enter')
  const recording = page.getByRole('button', { name: 'Press the new keys for "Invite users..."' })
  await expect(recording).toBeFocused()
  await page.keyboard.press('k')
  await expect(page.getByRole('alert').filter({ hasText: 'a single key would be typed' })).toBeVisible()
  await page.keyboard.press('ControlOrMeta+k')
  await expect(page.getByText('Ctrl+K belongs to "Search or run a command".')).toBeVisible()
  await checkScreen(cassie, 'keys that belong to another command')
  await page.getByRole('button', { name: 'Keep as it is' }).click()
  await page.keyboard.press('Enter')
  await expect(recording).toBeFocused()
  await page.keyboard.press('ControlOrMeta+i')
  const changed = page.getByRole('button', { name: 'Change the keys of "Invite users...", now Ctrl+I' })
  await expect(changed).toBeFocused()
  await cassie.switchTo(account.name)
  await page.keyboard.press('ControlOrMeta+i')
  await expect(page.getByRole('dialog').getByRole('textbox').first()).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('dialog').getByRole('combobox').fill('>invite')
  await expect(page.getByRole('option', { name: /Invite users.*Ctrl\+I/ })).toBeVisible()
  await page.keyboard.press('Escape')

  // What the system's menu shows follows, and so does the key that was taken away.
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('dialog').getByRole('combobox').fill('>Setting: Keyboard')
  await page.keyboard.press('Enter')
  await page.getByRole('searchbox', { name: 'Find a command' }).fill('go to settings')
  await page.getByRole('button', { name: 'Change the keys of "Go to Settings", now Ctrl+,' }).click()
  await page.keyboard.press('ControlOrMeta+Shift+s')
  await expect(page.getByRole('button', { name: /"Go to Settings", now Ctrl\+Shift\+S/ })).toBeVisible()
  await expect
    .poll(() =>
      cassie.desktop.app.evaluate(({ Menu }) => {
        const entries = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? []
        return entries.map(({ accelerator }) => accelerator)
      }),
    )
    .toContain('CmdOrCtrl+Shift+S')
  await page.getByRole('button', { name: 'Reset all' }).click()
  await expect(page.getByRole('button', { name: /"Go to Settings", now Ctrl\+,/ })).toBeVisible()
})

test('sessions: where one is signed in is shown and ended, the page for the rest opens, offline it says why not', async ({
  signedIn,
  openApp,
  systemBrowser,
  demo,
}) => {
  const cassie = await signedIn('consultant')
  const { page, desktop } = cassie
  await cassie.expectPill(/^Synced/)
  const other = await openApp()
  await other.signIn(systemBrowser, { email: demoPerson('consultant').email, password: demo.password })
  await other.expectPill(/^Synced/)

  await goTo(cassie, 'Sessions and two-factor')
  const devices = page.getByRole('list', { name: 'Where you are signed in' }).getByRole('listitem')
  await expect(devices).toHaveCount(2)
  await expect(devices.first()).toContainText('This computer')
  await checkScreen(cassie, 'sessions')
  const before = (await desktop.opened()).length
  await page.getByRole('button', { name: 'Open the security page' }).click()
  await expect.poll(async () => (await desktop.opened()).length).toBe(before + 1)
  expect((await desktop.opened()).at(-1)).toContain(demo.url)

  await devices
    .nth(1)
    .getByRole('button', { name: /^Sign out/ })
    .click()
  const dialog = page.getByRole('alertdialog')
  await expect(dialog).toContainText('It is signed out at once')
  await dialog.getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(devices).toHaveCount(1)
  await other.expectPill('Sign in again to sync')

  await demo.stopServer()
  await cassie.expectPill('Offline')
  await expect(devices.first(), 'what the server said last stays').toContainText('This computer')
  await page.getByRole('button', { name: 'Open the security page' }).focus()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('tooltip')).toHaveText('This needs a connection to the server.')
})
