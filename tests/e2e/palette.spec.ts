import { tabTo } from './by-keyboard.ts'
import { expect, test } from './fixtures.ts'
import { accountOf, someUser } from './world.ts'

test('rule 2: Ctrl+K is there in the next frame, finds everything there is, and acts on it', async ({
  signedIn,
  demo,
}) => {
  const cassie = await signedIn('consultant')
  const { page } = cassie
  const account = await accountOf(demo, 'consultant', 'admin')
  const viewed = await accountOf(demo, 'consultant', 'viewer')
  const user = await someUser(demo, account)
  const palette = page.getByRole('dialog')
  const field = palette.getByRole('combobox')
  const first = palette.getByRole('option').first()
  await cassie.expectPill(/^Synced/)
  // What comes after the first frame is fetched when nothing else is to be done.
  await page.keyboard.press('ControlOrMeta+k')
  await expect(field).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(palette).toBeHidden()
  // A shortcut keeps its key to itself, so that this is the one place to hear of it; the modifier comes before it.
  await page.evaluate(() => {
    const stop = Event.prototype.stopImmediatePropagation
    Event.prototype.stopImmediatePropagation = function () {
      if (this instanceof KeyboardEvent && this.key === 'k') {
        requestAnimationFrame(() => {
          const isThere = document.querySelector('[role="dialog"] [role="combobox"]') !== null
          Object.assign(window, { paletteInNextFrame: isThere })
        })
      }
      stop.call(this)
    }
  })
  await page.keyboard.press('ControlOrMeta+k')
  await expect(field).toBeFocused()
  expect(await page.evaluate(() => (window as { paletteInNextFrame?: boolean }).paletteInNextFrame)).toBe(
    true,
  )

  // Each result says the account and the own role in it.
  await field.fill(viewed.name)
  await expect(first).toContainText(viewed.name)
  await expect(first).toContainText('Viewer')

  // Commands alone, each with the keys that do the same.
  await field.fill('>')
  await expect(palette.getByRole('option', { name: 'Go to Settings Ctrl+,' })).toBeVisible()
  await expect(palette.getByText(viewed.name)).toBeHidden()
  await field.fill('>Setting: Theme')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
  await expect(page.getByRole('radio', { name: 'Like the system' })).toBeFocused()

  // Tab acts on a result without going there; Esc comes back to what was typed.
  await page.keyboard.press('ControlOrMeta+k')
  await field.fill(account.name)
  await expect(first).toContainText(account.name)
  await page.keyboard.press('Tab')
  await expect(palette.getByRole('option', { name: `Open ${account.name}` })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(field).toHaveValue(account.name)
  await page.keyboard.press('ArrowRight')
  await expect(field).toHaveValue('')
  await page.keyboard.type('go to users')
  await expect(first).toContainText('Go to Users')
  await expect(palette.getByText(`${account.name} · Admin`)).toBeVisible()
  await page.keyboard.press('Enter')
  await cassie.expectAccount(account.name)
  await expect(page.getByRole('tab', { name: 'Users' })).toHaveAttribute('aria-selected', 'true')

  // A person, in one of the accounts they are in.
  await page.keyboard.press('ControlOrMeta+k')
  await field.fill(user.email)
  const person = palette.getByRole('option').filter({ hasText: user.email })
  await expect(person.first()).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Tab')
  await expect(palette.getByRole('option', { name: 'Copy the e-mail address' })).toBeVisible()
  await palette.getByRole('option', { name: `Open in ${account.name}` }).click()
  await expect(palette).toContainText(user.email)
  await page.keyboard.press('Escape')

  // Administration isn't offered to who has none of it, and neither are tabs that may not be seen.
  await page.keyboard.press('ControlOrMeta+k')
  await field.fill('>roles & templates')
  await expect(palette.getByText('Nothing found').last()).toBeVisible()
})

test('rule 3 and rule 28: accounts by number, the one before, the next in the list; parts of the window', async ({
  signedIn,
  demo,
}) => {
  const cassie = await signedIn('consultant')
  const { page } = cassie
  const first = await accountOf(demo, 'consultant', 'admin')
  const second = await accountOf(demo, 'consultant', 'viewer')
  await cassie.expectPill(/^Synced/)
  await cassie.switchTo(first.name)
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('dialog').getByRole('combobox').fill('>Pin this account')
  await page.keyboard.press('Enter')
  await expect(page.getByText(`${first.name} is pinned`)).toBeVisible()
  await cassie.switchTo(second.name)

  await page.keyboard.press('ControlOrMeta+1')
  await cassie.expectAccount(first.name)
  await page.keyboard.press('Control+Tab')
  await cassie.expectAccount(second.name)
  await page.keyboard.press('Control+Tab')
  await cassie.expectAccount(first.name)
  const list = page.getByRole('navigation', { name: 'Accounts' })
  await list.getByRole('searchbox').or(list.getByRole('combobox')).first().fill(second.name)
  await page.keyboard.press('Alt+ArrowDown')
  await cassie.expectAccount(second.name)
  // All the way down the list, though each step makes an account the one last used.
  await list.getByRole('searchbox').or(list.getByRole('combobox')).first().fill('')
  await page.keyboard.press('ControlOrMeta+1')
  await cassie.expectAccount(first.name)
  const names = await list.getByRole('option').locator('bdi').allTextContents()
  expect(names.length).toBeGreaterThan(5)
  for (const name of names.slice(1, 6)) {
    await page.keyboard.press('Alt+ArrowDown')
    await cassie.expectAccount(name)
  }
  await page.keyboard.press('Alt+ArrowUp')
  await cassie.expectAccount(names[4] ?? '')

  await page.keyboard.press('ControlOrMeta+f')
  await page.keyboard.press('F6')
  const regions = new Set<string>()
  for (let presses = 0; presses < 4; presses += 1) {
    await page.keyboard.press('F6')
    regions.add(
      await page.evaluate(() => {
        const region = document.activeElement?.closest('[data-region], [data-toasts]')
        return region?.matches('[data-toasts]') ? 'NOTICES' : (region?.tagName ?? 'outside')
      }),
    )
  }
  // A notice that is there is one of them.
  expect([...regions].filter((region) => region !== 'NOTICES').sort()).toEqual(['HEADER', 'MAIN', 'NAV'])

  await page.keyboard.press('ControlOrMeta+/')
  const shortcuts = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(shortcuts).toContainText('Search or run a command')
  await expect(shortcuts.getByText('Ctrl+K', { exact: true })).toBeVisible()
  await tabTo(page, shortcuts.getByRole('button', { name: 'Choose keys...' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
  await expect(shortcuts).toBeHidden()
  await page.keyboard.press('ControlOrMeta+f')
  await expect(page.getByRole('searchbox', { name: 'Find a setting' })).toBeFocused()
  // A letter is a letter: nothing happens by one alone.
  await page.keyboard.press('k')
  await expect(page.getByRole('dialog')).toBeHidden()
})
