import type { ElectronApplication } from '@playwright/test'
import { demoPerson } from '../../server/src/demo/people.ts'
import type { Bridge } from '../../src/ipc/bridge.ts'
import { expect, test } from './fixtures.ts'
import { accountOf, memberOf } from './world.ts'

/** Notes what is shown by the system, and has the window look as if another one were in front. */
async function behindAnotherWindow(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ BrowserWindow, Notification }) => {
    const noted: Electron.Notification[] = []
    Object.assign(globalThis, { noted })
    Notification.prototype.show = function show(this: Electron.Notification) {
      noted.push(this)
    }
    for (const window of BrowserWindow.getAllWindows()) window.isFocused = () => false
  })
}

function noted(app: ElectronApplication): Promise<string[]> {
  return app.evaluate(() =>
    (globalThis as unknown as { noted: Electron.Notification[] }).noted.map(
      ({ title, body }) => `${title} ${body}`,
    ),
  )
}

test('access that another person changes is told by the system, in the list and on the badge; a click opens the account', async ({
  signedIn,
  demo,
}) => {
  const account = await accountOf(demo, 'owner', 'owner')
  const [nadia, cassie] = [await signedIn('owner'), await signedIn('consultant')]
  await behindAnotherWindow(cassie.desktop.app)
  await nadia.expectAccount(account.name)

  const { membershipId, version } = await memberOf(demo, account, demoPerson('consultant').email)
  const args = { accountId: account.id, membershipId, role: 'viewer', baseVersion: version } as const
  await nadia.page.evaluate(async (given) => {
    const { gatehouse } = window as unknown as { gatehouse: Bridge }
    const intent = { name: 'memberships.setPermissions', args: given } as const
    const made = await gatehouse.command('mutate', { intent })
    if (!made.ok) throw new Error(made.error.title)
  }, args)

  const title = `Your access to ${account.name} changed`
  // Reviews that are overdue since before are told of as well.
  const ofAccess = async () => (await noted(cassie.desktop.app)).filter((text) => !/access review/.test(text))
  await expect.poll(ofAccess).toEqual([`${title} Technician before, Viewer now.`])
  const bell = cassie.page.getByRole('button', { name: /^Notifications, \d+ unread$/ })
  await expect(bell).toBeVisible()

  // Chosen outside the window, it opens the account.
  await cassie.desktop.app.evaluate((_, wanted) => {
    const { noted: all } = globalThis as unknown as { noted: Electron.Notification[] }
    all.find((each) => each.title === wanted)?.emit('click')
  }, title)
  await cassie.expectAccount(account.name)

  // By the keyboard: open the list, read it, open what it tells of; the focus comes back.
  await bell.focus()
  await cassie.page.keyboard.press('Enter')
  const list = cassie.page.getByRole('dialog', { name: 'Notifications' })
  await expect(list.getByRole('button', { name: title })).toContainText('New')
  await cassie.page.keyboard.press('Escape')
  await expect(cassie.page.getByRole('button', { name: 'Notifications', exact: true })).toBeFocused()
})
