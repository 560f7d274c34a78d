import { expect, test } from './fixtures.ts'
import { accountOf, someUser } from './world.ts'

test('the search finds people over all accounts and opens them, by keyboard alone', async ({
  signedIn,
  demo,
}) => {
  const cassie = await signedIn('consultant')
  const { page } = cassie
  const account = await accountOf(demo, 'consultant', 'admin')
  const user = await someUser(demo, account)
  await cassie.expectPill(/^Synced/)

  await page.keyboard.press('ControlOrMeta+k')
  const box = page.getByRole('dialog').getByRole('combobox')
  await page.keyboard.type(user.email)
  const person = page.getByRole('dialog').getByRole('option').filter({ hasText: user.email })
  await expect(person.first()).toBeVisible()
  await expect(person.first().locator('mark').first(), 'what was typed is marked').toBeVisible()
  for (let presses = 0; presses < 20; presses += 1) {
    if ((await person.first().getAttribute('aria-selected')) === 'true') break
    await page.keyboard.press('ArrowDown')
  }
  await expect(box).toHaveAttribute('aria-activedescendant', (await person.first().getAttribute('id')) ?? '')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toContainText(user.email)
})

test('an account is found by the words that the user gave it', async ({ signedIn, demo }) => {
  const cassie = await signedIn('consultant')
  const { page } = cassie
  const account = await accountOf(demo, 'consultant', 'viewer')
  await cassie.expectPill(/^Synced/)
  await cassie.switchTo(account.name)
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('dialog').getByRole('combobox').fill('>Label this account')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Your name for it').fill('Zürich branch')
  await dialog.getByLabel('Tags').fill('quarterly, retail')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()

  for (const typed of ['zurich', 'quarter']) {
    await page.keyboard.press('ControlOrMeta+k')
    await page.getByRole('dialog').getByRole('combobox').fill(typed)
    await expect(page.getByRole('dialog').getByRole('option').first()).toContainText(account.name)
    await page.keyboard.press('Escape')
  }
})
