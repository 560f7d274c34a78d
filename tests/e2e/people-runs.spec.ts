import { mkdirSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { demoPerson } from '../../server/src/demo/people.ts'
import { checkScreen, tabTo } from './by-keyboard.ts'
import { expect, test } from './fixtures.ts'
import { accountOf, invitationsTo, memberOf, rolesOf, someUser } from './world.ts'

const pictures = process.env.GATEHOUSE_PICTURES

/** For whoever wants to look: in light and in dark. */
async function picture(page: Page, name: string): Promise<void> {
  if (!pictures) return
  mkdirSync(pictures, { recursive: true })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.screenshot({ path: `${pictures}/${name}-${colorScheme}.png` })
  }
}

/** By the palette, which opens by its keys wherever one is. */
async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('dialog').getByRole('combobox').fill(`>${name}`)
  await expect(page.getByRole('option', { name }).first()).toBeVisible()
  await page.keyboard.press('Enter')
}

test('rule 15: somebody leaves all accounts by one plan made offline, after who owns alone has an heir', async ({
  signedIn,
  demo,
}) => {
  test.slow()
  const ines = await signedIn('administrator')
  const { page } = ines
  const leaver = demoPerson('consultant')
  const owned = await accountOf(demo, 'consultant', 'owner')
  const before = (await rolesOf(demo, leaver.email)).length
  await ines.expectPill(/^Synced/)
  await demo.stopServer()
  await ines.expectPill('Offline')

  await command(page, 'Somebody leaves')
  const picker = page.getByRole('dialog', { name: 'Somebody leaves' })
  await expect(picker.getByRole('searchbox')).toBeFocused()
  await page.keyboard.type(leaver.email)
  await tabTo(page, picker.getByRole('button', { name: leaver.email }))
  await picture(page, 'leaver-picker')
  await page.keyboard.press('Enter')

  const drawer = page.getByRole('dialog', { name: `${leaver.name} leaves` })
  await expect(drawer.getByRole('status').first()).toContainText(/Removed from \d+ accounts/)
  const carryOut = drawer.getByRole('button', { name: /^Carry out/ })
  await expect(carryOut, 'nobody is removed from what they own alone').toHaveAttribute(
    'aria-disabled',
    'true',
  )
  await picture(page, 'leaver')
  await checkScreen(ines, 'somebody leaves')
  const heirs = drawer.getByRole('button', { name: /New owner of/ })
  const owners = await heirs.count()
  expect(owners).toBeGreaterThan(0)
  for (let place = 0; place < owners; place += 1) {
    await heirs.nth(place).focus()
    await page.keyboard.press('Enter')
    const find = drawer.getByRole('searchbox', { name: 'Find an active user of the account' })
    await expect(find).toBeFocused()
    await expect(drawer.getByText(/found\.|type more to find the others/).last()).toBeVisible()
    if (place === 0) await picture(page, 'leaver-heir')
    await tabTo(page, drawer.getByRole('list', { name: 'People found' }).getByRole('button').first())
    await page.keyboard.press('Enter')
    await expect(find).toBeHidden()
    await expect(heirs.nth(place)).toBeFocused()
    if (place === 0) await checkScreen(ines, 'a new owner is chosen')
  }
  const chosen = drawer.getByRole('group', { name: `New owner of ${owned.name}` })
  await expect(chosen).not.toContainText('Nobody takes over yet')
  await picture(page, 'leaver-chosen')
  const planned = Number((await carryOut.innerText()).replace(/\D/g, ''))
  await expect(carryOut).not.toHaveAttribute('aria-disabled', 'true')
  // The focus that comes back from the choice of the last heir must not be between focusing it and pressing it.
  await carryOut.press('Enter')
  const question = page.getByRole('alertdialog', {
    name: new RegExp(`Remove ${leaver.name} from \\d+ accounts`),
  })
  await expect(question).toContainText('transferred first')
  await picture(page, 'leaver-question')
  const [said = ''] = /from \d+ accounts/.exec(await question.innerText()) ?? []
  const removed = Number(said.replace(/\D/g, ''))
  await tabTo(page, question.getByRole('button', { name: new RegExp(`^Remove ${leaver.name} from`) }))
  await page.keyboard.press('Enter')

  const receipt = page.getByRole('dialog', { name: `What became of ${planned} changes` })
  await expect(receipt).toContainText(`${planned} waiting`)
  await demo.startServer()
  await expect(receipt.getByRole('status')).toHaveText(`${planned} done`, { timeout: 60_000 })
  await picture(page, 'leaver-receipt')
  expect((await rolesOf(demo, leaver.email)).length).toBe(before - removed)
  await expect(memberOf(demo, owned, leaver.email)).rejects.toThrow()
})

