import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { demoPerson } from '../../server/src/demo/people.ts'
import { expect, test } from './fixtures.ts'

async function listen(body: string): Promise<{ address: string; close(): void }> {
  const server = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html').end(body),
  )
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => server.close(),
  }
}

test('a first start asks for the server, and says what is wrong with an address', async ({
  openApp,
  demo,
}) => {
  const app = await openApp({ server: '' })
  const field = app.page.getByLabel('Server address')
  const connect = app.page.getByRole('button', { name: /Connect|Try again/ })
  await expect(app.page.getByRole('heading', { name: 'Which server?' })).toBeVisible()

  await connect.click()
  await expect(app.page.getByText('Enter the address of the server.')).toBeVisible()

  await field.fill('http://127.0.0.1:9')
  await connect.click()
  await expect(app.page.getByRole('main')).toContainText(
    /could not be reached|does not answer|no answer|not reach|nothing answers/i,
  )
  await expect(field, 'what was typed is kept').toHaveValue('http://127.0.0.1:9')

  const shop = await listen('<!doctype html><title>A shop</title>')
  await field.fill(shop.address)
  await connect.click()
  await expect(app.page.getByRole('main')).toContainText(/not.*Gatehouse|no Gatehouse/i)
  shop.close()

  await field.fill(demo.url)
  await connect.click()
  await expect(app.page.getByRole('heading', { name: /^Sign in to / })).toBeVisible()
})

test('a wrong password says so, keeps the address, and the right one goes on', async ({
  openApp,
  demo,
  systemBrowser,
}) => {
  const app = await openApp()
  const address = await app.pressSignIn()
  await expect(app.page.getByText('Finish signing in in your browser')).toBeVisible()
  const { email } = demoPerson('consultant')
  const page = await systemBrowser.signIn(address, email, 'not the password')
  await expect(page.getByRole('alert')).toContainText(/do(es)? not match/i)
  await expect(page.getByLabel('E-mail')).toHaveValue(email)
  await page.getByLabel('Password').fill(demo.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: /signed in/i })).toBeVisible()
  await app.expectSignedIn()
  await page.context().close()
})

test('a sign-in can be cancelled and started again', async ({ openApp }) => {
  const app = await openApp()
  await app.pressSignIn()
  await app.page.getByRole('button', { name: 'Cancel' }).click()
  await expect(app.page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
  await app.pressSignIn()
  await expect(app.page.getByText('Finish signing in in your browser')).toBeVisible()
})

test('a second start hands over to the first and ends', async ({ signedIn }) => {
  const cassie = await signedIn('consultant')
  await cassie.desktop.startAgain()
  expect(cassie.desktop.app.windows()).toHaveLength(1)
  await expect(cassie.page.getByRole('button', { name: /^You: / })).toBeVisible()
})

test('the program opens in the account it was left in, signed in, without the server', async ({
  signedIn,
  demo,
}) => {
  const cassie = await signedIn('consultant')
  await cassie.expectPill(/^Synced/)
  await cassie.switchTo('Fernstone Optics')
  await cassie.openTab('Users')
  await expect(cassie.row('Nadia Okafor')).toBeVisible()
  await cassie.desktop.quit()
  await demo.stopServer()
  await cassie.desktop.launch()
  await cassie.expectAccount('Fernstone Optics')
  await expect(cassie.row('Nadia Okafor')).toBeVisible()
  await cassie.expectPill('Offline')
})

test('signing out asks while changes are unsent, and leaves nothing behind', async ({ signedIn, demo }) => {
  const cassie = await signedIn('consultant')
  await cassie.expectPill(/^Synced/)
  await cassie.switchTo('Fernstone Optics')
  await demo.stopServer()
  await cassie.invite(['unsent@guest.test'])
  await cassie.page.getByRole('button', { name: /^You: / }).click()
  await cassie.page.getByRole('menuitem', { name: /Sign out/ }).click()
  const dialog = cassie.page.getByRole('alertdialog', { name: /Sign out/ })
  await expect(dialog).toContainText('1 change has not been sent yet')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog).toBeHidden()
  await demo.startServer()
  await cassie.expectPill(/^Synced/)
  await cassie.page.getByRole('button', { name: /^You: / }).click()
  await cassie.page.getByRole('menuitem', { name: /Sign out/ }).click()
  await dialog.getByRole('button', { name: 'Sign out' }).click()
  await expect(cassie.page.getByRole('heading', { name: /^Sign in to / })).toBeVisible()
})
