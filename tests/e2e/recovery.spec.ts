import { damageCopy } from '../../tools/driver/damage.ts'
import { checkScreen, goTo, tabTo } from './by-keyboard.ts'
import { expect, test } from './fixtures.ts'
import { accountOf, activitySince, unassigned } from './world.ts'

test('a damaged copy is replaced: what was saved is said, and the unsent change is there and is sent once', async ({
  signedIn,
  demo,
}) => {
  const cassie = await signedIn('consultant')
  const account = await accountOf(demo, 'consultant', 'admin')
  const [first = ''] = await unassigned(demo, account, 1)
  const since = new Date()
  await cassie.expectPill(/^Synced/)
  await cassie.switchTo(account.name)
  await demo.stopServer()
  await cassie.assign([first])
  await cassie.expectPill('Offline - 1 change waiting')

  await cassie.desktop.kill()
  await damageCopy(cassie.desktop)
  await cassie.desktop.launch()
  const notice = cassie.page.getByRole('region', { name: 'What became of the copy on this computer' })
  await expect(notice).toContainText('was found to be damaged')
  await expect(notice).toContainText('1 change that waits was taken over.')
  await expect(notice).toContainText('No change was lost.')
  const again = cassie.page.getByRole('button', { name: 'Try again' })
  await expect(again, 'without a connection there is nothing to show yet').toBeVisible()
  await checkScreen(cassie, 'a damaged copy, offline')

  // Nobody is caught here, and what would be lost is said.
  await tabTo(cassie.page, cassie.page.getByRole('button', { name: 'Sign out...' }))
  await cassie.page.keyboard.press('Enter')
  const signOut = cassie.page.getByRole('alertdialog', { name: /^Sign out/ })
  await expect(signOut).toContainText('1 change has not been sent yet')
  await cassie.page.keyboard.press('Escape')

  await demo.startServer()
  await tabTo(cassie.page, again)
  await cassie.page.keyboard.press('Enter')
  await cassie.expectSignedIn()
  await cassie.expectPill(/^Synced/)
  const made = (await activitySince(demo, account, since)).filter(
    ({ action }) => action === 'application.assigned',
  )
  expect(made.map(({ target_name }) => target_name)).toEqual([first])
  await expect(notice, 'it stands until it was seen').toBeVisible()
  await checkScreen(cassie, 'what became of a damaged copy')

  await tabTo(cassie.page, notice.getByRole('button', { name: 'I have seen it' }))
  await cassie.page.keyboard.press('Enter')
  await expect(notice).toBeHidden()
  await expect(cassie.page.locator('main:focus'), 'the focus is not lost with it').toHaveCount(1)
  await goTo(cassie, 'Outbox')
  await expect(cassie.page.getByText('Everything is sent')).toBeVisible()
})