test('somebody joins with what a colleague has: shown first, then sent; and what changed is told', async ({
  signedIn,
  demo,
}) => {
  const cassie = await signedIn('consultant')
  const { page } = cassie
  const account = await accountOf(demo, 'consultant', 'admin')
  const colleague = await someUser(demo, account)
  await cassie.expectPill(/^Synced/)
  await command(page, 'Somebody joins')
  const picker = page.getByRole('dialog', { name: 'Somebody joins' })
  await expect(picker.getByRole('searchbox')).toBeFocused()
  await page.keyboard.type(colleague.email)
  await tabTo(page, picker.getByRole('button', { name: new RegExp(colleague.email) }))
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('dialog', { name: `Same access as ${colleague.name}` })
  await expect(drawer.getByLabel('E-mail addresses of who joins')).toBeFocused()
  await expect(drawer, 'before there is an address').toContainText('Whoever joins')
  await page.keyboard.type('new-colleague@guest.test')
  await expect(drawer).toContainText('new-colleague@guest.test')
  await expect(drawer.getByRole('checkbox', { name: new RegExp(`^${account.name}:`) })).toBeChecked()
  await picture(page, 'joiner')
  await checkScreen(cassie, 'somebody joins')
  await page.setViewportSize({ width: 720, height: 480 })
  await picture(page, 'joiner-720')
  await page.setViewportSize({ width: 1280, height: 800 })
  await tabTo(page, drawer.getByRole('button', { name: /^Give access in/ }))
  await page.keyboard.press('Enter')
  const question = page.getByRole('alertdialog', { name: /^Give 1 person the access of/ })
  await tabTo(page, question.getByRole('button', { name: /^Give access in/ }))
  await page.keyboard.press('Enter')
  const receipt = page.getByRole('dialog', { name: /^What became of/ })
  await expect(receipt.getByRole('status')).toHaveText(/^\d+ done$/, { timeout: 30_000 })
  await page.keyboard.press('Escape')
  await expect
    .poll(async () =>
      (await invitationsTo(demo, 'new-colleague@guest.test')).map(({ account_id }) => account_id),
    )
    .toContain(account.id)

  await test.step('what changed since a day, in one account and in all', async () => {
    await command(page, 'Access changes in all accounts')
    const all = page.getByRole('dialog', { name: 'Access changes in all accounts' })
    await expect(all.getByRole('status').or(all.getByText('Nothing changed')).first()).toBeVisible()
    await picture(page, 'all-changes')
    await checkScreen(cassie, 'access changes in all accounts')
    await page.keyboard.press('Escape')
    await cassie.switchTo(account.name)
    await command(page, 'Access changes of this account')
    const one = page.getByRole('dialog', { name: `Access changes in ${account.name}` })
    await expect(one.getByText('This is your first visit on this computer')).toBeVisible()
    await tabTo(page, one.getByRole('button', { name: 'Choose a day' }))
    await page.keyboard.press('Enter')
    await expect(one.getByLabel('Since this day')).toBeVisible()
    await picture(page, 'changes')
    await checkScreen(cassie, 'access changes')
    await page.keyboard.press('Escape')
  })
})
