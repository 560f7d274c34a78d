import { expect, test } from './fixtures.ts'
import { accountOf, unassigned } from './world.ts'

test('two people in one account see what the other does, without a reload', async ({ signedIn, demo }) => {
  const account = await accountOf(demo, 'owner', 'owner')
  const [first = ''] = await unassigned(demo, account, 1)
  const [nadia, cassie] = [await signedIn('owner'), await signedIn('consultant')]
  await nadia.expectAccount(account.name)
  await nadia.openTab('Applications')
  await cassie.switchTo(account.name)
  await cassie.assign([first])
  await expect(nadia.row(first), "Cassie's assignment at Nadia's").toBeVisible()

  await cassie.openTab('Invitations')
  await nadia.invite(['newcomer@guest.test'])
  await expect(cassie.row('newcomer@guest.test'), "Nadia's invitation at Cassie's").toBeVisible()
  await nadia.rowMenu('newcomer@guest.test', 'Revoke')
  // It is held back for as long as it can be undone.
  await expect(cassie.row('newcomer@guest.test'), 'no longer pending').toBeHidden({ timeout: 30_000 })
})

test('the owner of one account sees that one and no switcher; nothing of others', async ({
  signedIn,
  demo,
}) => {
  const account = await accountOf(demo, 'owner', 'owner')
  const nadia = await signedIn('owner')
  await nadia.expectAccount(account.name)
  await expect(nadia.page.getByRole('listbox', { name: 'Accounts' })).toBeHidden()
  await expect(nadia.page.getByText('you are Owner').first()).toBeVisible()
  const foreign = await accountOf(demo, 'consultant', 'admin')
  await nadia.page.keyboard.press('ControlOrMeta+k')
  await nadia.page.getByRole('dialog').getByRole('combobox').fill(foreign.name)
  await expect(nadia.page.getByRole('dialog').getByRole('option', { name: foreign.name })).toHaveCount(0)
})

test('the environment administrator works in every account of both environments', async ({
  signedIn,
  demo,
}) => {
  const ines = await signedIn('administrator')
  await expect(ines.page.getByText('60 accounts').first()).toBeVisible()
  const account = await accountOf(demo, 'owner', 'owner')
  await ines.switchTo(account.name)
  await expect(ines.page).toHaveTitle(/you are Environment administrator - Gatehouse$/)
  await ines.openTab('Users')
  await expect(ines.row('Nadia Okafor')).toContainText('Owner')
})
