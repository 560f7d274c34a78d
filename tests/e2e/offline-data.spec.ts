import type { ClientArea } from '../../tools/driver/client-area.ts'
import { checkScreen, goTo, tabTo } from './by-keyboard.ts'
import { expect, test } from './fixtures.ts'
import { accountOf, unassigned } from './world.ts'

const row = ({ page }: ClientArea, account: string) =>
  page.getByRole('table', { name: /^Accounts and what they take/ }).getByRole('row', { name: account })
const keepSwitch = ({ page }: ClientArea, account: string) =>
  page.getByRole('switch', { name: `Keep ${account} on this computer` })

/** When the account that was fetched longest ago was; 0 while not all of them are here. */
async function fetchedAt({ page }: ClientArea): Promise<number> {
  const ask = () => {
    const { gatehouse } = globalThis as unknown as {
      gatehouse: {
        query(name: string, input: object): Promise<{ ok: boolean; value: { loadedAt: string | null }[] }>
      }
    }
    return gatehouse.query('offline.accounts', {})
  }
  // While the window begins anew there is nobody to ask.
  const answer = await page.evaluate(ask).catch(() => null)
  if (!answer?.ok || answer.value.length === 0) return 0
  return Math.min(...answer.value.map(({ loadedAt }) => (loadedAt ? Date.parse(loadedAt) : 0)))
}

test('an account is put away and kept again by keyboard, and a change made in it is sent all the same', async ({
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

  await goTo(cassie, 'Offline data')
  const find = page.getByRole('main').getByRole('searchbox', { name: 'Find an account' })
  await tabTo(page, find)
  await page.keyboard.type(account.name)
  await expect(row(cassie, account.name)).toHaveCount(1)
  await tabTo(page, keepSwitch(cassie, account.name))
  await page.keyboard.press('Space')
  await expect(row(cassie, account.name)).toContainText('Not here')
  await expect(keepSwitch(cassie, account.name), 'the focus stays where it was').toBeFocused()
  await expect(page.getByText(`${account.name} is no longer on this computer`)).toBeVisible()

  await cassie.switchTo(account.name)
  const keep = page.getByRole('tabpanel').getByRole('button', { name: 'Keep it here' })
  await expect(page.getByRole('tabpanel')).toContainText('Not kept on this computer')
  await expect(page.getByRole('tabpanel'), 'it says what is missing').toContainText(
    'There is no connection now',
  )
  await checkScreen(cassie, 'an account that is not kept')

  await demo.startServer()
  await cassie.expectPill(/^Synced/)
  await expect(page.getByRole('tabpanel'), 'contact alone does not bring it back').toContainText('Not kept')
  await tabTo(page, keep)
  await page.keyboard.press('Enter')
  await expect(keep).toBeHidden()
  await expect(page.locator('main:focus'), 'the focus is not lost with the button').toHaveCount(1)
  await cassie.openTab('Applications')
  await expect(cassie.row(first), 'the change arrived').toBeVisible()
})

test('the screen says what lies here, and wiping says what would be lost, by keyboard and without a fault', async ({
  signedIn,
  demo,
}) => {
  const cassie = await signedIn('consultant')
  const { page } = cassie
  const account = await accountOf(demo, 'consultant', 'admin')
  const [first = ''] = await unassigned(demo, account, 1)
  await cassie.expectPill(/^Synced/)
  await cassie.switchTo(account.name)
  await goTo(cassie, 'Offline data')
  await expect(page.getByRole('main')).toContainText(/Accounts kept\s*40 of 40/)
  await checkScreen(cassie, 'Offline data')

  // Narrow, the switch is still in view: it is what one comes for.
  await page.setViewportSize({ width: 640, height: 720 })
  const shown = page
    .getByRole('main')
    .locator('label')
    .filter({ has: page.getByRole('switch') })
  await expect(shown.first()).toBeInViewport({ ratio: 0.8 }) // the rest is empty
  await page.setViewportSize({ width: 1280, height: 800 })

  await demo.stopServer()
  await cassie.switchTo(account.name)
  await cassie.assign([first])
  await cassie.expectPill('Offline - 1 change waiting')
  await goTo(cassie, 'Offline data')
  const wipe = page.getByRole('button', { name: 'Wipe and fetch again...' })
  await tabTo(page, wipe)
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('alertdialog', { name: 'Wipe this copy and fetch it again?' })
  await expect(dialog).toContainText('1 change was not sent to the server yet and would be lost.')
  await expect(dialog.getByRole('button', { name: 'Cancel' }), 'the harmless way has the focus').toBeFocused()
  await expect(dialog.getByRole('button', { name: 'Send now' })).toBeDisabled()
  await checkScreen(cassie, 'wiping')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(wipe, 'Esc gives the focus back').toBeFocused()

  await demo.startServer()
  await cassie.expectPill(/^Synced/)
  await page.keyboard.press('Enter')
  await expect(dialog).not.toContainText('would be lost')
  await tabTo(page, dialog.getByRole('button', { name: 'Wipe and fetch again' }))
  const before = await fetchedAt(cassie)
  await page.keyboard.press('Enter')
  await expect.poll(() => fetchedAt(cassie), 'all of it is fetched anew').toBeGreaterThan(before)
  await cassie.expectSignedIn()
  await cassie.expectPill(/^Synced/)
  await cassie.switchTo(account.name)
  await cassie.openTab('Applications')
  await expect(cassie.row(first), 'fetched anew').toBeVisible()
})
